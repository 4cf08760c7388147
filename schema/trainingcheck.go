package schema

import (
	"context"
	"fmt"
	"time"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// publishedInput is what was published and is to be checked: one of its fields.
type publishedInput struct {
	Pack     *string
	Receipts *[]struct{ Item, Receipt string }
}

// TrainingCheckResolver answers TrainingCheck.
type TrainingCheckResolver struct {
	Revision Revision
	Items    int32
	Findings []*TrainingFindingResolver
}

// TrainingFindingResolver answers TrainingFinding.
type TrainingFindingResolver struct {
	Item, Status, Reason string
	Fact                 *graphql.ID
}

// items reads what was published.
func (in *publishedInput) items() ([]training.Item, error) {
	if (in.Pack == nil) == (in.Receipts == nil) {
		return nil, graph.Errorf(graph.BadInput, "nothing to check, or a pack and receipts at once").WithHint("give one of pack and receipts")
	}
	if in.Pack != nil {
		pack, err := training.ReadPack([]byte(*in.Pack))
		if err != nil {
			return nil, err
		}
		return pack.Items(), nil
	}
	items, names := make([]training.Item, len(*in.Receipts)), map[string]int{}
	for i, x := range *in.Receipts {
		r, err := training.ReadReceipt(fmt.Sprintf("receipts[%d]", i), x.Receipt)
		if err != nil {
			return nil, err
		}
		if at, twice := names[x.Item]; twice {
			return nil, graph.Errorf(graph.BadInput, "receipts[%d] is of the item %.60q, as receipts[%d] is", i, x.Item, at)
		}
		names[x.Item] = i
		items[i] = training.Item{Name: x.Item, Receipt: r}
	}
	return items, nil
}

// check holds items against a revision, 0 for the view's own, each through its
// lens.
func (v *view) check(items []training.Item, rev graph.Revision) ([]training.Finding, error) {
	return training.CheckItems(items, func(l training.Lens) (*graph.View, error) {
		lens := l.Lens()
		lens.Revision, lens.Time, lens.Changes = v.Lens.Revision, v.Lens.Time, v.Lens.Changes
		if rev != 0 {
			lens.Revision, lens.Time, lens.Changes = rev, time.Time{}, nil
		}
		through, err := v.session.view(lens)
		if err != nil {
			return nil, err
		}
		return through.View, nil
	})
}

// TrainingCheck holds published material against the graph.
func (q *Query) TrainingCheck(ctx context.Context, args publishedInput) (*TrainingCheckResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	items, err := args.items()
	if err != nil {
		return nil, err
	}
	found, err := v.check(items, 0)
	if err != nil {
		return nil, err
	}
	return checkOf(v.Revision(), items, found), nil
}

// TrainingChange tells which items of published material are otherwise since a
// revision than before it; null when none is. Items made at the revision or
// later are passed over.
func (q *Query) TrainingChange(ctx context.Context, args struct {
	Revision Revision
	publishedInput
}) (*TrainingCheckResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	rev := graph.Revision(args.Revision)
	if head := v.Revision(); rev > head || rev == 0 {
		return nil, graph.Errorf(graph.NotFound, "there is no revision %d", rev).WithHint("the view is of revision %d", head)
	}
	all, err := args.items()
	if err != nil {
		return nil, err
	}
	var items []training.Item
	for _, item := range all {
		if item.Receipt.Revision < rev {
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	var before []training.Finding
	if rev > 1 {
		if before, err = v.check(items, rev-1); err != nil {
			return nil, err
		}
	}
	after, err := v.check(items, rev)
	if err != nil {
		return nil, err
	}
	changed := training.Changes(before, after)
	if len(changed) == 0 {
		return nil, nil
	}
	return checkOf(rev, items, changed), nil
}

func checkOf(rev graph.Revision, items []training.Item, found []training.Finding) *TrainingCheckResolver {
	r := &TrainingCheckResolver{Revision: Revision(rev), Items: int32(len(items)), Findings: make([]*TrainingFindingResolver, len(found))}
	for i, f := range found {
		r.Findings[i] = &TrainingFindingResolver{Item: f.Item, Status: string(f.Status), Reason: f.Reason}
		if f.Fact != "" {
			id := graphql.ID(f.Fact)
			r.Findings[i].Fact = &id
		}
	}
	return r
}
