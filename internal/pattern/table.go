package pattern

import (
	"maps"
	"slices"

	"missiongraph/graph"
)

// MaxRows bounds the rows, groups and distinct values that one run keeps.
const MaxRows = 100_000

// Table is what a pattern found.
type Table struct {
	Columns []Column
	// Rows are in the order that ORDER BY asks for, then by the columns from
	// left to right: entities by name and id, relations by their subject, type
	// and object, grades strongest first, null last.
	Rows [][]Value

	Truncated bool   // there may be more rows
	Reason    string // why, when Truncated: graph.ReasonBudget or graph.ReasonLimit

	plan *plan
	run  *run
}

// Match answers a pattern about what a view shows. An error is one of [Parse]
// and [Compile], or has code LIMIT or TIMEOUT. Where the work budget ends
// before the search, the rows found so far are returned, Truncated, when they
// are plain matches; what needs all matches (an order, aggregates, SKIP) is
// then LIMIT.
func Match(v *graph.View, text string, parameters map[string]any) (*Table, error) {
	q, err := Parse(text)
	if err != nil {
		return nil, err
	}
	s, err := Compile(q, v.Ontology, parameters, lookupIn(v))
	if err != nil {
		return nil, err
	}
	return s.Run(v)
}

// lookupIn returns the function that finds what a view shows: [graph.Lookup].
func lookupIn(v *graph.View) func(text string) (id string, err error) {
	return func(text string) (string, error) {
		n, err := graph.Lookup(v, text)
		if err != nil {
			return "", err
		}
		return v.Topology().Node(n).ID, nil
	}
}

// Whole returns an error of code LIMIT where the table was cut off, for those who
// can use all of its rows only; nil otherwise.
func (t *Table) Whole() error {
	if !t.Truncated {
		return nil
	}
	return graph.Errorf(graph.Limit, "the pattern matches more than can be kept: %s", t.Reason).WithHint("narrow it")
}

// Nodes lists the entities that the rows name, also as ends of relations and in
// lists, each once, in the order in which they come.
func (t *Table) Nodes() []graph.Node {
	var found []graph.Node
	seen := map[graph.Node]bool{}
	add := func(n graph.Node) {
		if n != 0 && !seen[n] {
			seen[n] = true
			found = append(found, n)
		}
	}
	var note func(list []Value)
	note = func(list []Value) {
		for i := range list {
			switch x := &list[i]; x.Type {
			case Entity:
				add(x.Node)
			case Relation:
				add(x.Node)
				add(x.Edge.Other)
			case Path, List:
				note(x.List)
			}
		}
	}
	for _, row := range t.Rows {
		note(row)
	}
	return found
}

// Run answers the statement; see [Match].
func (s *Statement) Run(v *graph.View) (*Table, error) { return s.runFrom(v, -1) }

// runFrom is Run beginning with a slot, -1 for the planner's choice.
func (s *Statement) runFrom(v *graph.View, start int) (*Table, error) {
	p := planFor(s, v, start)
	x := newRun(p)
	r := &result{x: x, t: x.t, s: s}
	table := &Table{Columns: s.Columns, plan: p, run: x}
	x.emit = r.row
	if s.grouped {
		r.groups = map[string]*rowGroup{}
		x.emit = r.group
	} else if s.distinct {
		r.seen = map[string]struct{}{}
	}
	if err := x.do(); err != nil {
		return nil, x.tooMuch(err)
	}
	if x.over || r.full {
		if s.grouped || len(s.order) > 0 || s.skip > 0 {
			return nil, x.tooMuch(graph.Errorf(graph.Limit, "the pattern matches too much"))
		}
		table.Truncated, table.Reason = true, graph.ReasonBudget
		if r.full {
			table.Reason = graph.ReasonLimit
		}
	}
	if s.grouped {
		r.finish()
	}
	table.Rows = r.sorted()
	return table, nil
}

// tooMuch says how far a run came that its budget or deadline ended.
func (x *run) tooMuch(err error) error {
	code := graph.CodeOf(err)
	if code != graph.Limit && code != graph.Timeout {
		return err
	}
	why := "the request's work budget ran out"
	if code == graph.Timeout {
		why = "the request took too long"
	} else if !x.over {
		why = "more rows than can be kept"
	}
	return (&graph.Error{Code: code, Msg: why + " after " + plural(x.found, "match", "matches") + " of the pattern", Err: err}).
		WithHint("narrow it: name an entity, give kinds and relation types, bound the lengths; explain: true shows where the work goes")
}

// result collects the matches of a run.
type result struct {
	x      *run
	t      *graph.Topology
	s      *Statement
	rows   [][]Value // the columns, then the keys of ORDER BY that are none
	slab   []Value   // what rows are cut from
	seen   map[string]struct{}
	groups map[string]*rowGroup
	kept   int // values that aggregates keep
	key    []byte
	full   bool
}

// width is the number of values kept of a row.
func (r *result) width() int {
	n := len(r.s.columns)
	for _, k := range r.s.order {
		if k.column < 0 {
			n++
		}
	}
	return n
}

// row keeps the match that is bound as a row.
func (r *result) row() bool {
	if len(r.rows) >= MaxRows {
		r.full = true
		return false
	}
	if !r.x.charge(4) {
		return false
	}
	width := r.width()
	if len(r.slab) < width {
		r.slab = make([]Value, max(width*min(1024, 2*len(r.rows)+8), width))
	}
	row := r.slab[:0:width]
	for _, e := range r.s.columns {
		row = append(row, r.x.eval(e))
	}
	if r.seen != nil {
		r.key = appendRow(r.key[:0], row)
		if _, again := r.seen[string(r.key)]; again {
			return !r.x.over
		}
		r.seen[string(r.key)] = struct{}{}
	}
	for _, k := range r.s.order {
		if k.column < 0 {
			row = append(row, r.x.eval(k.expr))
		}
	}
	if r.x.over {
		return false
	}
	r.slab = r.slab[width:]
	r.rows = append(r.rows, row)
	return true
}

func appendRow(b []byte, row []Value) []byte {
	for _, v := range row {
		b = appendKey(b, v)
	}
	return b
}

// sorted puts the rows in order and takes those that SKIP and LIMIT leave.
func (r *result) sorted() [][]Value {
	width := len(r.s.columns)
	slices.SortFunc(r.rows, func(a, b []Value) int {
		extra := width
		for _, k := range r.s.order {
			at := k.column
			if at < 0 {
				at = extra
				extra++
			}
			c := compare(r.t, a[at], b[at])
			if k.descending && a[at].Type != Any && b[at].Type != Any {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		for i := range width {
			if c := compare(r.t, a[i], b[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	rows := r.rows[min(r.s.skip, len(r.rows)):]
	if r.s.limit >= 0 {
		rows = rows[:min(r.s.limit, len(rows))]
	}
	for i := range rows {
		rows[i] = rows[i][:width:width]
	}
	return rows
}

// Bound lists the entities and relations of all matches of the statement,
// whatever LIMIT and SKIP leave of its rows: each once, at most limit entities.
// The error has code LIMIT or TIMEOUT.
func (s *Statement) Bound(v *graph.View, limit int) (*graph.Subgraph, error) {
	x := newRun(planFor(s, v, -1))
	nodes := map[graph.Node]bool{}
	edges := map[graph.FactNum]graph.SubEdge{}
	full := false
	x.emit = func() bool {
		if !x.charge(4) {
			return false
		}
		for _, g := range append([]*group{&s.must}, s.optional...) {
			for _, i := range g.nodes {
				if n := x.nodes[i]; n != 0 {
					nodes[n] = true
				}
			}
			for _, i := range g.edges {
				list := x.paths[i].rels
				if !s.edges[i].path {
					list = x.rels[i : i+1]
				}
				for _, r := range list {
					if v := r.value(); v.Type == Relation {
						nodes[v.Node], nodes[v.Edge.Other] = true, true
						edges[v.Edge.Fact] = graph.SubEdge{From: v.Node, To: v.Edge.Other, Edge: v.Edge}
					}
				}
			}
		}
		full = len(nodes) > limit
		return !full
	}
	if err := x.do(); err != nil {
		return nil, x.tooMuch(err)
	}
	g := &graph.Subgraph{TotalCount: len(nodes), TotalIsExact: !full && !x.over, Truncated: full || x.over}
	if full {
		g.Reason = graph.ReasonLimit
	} else if x.over {
		g.Reason = graph.ReasonBudget
	}
	sorted := v.SortNodes(slices.Collect(maps.Keys(nodes)))
	for _, n := range sorted[:min(limit, len(sorted))] {
		g.Nodes = append(g.Nodes, graph.SubNode{Node: n})
	}
	for _, n := range sorted[min(limit, len(sorted)):] {
		delete(nodes, n)
	}
	for _, e := range edges {
		if nodes[e.From] && nodes[e.To] {
			g.Edges = append(g.Edges, e)
		}
	}
	slices.SortFunc(g.Edges, func(a, b graph.SubEdge) int {
		return compare(x.t, Value{Type: Relation, Node: a.From, Edge: a.Edge}, Value{Type: Relation, Node: b.From, Edge: b.Edge})
	})
	return g, nil
}
