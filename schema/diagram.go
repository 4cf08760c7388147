package schema

import (
	"context"
	"encoding/base64"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
)

// DiagramResolver answers Diagram.
type DiagramResolver struct {
	Content   string
	MediaType string
	Width     float64
	Height    float64
	Nodes     int32
	Edges     int32
	Truncated *string
}

type diagramArgs struct {
	Format string
	Layout *string
	Theme  string
	Frame  string
	Title  *string
	View   *string
	Links  string
	Scale  float64
	Since  *Revision
}

// Diagram answers the subgraph as a picture or text.
func (r *SubgraphResolver) Diagram(ctx context.Context, args diagramArgs) (*DiagramResolver, error) {
	p, err := r.draw(ctx, diagram.Request{
		Format: args.Format, Layout: orEmpty(args.Layout), Theme: args.Theme, Frame: args.Frame, Title: orEmpty(args.Title),
		View: orEmpty(args.View), Links: args.Links, Scale: args.Scale, Since: (*graph.Revision)(args.Since),
	})
	if err != nil {
		return nil, err
	}
	d := &DiagramResolver{Content: string(p.Content), MediaType: p.MediaType, Width: p.Width, Height: p.Height,
		Nodes: int32(p.Nodes), Edges: int32(p.Edges), Truncated: optional(p.Truncated)}
	if p.Binary {
		d.Content = base64.StdEncoding.EncodeToString(p.Content)
	}
	return d, nil
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// draw writes the subgraph as a request says, whatever it says about which
// part of the graph to draw.
func (r *SubgraphResolver) draw(ctx context.Context, q diagram.Request) (*diagram.Picture, error) {
	scene, err := diagram.FromSubgraph(r.v.View, diagram.Source{
		Title: q.Title, Roots: r.query.Roots, Subgraph: r.found, Collapsed: r.collapsed,
	})
	if err != nil {
		return nil, err
	}
	o, err := q.Options()
	if err != nil {
		return nil, err
	}
	return diagram.Draw(scene, o)
}

// Draw answers a request for a diagram made outside GraphQL. It must be called
// within a session: see [Service.Begin]. Texts that name no root, kind or
// relation type are refused with what may have been meant.
func (svc *Service) Draw(ctx context.Context, q diagram.Request) (*diagram.Picture, error) {
	if err := q.Check(svc.ontology); err != nil {
		return nil, err
	}
	root := &Query{}
	if q.Revision != nil {
		var err error
		if root, err = root.View(ctx, struct{ Lens lensInput }{lensInput{Revision: (*Revision)(q.Revision)}}); err != nil {
			return nil, err
		}
	}
	args := subgraphArgs{Depth: int32(q.Depth), Direction: q.Direction, Limit: int32(q.Limit)}
	for _, id := range q.Roots {
		args.Roots = append(args.Roots, graphql.ID(id))
	}
	if len(q.Types) > 0 {
		args.Types = &q.Types
	}
	if len(q.Kinds) > 0 {
		args.Kinds = &q.Kinds
	}
	if q.Collapse != nil {
		args.Collapse = &collapseInput{Through: []string{"partOf"}}
		if len(q.Collapse) > 0 {
			args.Collapse.Into = &q.Collapse
		}
	}
	found, err := root.Subgraph(ctx, args)
	if err != nil {
		return nil, err
	}
	return found.draw(ctx, q)
}
