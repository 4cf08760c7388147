package schema

import (
	"context"
	"encoding/hex"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// RevisionResolver answers RevisionInfo.
type RevisionResolver struct {
	Revision Revision
	Time     *DateTime
	Author   string
	Message  string
	Ops      int32
	Hash     string
}

func revisionOf(i graph.RevisionInfo) *RevisionResolver {
	return &RevisionResolver{
		Revision: Revision(i.Revision), Time: &DateTime{i.Time}, Author: i.Author,
		Message: i.Message, Ops: int32(i.Ops), Hash: hex.EncodeToString(i.Hash[:]),
	}
}

// Revision answers the revision being read.
func (q *Query) Revision(ctx context.Context) (*RevisionResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	if v.View.Revision() == 0 {
		return &RevisionResolver{Hash: hex.EncodeToString(make([]byte, 32))}, nil
	}
	info, err := v.session.svc.store.Info(v.View.Revision())
	if err != nil {
		return nil, err
	}
	return revisionOf(info), nil
}

// Revisions answers a page of the history up to the revision being read,
// newest first.
func (q *Query) Revisions(ctx context.Context, args pageArgs) (*Connection[*RevisionResolver], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	head := v.View.Revision()
	w, err := v.window(args, listID{list: listKey("revisions")}, int(head))
	if err != nil {
		return nil, err
	}
	nodes := make([]*RevisionResolver, 0, w.to-w.from)
	for i := w.from; i < w.to; i++ {
		if err := v.Budget.Spend(1); err != nil {
			return nil, err
		}
		info, err := v.session.svc.store.Info(head - graph.Revision(i))
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, revisionOf(info))
	}
	return connect(v, w, nodes)
}

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
