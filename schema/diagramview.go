package schema

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/internal/diagram"
)

// DiagramViewResolver answers DiagramView.
type DiagramViewResolver struct {
	Name    string
	Title   string
	Roots   []graphql.ID
	Layout  *string
	Problem *string
}

// DiagramViews answers the saved views, good ones and bad ones.
func (q *Query) DiagramViews(ctx context.Context) ([]*DiagramViewResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := v.SourceIDs()
	if err != nil {
		return nil, err
	}
	found := []*DiagramViewResolver{}
	for _, id := range ids {
		name, ok := strings.CutPrefix(id, diagram.SavedPrefix)
		if !ok {
			continue
		}
		if err := v.Budget.Spend(1); err != nil {
			return nil, err
		}
		source, ok, err := v.Source(id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		r := &DiagramViewResolver{Name: name, Title: source.Title}
		saved, err := diagram.ReadSaved(name, source.Text)
		if err != nil {
			r.Problem = optional(err.Error())
			saved = &diagram.Saved{}
		}
		if saved.Title != "" {
			r.Title = saved.Title
		}
		r.Layout, r.Roots = optional(saved.Layout), []graphql.ID{}
		for _, root := range saved.Roots {
			r.Roots = append(r.Roots, graphql.ID(root))
		}
		found = append(found, r)
	}
	return found, nil
}
