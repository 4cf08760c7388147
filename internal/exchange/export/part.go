package export

import (
	"context"
	"slices"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
	"missiongraph/internal/pattern"
)

// Part says which entities of a graph are exported. The zero Part is the whole.
type Part struct {
	Roots     []string // ids or names
	Depth     int      // steps from the roots; Unsaid for as many as the view says, else 1
	Types     []string // relation types that are followed; all where there are none
	Kinds     []string // kinds that are entered, abstract ones too; all where there are none
	Direction string   // from which end relations are followed: "OUT", "IN", or "ANY" or ""
	View      string   // name of a saved view, which says what of this is left open; "" for none
	Pattern   string   // instead of roots: the entities that its rows have
}

// Unsaid is a depth that is left open.
const Unsaid = -1

// Nodes returns the entities, nil for all.
func (p *Part) Nodes(ctx context.Context, v *graph.View) (map[graph.Node]bool, error) {
	switch {
	case p.Pattern != "" && len(p.Roots) > 0:
		return nil, graph.Errorf(graph.BadInput, "roots and a pattern at once").WithHint("choose one")
	case p.Pattern != "":
		return matched(v, p.Pattern)
	case len(p.Roots) > 0:
		return p.around(v)
	case p.narrowed():
		return nil, graph.Errorf(graph.BadInput, "depth, types, kinds, direction and view are for roots").WithHint("--roots ice, or roots=ice in an address")
	}
	return nil, nil
}

// narrowed reports whether anything is said of what lies around roots.
func (p *Part) narrowed() bool {
	return p.Depth > 0 || len(p.Types) > 0 || len(p.Kinds) > 0 || p.Direction != "" || p.View != ""
}

// saved completes a part by the saved view that it names. The view's hidden
// entities are left out of it.
func (p Part) saved(v *graph.View) (Part, []string, error) {
	var hidden []string
	if p.View != "" {
		s, ok, err := v.Source(diagram.SavedPrefix + p.View)
		if err != nil {
			return p, nil, err
		}
		if !ok {
			return p, nil, graph.Errorf(graph.NotFound, "view: there is no saved view %.60q", p.View).WithHint("a view is a source whose id is %sNAME", diagram.SavedPrefix)
		}
		view, err := diagram.ReadSaved(p.View, s.Text)
		if err != nil {
			return p, nil, err
		}
		if p.Depth == Unsaid && view.Depth != nil {
			p.Depth = *view.Depth
		}
		if len(p.Types) == 0 {
			p.Types = view.Types
		}
		if len(p.Kinds) == 0 {
			p.Kinds = view.Kinds
		}
		if p.Direction == "" {
			p.Direction = view.Direction
		}
		hidden = view.Hidden
	}
	if p.Depth == Unsaid {
		p.Depth = 1
	}
	return p, hidden, nil
}

// around returns what lies within reach of the roots.
func (p *Part) around(v *graph.View) (map[graph.Node]bool, error) {
	part, hidden, err := p.saved(v)
	if err != nil {
		return nil, err
	}
	q, err := part.query(v)
	if err != nil {
		return nil, err
	}
	found, err := graph.FindSubgraph(v, q)
	if err != nil {
		return nil, err
	}
	if found.Truncated {
		return nil, graph.Errorf(graph.Limit, "more lies around the roots than can be found (%s)", found.Reason).WithHint("fewer steps, types or kinds; or the whole graph")
	}
	nodes := make(map[graph.Node]bool, len(found.Nodes))
	for _, n := range found.Nodes {
		nodes[n.Node] = true
	}
	for _, id := range hidden {
		delete(nodes, v.Topology().Lookup(id))
	}
	return nodes, nil
}

// query reads the names in a part.
func (p *Part) query(v *graph.View) (q graph.SubgraphQuery, err error) {
	q.Depth = p.Depth
	switch strings.ToUpper(p.Direction) {
	case "OUT":
		q.Direction = graph.Out
	case "IN":
		q.Direction = graph.In
	case "", "ANY":
	default:
		return q, graph.Errorf(graph.BadInput, "unknown direction %.40q", p.Direction).WithHint("out, in or any")
	}
	for _, name := range p.Roots {
		n, err := graph.Lookup(v, name)
		if err != nil {
			return q, err
		}
		q.Roots = append(q.Roots, n)
	}
	o := v.Ontology
	for _, name := range p.Types {
		if o.Relation(name) == nil {
			return q, unknown("relation type", name, o.Relations, func(r *graph.RelationType) string { return r.Name })
		}
		q.Types = appendTerm(q.Types, v, name)
	}
	for _, name := range p.Kinds {
		if o.Kind(name) == nil {
			return q, unknown("kind", name, o.Kinds, func(k *graph.Kind) string { return k.Name })
		}
	}
	for _, name := range o.Concrete(p.Kinds) {
		q.Kinds = appendTerm(q.Kinds, v, name)
	}
	if len(p.Types) > 0 && len(q.Types) == 0 || len(p.Kinds) > 0 && len(q.Kinds) == 0 {
		q.Depth = 0 // there is none of them
	}
	return q, nil
}

func appendTerm(list []graph.Term, v *graph.View, name string) []graph.Term {
	if t := v.Term(name); t != 0 {
		return append(list, t)
	}
	return list
}

func unknown[T any](what, name string, all []T, nameOf func(T) string) error {
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = nameOf(x)
	}
	return graph.Errorf(graph.BadInput, "unknown %s %.40q", what, name).WithHint("%s", graph.DidYouMean(name, names))
}

// match answers a pattern, whole or not at all.
func match(v *graph.View, text string) (*pattern.Table, error) {
	table, err := pattern.Match(v, text, nil)
	if err != nil {
		return nil, err
	}
	if err := table.Whole(); err != nil {
		return nil, err
	}
	return table, nil
}

// matched returns the entities that the rows of a pattern have.
func matched(v *graph.View, text string) (map[graph.Node]bool, error) {
	table, err := match(v, text)
	if err != nil {
		return nil, err
	}
	nodes := map[graph.Node]bool{}
	for _, n := range table.Nodes() {
		nodes[n] = true
	}
	if len(nodes) == 0 {
		return nil, graph.Errorf(graph.NotFound, "the pattern matches no entity").
			WithHint("RETURN entities, as a in (a:Agency); its rows as a table: %s", strings.Join(Names(true), ", "))
	}
	return nodes, nil
}

// Rows answers a pattern as a table: a column for each of the pattern's. An
// entity's has its name, and one more, called like it and ".id", its id; a
// relation is its id.
func Rows(v *graph.View, text string) (*Table, error) {
	found, err := match(v, text)
	if err != nil {
		return nil, err
	}
	t := &Table{}
	var split []bool // by column of the pattern
	for _, c := range found.Columns {
		split = append(split, c.Type == pattern.Entity)
		t.Columns = append(t.Columns, c.Name)
		if c.Type == pattern.Entity {
			t.Columns = append(t.Columns, c.Name+".id")
		}
	}
	for _, row := range found.Rows {
		if err := v.Budget.Spend(1); err != nil {
			return nil, err
		}
		cells := make([]any, 0, len(t.Columns))
		for i, x := range row {
			cell, err := valueCell(v, x)
			if err != nil {
				return nil, err
			}
			cells = append(cells, cell)
			if split[i] {
				var id any
				if info := v.Topology().Node(x.Node); x.Type == pattern.Entity && info != nil {
					id = info.ID
				}
				cells = append(cells, id)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t, nil
}

// valueCell is a value of a pattern as a cell.
func valueCell(v *graph.View, x pattern.Value) (any, error) {
	switch x.Type {
	case pattern.Any:
		return nil, nil
	case pattern.Number:
		return x.Number, nil
	case pattern.Boolean:
		return x.Number != 0, nil
	case pattern.Entity:
		if info := v.Topology().Node(x.Node); info != nil {
			return info.Name, nil
		}
		return nil, nil
	case pattern.Relation:
		f, err := v.Fact(x.Edge.Fact)
		return f.ID, err
	case pattern.Path, pattern.List:
		list := make([]any, 0, len(x.List))
		for _, y := range x.List {
			cell, err := valueCell(v, y)
			if err != nil {
				return nil, err
			}
			list = append(list, cell)
		}
		return slices.Clip(list), nil
	}
	return x.String(), nil
}
