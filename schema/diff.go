package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// DiffResolver answers Diff.
type DiffResolver struct {
	Connection[*DifferenceResolver]
	From, To *RevisionResolver
	Counts   []*DiffCountResolver
}

// DiffCountResolver answers DiffCount.
type DiffCountResolver struct {
	Thing, Effect string
	Count         int32
}

// Diff answers what turns one revision into another.
func (q *Query) Diff(ctx context.Context, args struct {
	From  Revision
	To    *Revision
	Scope *graphql.ID
	Kinds *[]string
	pageArgs
}) (*DiffResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	ask := graph.DiffQuery{From: graph.Revision(args.From), To: v.View.Revision()}
	if args.To != nil {
		ask.To = graph.Revision(*args.To)
	}
	if args.Kinds != nil {
		ask.Kinds = append([]string{}, *args.Kinds...)
	}
	list := listID{list: listKey("diff", ask.From, ask.To), filter: listKey((*string)(args.Scope), args.Kinds)}
	if _, err := v.bounds(args.pageArgs, list); err != nil { // before the work, not after it
		return nil, err
	}
	if args.Scope != nil {
		ref, err := graph.LookupRef(v.View, string(*args.Scope))
		if err != nil {
			return nil, err
		}
		ask.Scope = &ref
	}
	found, err := graph.Diff(v.View, ask)
	if err != nil {
		return nil, err
	}
	return v.diff(&found, args.pageArgs, list)
}

// diff makes the page of differences that args ask for.
func (v *view) diff(found *graph.Changes, args pageArgs, list listID) (*DiffResolver, error) {
	r := &DiffResolver{}
	w, err := v.window(args, list, len(found.Differences))
	if err != nil {
		return nil, err
	}
	shown, err := connect(v, w, v.differences(found.Differences[w.from:w.to]))
	if err != nil {
		return nil, err
	}
	r.Connection = *shown
	if r.From, err = v.revisionInfo(found.From); err != nil {
		return nil, err
	}
	if r.To, err = v.revisionInfo(found.To); err != nil {
		return nil, err
	}
	r.Counts = diffCounts(found)
	return r, nil
}

// diffCounts returns the numbers of differences that are not 0.
func diffCounts(found *graph.Changes) []*DiffCountResolver {
	list := []*DiffCountResolver{}
	for sort, counts := range found.Counts {
		for effect, n := range counts {
			if n > 0 {
				list = append(list, &DiffCountResolver{graph.Sort(sort).String(), graph.Effect(effect).String(), int32(n)})
			}
		}
	}
	return list
}

// DifferenceResolver answers Difference.
type DifferenceResolver struct {
	v   *view
	d   *graph.Difference
	ops []graph.Op // of a trial, which make After of Before; nil where the store has both
}

func (v *view) differences(list []graph.Difference) []*DifferenceResolver {
	found := make([]*DifferenceResolver, len(list))
	for i := range list {
		found[i] = &DifferenceResolver{v: v, d: &list[i]}
	}
	return found
}

// Thing returns what it is about.
func (r *DifferenceResolver) Thing() string { return r.d.Sort.String() }

// ID returns the thing's id.
func (r *DifferenceResolver) ID() graphql.ID { return graphql.ID(r.d.Ref.ID) }

// Effect returns what became of the thing.
func (r *DifferenceResolver) Effect() string { return r.d.Effect().String() }

// Before returns the thing as it was, or nil.
func (r *DifferenceResolver) Before() *NodeResolver {
	return r.at(r.d.Before, graph.Lens{Revision: r.d.From})
}

// After returns the thing as it is, or nil.
func (r *DifferenceResolver) After() *NodeResolver {
	if r.ops != nil {
		return r.at(r.d.After, graph.Lens{Changes: r.ops})
	}
	return r.at(r.d.After, graph.Lens{Revision: r.d.To})
}

// at returns the thing at the revision of a lens, nothing hidden.
func (r *DifferenceResolver) at(record graph.Record, lens graph.Lens) *NodeResolver {
	if !record.Exists() {
		return nil
	}
	lens.MinGrade, lens.Deprecated = graph.Editorial, true
	v, err := r.v.session.view(lens)
	must(err)
	node, err := v.node(r.d.Ref.ID)
	must(err)
	return node
}

// Fields returns the names of what changed.
func (r *DifferenceResolver) Fields() []string {
	names := make([]string, len(r.d.Fields))
	for i, f := range r.d.Fields {
		names[i] = f.Name
	}
	return names
}

// FieldChangeResolver answers FieldChange.
type FieldChangeResolver struct {
	Field         string
	Before, After *string
}

// Changes returns what changed, with its values.
func (r *DifferenceResolver) Changes() []*FieldChangeResolver { return fieldChanges(r.d.Fields) }

func fieldChanges(changes []graph.FieldChange) []*FieldChangeResolver {
	list := make([]*FieldChangeResolver, len(changes))
	for i, f := range changes {
		list[i] = &FieldChangeResolver{f.Name, optional(f.Before), optional(f.After)}
	}
	return list
}

// Sentence returns the difference in words.
func (r *DifferenceResolver) Sentence() string {
	v := r.v
	if r.ops != nil {
		var err error
		v, err = v.session.view(graph.Lens{Changes: r.ops})
		must(err)
	}
	s, err := r.d.Sentence(v.View)
	must(err)
	return s
}
