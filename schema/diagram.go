package schema

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

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
	Hidden *[]graphql.ID
}

// Diagram answers the subgraph as a picture or text.
func (r *SubgraphResolver) Diagram(args diagramArgs) (*DiagramResolver, error) {
	q := diagram.Request{
		Direction: "ANY", Format: args.Format, Layout: orEmpty(args.Layout), Theme: args.Theme, Frame: args.Frame, Title: orEmpty(args.Title),
		View: orEmpty(args.View), Links: args.Links, Scale: args.Scale, Since: (*graph.Revision)(args.Since),
	}
	if args.Hidden != nil {
		q.Hidden = []string{}
		for _, id := range *args.Hidden {
			q.Hidden = append(q.Hidden, string(id))
		}
	}
	p, err := r.draw(q)
	if err != nil {
		return nil, err
	}
	content, err := p.Bytes()
	if err != nil {
		return nil, err
	}
	d := &DiagramResolver{Content: string(content), MediaType: p.MediaType, Width: p.Width, Height: p.Height,
		Nodes: int32(p.Nodes), Edges: int32(p.Edges), Truncated: optional(p.Truncated)}
	if p.Binary {
		d.Content = base64.StdEncoding.EncodeToString(content)
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
func (r *SubgraphResolver) draw(q diagram.Request) (*diagram.Picture, error) {
	hidden := map[string]bool{}
	if q.View != "" {
		saved, err := r.v.savedDiagram(q.View)
		if err != nil {
			return nil, err
		}
		q.Apply(saved)
		if q.Hidden == nil {
			q.Hidden = saved.Hidden
		}
	}
	for _, id := range q.Hidden {
		hidden[id] = true
	}
	o, err := q.Options()
	if err != nil {
		return nil, err
	}
	scene, err := r.scene(q.Title, hidden)
	if err != nil {
		return nil, err
	}
	if q.Since != nil {
		if scene, err = r.since(*q.Since, q.Title, hidden, scene); err != nil {
			return nil, err
		}
	}
	return diagram.Draw(scene, o)
}

func (r *SubgraphResolver) scene(title string, hidden map[string]bool) (*diagram.Scene, error) {
	from := diagram.Source{Title: title, Roots: r.roots, Subgraph: r.found, Collapsed: r.collapsed, Hidden: hidden}
	if info, err := r.v.session.svc.store.Info(r.v.Revision()); err == nil { // revision 0 has none
		from.Committed = info.Time
	}
	return diagram.FromSubgraph(r.v.View, from)
}

// since returns the scene with what has changed since a revision, whatever
// hypothetical changes the view has.
func (r *SubgraphResolver) since(rev graph.Revision, title string, hidden map[string]bool, after *diagram.Scene) (*diagram.Scene, error) {
	if r.asked == nil {
		return nil, graph.Errorf(graph.BadInput, "since: the subgraph of a pattern is not compared").WithHint("ask for subgraph(roots:)")
	}
	if rev == 0 { // of nothing: all is new
		none := func(string) bool { return false }
		all := func(string) bool { return true }
		return diagram.Difference(&diagram.Scene{}, after, none, all), nil
	}
	lens := r.v.Lens
	lens.Revision, lens.Time, lens.Changes = rev, time.Time{}, nil
	old, err := r.v.session.view(lens)
	if err != nil {
		return nil, err
	}
	has := func(v *view) func(string) bool { return func(id string) bool { return v.Topology().Lookup(id) != 0 } }
	var roots []graph.Node
	for _, n := range r.roots {
		if m := old.Topology().Lookup(r.v.Topology().Node(n).ID); m != 0 {
			roots = append(roots, m)
		}
	}
	was, err := old.findSubgraph(roots, *r.asked)
	if err != nil {
		return nil, err
	}
	before, err := was.scene(title, hidden)
	if err != nil {
		return nil, err
	}
	return diagram.Difference(before, after, has(old), has(r.v)), nil
}

// savedDiagram reads a saved view of the revision seen.
func (v *view) savedDiagram(name string) (*diagram.Saved, error) {
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	s, ok, err := v.Source(diagram.SavedPrefix + name)
	if err != nil {
		return nil, err
	}
	if !ok {
		ids, err := v.SourceIDs()
		if err != nil {
			return nil, err
		}
		var names []string
		for _, id := range ids {
			if saved, ok := strings.CutPrefix(id, diagram.SavedPrefix); ok {
				names = append(names, saved)
			}
		}
		hint := graph.DidYouMean(name, names)
		if hint == "" {
			hint = "a view is a source whose id is " + diagram.SavedPrefix + "NAME"
		}
		return nil, graph.Errorf(graph.NotFound, "view: there is no saved view %.60q", name).WithHint("%s", hint)
	}
	return diagram.ReadSaved(name, s.Text)
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
	if q.View != "" {
		v, err := root.on(ctx)
		if err != nil {
			return nil, err
		}
		saved, err := v.savedDiagram(q.View)
		if err != nil {
			return nil, err
		}
		q.ApplyPart(saved)
		if err := q.Check(svc.ontology); err != nil {
			return nil, err
		}
	}
	if q.Hidden == nil {
		q.Hidden = []string{} // not the view's once more
	}
	root, err := root.View(ctx, struct{ Lens lensInput }{lensOf(&q)})
	if err != nil {
		return nil, err
	}
	args := subgraphArgs{Depth: int32(q.Depth), Direction: q.Direction, Limit: int32(q.Limit), Filter: notHidden(q.Hidden)}
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
		args.Collapse = usualCollapse()
		if len(q.Collapse) > 0 {
			args.Collapse.Into = &q.Collapse
		}
	}
	found, err := root.Subgraph(ctx, args)
	if err != nil {
		return nil, err
	}
	return found.draw(q)
}

// lensOf is what a request sees of the graph at its revision.
func lensOf(q *diagram.Request) lensInput {
	in := lensInput{Deprecated: q.Deprecated}
	if q.Grade != "" {
		in.MinGrade = &q.Grade
	}
	if q.ValidAt != "" {
		day := Date(q.ValidAt)
		in.ValidAt = &day
	}
	if len(q.Readings) > 0 {
		in.Readings = &q.Readings
	}
	return in
}

// notHidden keeps a subgraph from entering entities, and what only they lead to.
func notHidden(ids []string) filterInput {
	if len(ids) == 0 {
		return filterInput{}
	}
	hidden := make([]any, len(ids))
	for i, id := range ids {
		hidden[i] = id
	}
	return filterInput{map[string]any{"not": map[string]any{"id": map[string]any{"in": hidden}}}}
}

// usualCollapse is the input Collapse with nothing said.
func usualCollapse() *collapseInput {
	return &collapseInput{Through: []string{"partOf"}, Held: []string{"Program", "Office"},
		Holding: []string{"operates", "leads", "contributesTo", "partnerIn", "uses"}}
}
