package pattern

import (
	"fmt"
	"math"
	"strings"

	"missiongraph/graph"
)

// Operator is a line of a plan.
type Operator struct {
	Depth     int    // 0, or deeper for what belongs to the Optional or Exists before it
	Name      string // as "Expand"
	Details   string // as "(d)-[r:uses]->(p)"
	Estimated float64
	Actual    int // rows that came out of it
}

// Plan returns what the search did, in the order in which it was done.
func (t *Table) Plan() []Operator {
	x := &explainer{p: t.plan, rows: t.run.rows}
	x.program(&t.plan.main, 0)
	s := t.plan.s
	rows := t.plan.main.rows
	last := func(name, details string, rows float64, actual int) {
		x.list = append(x.list, Operator{0, name, details, math.Round(rows), actual})
	}
	var columns []string
	for i, e := range s.columns {
		if columns = append(columns, s.print(e)); s.Columns[i].Name != columns[i] {
			columns[i] += " AS " + s.Columns[i].Name
		}
	}
	found := len(t.Rows)
	if s.limit >= 0 && len(t.Rows) == s.limit || s.skip > 0 {
		found = max(found, len(t.Rows)+s.skip)
	}
	switch {
	case s.grouped:
		last("Aggregate", strings.Join(columns, ", "), max(math.Sqrt(rows), 1), found)
	case s.distinct:
		last("Distinct", strings.Join(columns, ", "), rows, found)
	default:
		last("Project", strings.Join(columns, ", "), rows, found)
	}
	var keys []string
	for _, k := range s.order {
		key := ""
		if k.column >= 0 {
			key = s.Columns[k.column].Name
		} else {
			key = s.print(k.expr)
		}
		if k.descending {
			key += " DESC"
		}
		keys = append(keys, key)
	}
	last("Sort", strings.Join(append(keys, "the columns"), ", "), rows, found)
	if s.skip > 0 || s.limit >= 0 {
		details := ""
		if s.skip > 0 {
			details = fmt.Sprintf("skip %d ", s.skip)
		}
		if s.limit >= 0 {
			details += fmt.Sprintf("at most %d", s.limit)
			rows = min(rows, float64(s.limit))
		}
		last("Limit", strings.TrimSpace(details), rows, len(t.Rows))
	}
	return x.list
}

// PlanText returns the plan as lines for people.
func PlanText(plan []Operator) string {
	var b strings.Builder
	for _, o := range plan {
		left := strings.Repeat("  ", o.Depth) + o.Name
		fmt.Fprintf(&b, "%-12s %-58s estimated %-8.0f rows %d\n", left, o.Details, o.Estimated, o.Actual)
	}
	return b.String()
}

type explainer struct {
	p    *plan
	rows []int
	list []Operator
}

func (x *explainer) program(p *program, depth int) {
	for _, s := range p.steps {
		o := Operator{Depth: depth, Estimated: math.Round(s.rows), Actual: x.rows[s.place]}
		switch s.op {
		case stepSeek:
			o.Name, o.Details = "Seek", x.p.s.node(s.node)+" by id or name"
		case stepScan:
			o.Name, o.Details = "Scan", x.p.s.node(s.node)
		case stepExpand, stepWalk:
			o.Name = "Expand"
			if s.op == stepWalk {
				o.Name = "Walk"
			}
			if s.into {
				o.Name += "Into"
			}
			o.Details = x.p.s.edge(s.edge, s.back)
		case stepOptional:
			o.Name = "Optional"
			depth++
		case stepEnd:
			depth--
			continue
		}
		if o.Name != "" {
			x.list = append(x.list, o)
		}
		estimated := s.rows
		for _, c := range s.conds {
			estimated *= selectivity(c.expr)
			at := o.Depth
			x.list = append(x.list, Operator{at, "Filter", x.p.s.print(c.expr), math.Round(estimated), x.rows[c.place]})
			x.exists(c.expr, at+1)
		}
	}
}

// exists shows the programs of an expression's EXISTS.
func (x *explainer) exists(e *expr, depth int) {
	if e.op == opExists {
		x.program(x.p.subs[e.sub], depth)
	}
	for _, arg := range e.args {
		x.exists(arg, depth)
	}
}

// node prints a node of the pattern with the kinds it can be.
func (s *Statement) node(slot int) string {
	n := &s.nodes[slot]
	var names []string
	for i, in := range n.kinds {
		if in {
			names = append(names, s.concrete[i])
		}
	}
	if len(names) > 4 {
		names = []string{names[0], names[1], names[2], fmt.Sprintf("and %d more", len(names)-3)}
	}
	label := ""
	if names != nil {
		label = ":" + strings.Join(names, "|")
	}
	return "(" + s.nodeName(slot) + label + ")"
}

func (s *Statement) nodeName(slot int) string {
	if s.nodes[slot].name == "" {
		return fmt.Sprintf("#%d", slot+1)
	}
	return s.nodes[slot].name
}

// edge prints an edge as it is followed.
func (s *Statement) edge(slot int, back bool) string {
	e := &s.edges[slot]
	inner := e.name
	if e.types != nil {
		inner += ":" + strings.Join(e.types, "|")
	}
	if e.path {
		inner += fmt.Sprintf("*%d..%d", e.min, e.max)
	}
	left, right, dir, from, to := "-", "-", e.dir, e.from, e.to
	if back {
		from, to, dir = to, from, dir.Reverse()
	}
	switch dir {
	case graph.Out:
		right = "->"
	case graph.In:
		left = "<-"
	}
	return fmt.Sprintf("(%s)%s[%s]%s%s", s.nodeName(from), left, inner, right, s.node(to))
}

var infix = map[op]string{opAnd: " AND ", opOr: " OR ", opXor: " XOR ", opEq: " = ", opLess: " < ", opAtMost: " <= ", opIn: " IN ",
	opContain: " CONTAINS ", opStart: " STARTS WITH ", opEnd: " ENDS WITH ", opMatch: " =~ "}

// print writes an expression for people, and so that equal ones print the same.
func (s *Statement) print(e *expr) string {
	switch e.op {
	case opConst:
		return printValue(e.value)
	case opNode:
		return s.nodeName(e.slot)
	case opEdge:
		return or(e.name, fmt.Sprintf("r#%d", e.slot+1))
	case opNodePart:
		return s.nodeName(e.slot) + "." + e.name
	case opEdgePart:
		return or(s.edges[e.slot].name, fmt.Sprintf("r#%d", e.slot+1)) + "." + e.name
	case opLength:
		return "length(" + e.name + ")"
	case opNot:
		return "NOT " + s.print(e.args[0])
	case opNull:
		return s.print(e.args[0]) + " IS NULL"
	case opExists:
		var edges []string
		for _, i := range e.sub.edges {
			edges = append(edges, s.edge(i, false))
		}
		return fmt.Sprintf("EXISTS {%s}", or(strings.Join(edges, ", "), s.isolated(e.sub)))
	case opAggregate:
		arg := "*"
		if len(e.args) > 0 {
			arg = s.print(e.args[0])
		}
		if e.unique {
			arg = "DISTINCT " + arg
		}
		return e.name + "(" + arg + ")"
	}
	parts := make([]string, len(e.args))
	for i, arg := range e.args {
		parts[i] = s.print(arg)
	}
	text := strings.Join(parts, infix[e.op])
	if e.op == opAnd || e.op == opOr || e.op == opXor {
		text = "(" + text + ")"
	}
	return text
}

func (s *Statement) isolated(g *group) string {
	var nodes []string
	for _, n := range g.nodes {
		nodes = append(nodes, s.node(n))
	}
	return strings.Join(nodes, ", ")
}

func printValue(v Value) string {
	switch v.Type {
	case Any:
		return "NULL"
	case Text, Date:
		return quoted(v.Text)
	case Grade:
		return quoted(v.String())
	case Boolean:
		return strings.ToUpper(v.String())
	case List:
		parts := make([]string, len(v.List))
		for i, x := range v.List {
			parts[i] = printValue(x)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.String()
}
