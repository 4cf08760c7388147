package server

import "github.com/vektah/gqlparser/v2/ast"

// cost is what a selection set asks for, its fragments included.
type cost struct {
	depth      int // nested fields
	introspect int // nested fields below __schema and __type, these included
	aliases    int
	selections int
}

func (c *cost) add(other cost) {
	c.depth = max(c.depth, other.depth)
	c.introspect = max(c.introspect, other.introspect)
	c.aliases = saturate(c.aliases + other.aliases)
	c.selections = saturate(c.selections + other.selections)
}

// saturate keeps sums of sums from overflowing; no limit is that high.
func saturate(n int) int { return min(n, 1<<30) }

// meter measures a document that has been parsed but not validated: fragments
// may be missing, cyclic, or spread a hundred times. Each fragment is measured
// once, so the work is linear in the size of the document.
type meter struct {
	fragments map[string]*ast.FragmentDefinition
	measured  map[string]*cost // nil while being measured: a cycle, which validation reports
	names     map[string]int   // how often each response name is written
}

// measure checks a document against the limits that need no schema. Overlaps is
// what validation and execution compare pairwise: fields that may merge.
func measure(doc *ast.QueryDocument, limits *Limits) *problem {
	if n := len(doc.Operations) + len(doc.Fragments); n > limits.Definitions {
		return overLimit("the document has %d operations and fragments; at most %d are allowed", n, limits.Definitions)
	}
	m := meter{
		fragments: make(map[string]*ast.FragmentDefinition, len(doc.Fragments)),
		measured:  make(map[string]*cost, len(doc.Fragments)),
		names:     map[string]int{},
	}
	for _, fragment := range doc.Fragments {
		m.fragments[fragment.Name] = fragment
	}
	for _, op := range doc.Operations {
		c := m.set(op.SelectionSet)
		switch {
		case c.depth > limits.Depth:
			return overLimit("the query nests fields %d deep; at most %d are allowed", c.depth, limits.Depth).at(op.Position)
		case c.introspect > max(limits.Depth, introspectionDepth):
			return overLimit("the introspection nests fields %d deep; at most %d are allowed",
				c.introspect, max(limits.Depth, introspectionDepth)).at(op.Position)
		case c.aliases > limits.Aliases:
			return overLimit("the query has %d aliases; at most %d are allowed", c.aliases, limits.Aliases).at(op.Position)
		case c.selections > limits.Selections:
			return overLimit("the query expands to %d fields; at most %d are allowed", c.selections, limits.Selections).at(op.Position)
		}
		if p := oneMutation(op, m.fragments); p != nil {
			return p
		}
	}
	for name := range m.fragments { // also those that no operation reaches: validation walks them
		m.fragment(name)
	}
	overlaps := 0
	for _, n := range m.names {
		overlaps = saturate(overlaps + n*n)
	}
	if overlaps > limits.Overlaps {
		return overLimit("the document repeats the same field names too often").
			withHint("ask for each field once per selection set")
	}
	return nil
}

func (m *meter) set(set ast.SelectionSet) cost {
	var total cost
	for _, selection := range set {
		total.selections++
		switch selection := selection.(type) {
		case *ast.Field:
			m.names[selection.Alias]++
			total.add(m.field(selection))
		case *ast.InlineFragment:
			total.add(m.set(selection.SelectionSet))
		case *ast.FragmentSpread:
			total.add(m.fragment(selection.Name))
		}
	}
	return total
}

func (m *meter) field(field *ast.Field) cost {
	c := m.set(field.SelectionSet)
	if field.Name == "__schema" || field.Name == "__type" {
		c.introspect, c.depth = 1+max(c.depth, c.introspect), 0
	} else {
		c.depth++
	}
	if field.Alias != field.Name {
		c.aliases = saturate(c.aliases + 1)
	}
	return c
}

func (m *meter) fragment(name string) cost {
	if c, ok := m.measured[name]; ok {
		if c == nil {
			return cost{}
		}
		return *c
	}
	fragment := m.fragments[name]
	if fragment == nil {
		return cost{}
	}
	m.measured[name] = nil
	c := m.set(fragment.SelectionSet)
	m.measured[name] = &c
	return c
}

// oneMutation refuses a mutation with more than one root field: the engine runs
// them one after the other, each its own commit, and a request that fails half
// way would have no single revision to tell.
func oneMutation(op *ast.OperationDefinition, fragments map[string]*ast.FragmentDefinition) *problem {
	if op.Operation != ast.Mutation {
		return nil
	}
	keys, seen := map[string]bool{}, map[string]bool{}
	var walk func(set ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch selection := selection.(type) {
			case *ast.Field:
				if selection.Name != "__typename" {
					keys[selection.Alias] = true
				}
			case *ast.InlineFragment:
				walk(selection.SelectionSet)
			case *ast.FragmentSpread:
				if fragment := fragments[selection.Name]; fragment != nil && !seen[selection.Name] {
					seen[selection.Name] = true
					walk(fragment.SelectionSet)
				}
			}
		}
	}
	walk(op.SelectionSet)
	if len(keys) > 1 {
		return overLimit("a mutation has exactly one root field; this one has %d", len(keys)).at(op.Position).
			withHint("send one request per mutation, or put all changes into one")
	}
	return nil
}
