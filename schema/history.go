package schema

import (
	"context"
	"errors"
	"fmt"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// HistoryEventResolver answers HistoryEvent.
type HistoryEventResolver struct {
	v     *view
	event graph.Event
}

// Revision returns who did it, when and why.
func (r *HistoryEventResolver) Revision() *RevisionResolver {
	info, err := r.v.revisionInfo(r.event.Revision)
	must(err)
	return info
}

// Differences returns what was done.
func (r *HistoryEventResolver) Differences() []*DifferenceResolver {
	return r.v.differences(r.event.Differences)
}

// HistoryConnection answers HistoryConnection.
type HistoryConnection = Connection[*HistoryEventResolver]

// historyOf returns a page of what happened to a thing.
func (v *view) historyOf(ref graph.Ref, args pageArgs) (*HistoryConnection, error) {
	list := listID{list: listKey("history", ref.Sort, ref.ID)}
	if _, err := v.bounds(args, list); err != nil { // before the work, not after it
		return nil, err
	}
	events, err := graph.History(v.View, ref)
	if err != nil {
		return nil, err
	}
	w, err := v.window(args, list, len(events))
	if err != nil {
		return nil, err
	}
	nodes := make([]*HistoryEventResolver, 0, w.to-w.from)
	for _, e := range events[w.from:w.to] {
		nodes = append(nodes, &HistoryEventResolver{v, e})
	}
	return connect(v, w, nodes)
}

// History answers what happened to a thing, which need not be there.
func (q *Query) History(ctx context.Context, args struct {
	ID graphql.ID
	pageArgs
}) (*HistoryConnection, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	ref, err := graph.LookupRef(v.View, string(args.ID))
	if err != nil {
		return nil, err
	}
	return v.historyOf(ref, args.pageArgs)
}

// History returns what happened to the entity and the facts about it.
func (r *EntityResolver) History(args pageArgs) (*HistoryConnection, error) {
	return r.v.historyOf(graph.Ref{Sort: graph.EntitySort, ID: string(r.ID)}, args)
}

// History returns what happened to the fact.
func (r *factResolver) History(args pageArgs) (*HistoryConnection, error) {
	return r.v.historyOf(graph.Ref{Sort: graph.FactSort, ID: r.row().ID}, args)
}

// History returns what happened to the source.
func (r *SourceResolver) History(args pageArgs) (*HistoryConnection, error) {
	return r.v.historyOf(graph.Ref{Sort: graph.SourceSort, ID: r.row.ID}, args)
}

// gone tells what became of something that is not there at this revision but
// at another; "" when nothing had the id.
func (v *view) gone(id string) (string, error) {
	h, ok := v.Snapshot.(graph.Historian)
	if !ok {
		return "", nil
	}
	here := v.View.Revision()
	for _, ref := range graph.Refs(id) {
		lives, err := h.Lives(ref, v.Budget)
		if err != nil {
			return "", err
		}
		for i := len(lives) - 1; i >= 0; i-- {
			switch l := lives[i]; {
			case l.Until != 0 && l.Until <= here:
				return fmt.Sprintf("revision %d retracted it: view(lens: {revision: %d}) shows it, history(id: %q) tells more", l.Until, l.Until-1, id), nil
			case i == 0 && l.Since > here && l.Since <= v.session.head():
				return fmt.Sprintf("revision %d brought it, this is revision %d", l.Since, here), nil
			}
		}
	}
	return "", nil
}

// suggestGone records what became of a thing that is not there as the hint of
// the response, unless it has one.
func (v *view) suggestGone(id string) error {
	if v.session.hinted() {
		return nil
	}
	hint, err := v.gone(id)
	v.session.suggest(hint)
	return err
}

// orGone gives an error NOT_FOUND the hint of what became of the thing.
func (v *view) orGone(err error, id string) error {
	var coded *graph.Error
	if !errors.As(err, &coded) || coded.Code != graph.NotFound {
		return err
	}
	hint, wrong := v.gone(id)
	if wrong != nil {
		return wrong
	}
	if hint != "" {
		coded.Hint = hint
	}
	return err
}
