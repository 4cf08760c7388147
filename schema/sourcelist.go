package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

// Source answers a stored document by id.
func (q *Query) Source(ctx context.Context, args struct{ ID graphql.ID }) (*SourceResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	r, err := v.findSource(string(args.ID))
	if r != nil || err != nil {
		return r, err
	}
	hint, err := v.nearSource(string(args.ID))
	v.session.suggest(hint)
	return nil, err
}

// Sources answers a page of the stored documents.
func (q *Query) Sources(ctx context.Context, args pageArgs) (*Connection[*SourceResolver], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := v.SourceIDs()
	if err != nil {
		return nil, err
	}
	w, err := v.window(args, listID{list: listKey("sources")}, len(ids))
	if err != nil {
		return nil, err
	}
	nodes := make([]*SourceResolver, 0, w.to-w.from)
	for _, id := range ids[w.from:w.to] {
		r, err := v.findSource(id)
		if err != nil {
			return nil, err
		}
		if r != nil {
			nodes = append(nodes, r)
		}
	}
	return connect(v, w, nodes)
}
