package export

import (
	"context"
	"slices"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/pattern"
)

// Part says which entities of a graph are exported. The zero Part is the whole.
type Part struct {
	Roots   []string // ids or names
	Depth   int      // steps from the roots
	Types   []string // relation types that are followed; all where there are none
	Pattern string   // instead of roots: the entities that its rows have
}

// Nodes returns the entities, nil for all.
func (p *Part) Nodes(ctx context.Context, v *graph.View) (map[graph.Node]bool, error) {
	switch {
	case p.Pattern != "" && len(p.Roots) > 0:
		return nil, graph.Errorf(graph.BadInput, "roots and a pattern at once").WithHint("choose one")
	case p.Pattern != "":
		return matched(ctx, v, p.Pattern)
	case len(p.Roots) > 0:
		return p.around(v)
	case len(p.Types) > 0:
		return nil, graph.Errorf(graph.BadInput, "types without roots").WithHint("types are those followed from the roots")
	}
	return nil, nil
}

// around returns what lies within reach of the roots.
func (p *Part) around(v *graph.View) (map[graph.Node]bool, error) {
	q := graph.SubgraphQuery{Depth: p.Depth}
	for _, name := range p.Roots {
		n, err := graph.Lookup(v, name)
		if err != nil {
			return nil, err
		}
		q.Roots = append(q.Roots, n)
	}
	for _, name := range p.Types {
		if v.Ontology.Relation(name) == nil {
			var names []string
			for _, r := range v.Ontology.Relations {
				names = append(names, r.Name)
			}
			return nil, graph.Errorf(graph.BadInput, "unknown relation type %.40q", name).WithHint("%s", graph.DidYouMean(name, names))
		}
		if t := v.Term(name); t != 0 {
			q.Types = append(q.Types, t)
		}
	}
	if len(p.Types) > 0 && len(q.Types) == 0 {
		q.Depth = 0 // none of that type
	}
	found, err := graph.FindSubgraph(v, q)
	if err != nil {
		return nil, err
	}
	nodes := make(map[graph.Node]bool, len(found.Nodes))
	for _, n := range found.Nodes {
		nodes[n.Node] = true
	}
	return nodes, nil
}

// match answers a pattern, whole or not at all.
func match(v *graph.View, text string) (*pattern.Table, error) {
	table, err := pattern.Match(v, text, nil)
	if err != nil {
		return nil, err
	}
	if table.Truncated {
		return nil, graph.Errorf(graph.Limit, "the pattern matches more than can be kept (%s)", table.Reason).WithHint("narrow it")
	}
	return table, nil
}

// matched returns the entities that the rows of a pattern have.
func matched(ctx context.Context, v *graph.View, text string) (map[graph.Node]bool, error) {
	table, err := match(v, text)
	if err != nil {
		return nil, err
	}
	nodes := map[graph.Node]bool{}
	var note func(x pattern.Value)
	note = func(x pattern.Value) {
		switch x.Type {
		case pattern.Entity:
			nodes[x.Node] = true
		case pattern.Relation:
			nodes[x.Node], nodes[x.Edge.Other] = true, true
		case pattern.Path, pattern.List:
			for _, y := range x.List {
				note(y)
			}
		}
	}
	for _, row := range table.Rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, x := range row {
			note(x)
		}
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
