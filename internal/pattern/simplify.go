package pattern

import "missiongraph/graph"

// simplify takes a group's conditions apart at their ANDs, folds constants and
// drops what always holds. A group with a condition that cannot hold never
// matches.
func (c *compiler) simplify(g *group) {
	var conds []*expr
	var split func(*expr)
	seen := map[string]bool{}
	equals := map[string]string{} // what a part must be, by the part
	split = func(e *expr) {
		if e = c.simple(e); e.op == opAnd {
			for _, arg := range e.args {
				split(arg)
			}
			return
		}
		if e.op == opConst {
			g.never = g.never || e.value.Type != Boolean || e.value.Number == 0
			return
		}
		key := c.s.print(e)
		if seen[key] && !e.has(opExists) { // which prints without its conditions
			return
		}
		seen[key] = true
		if part, value, ok := pins(e); ok {
			of := c.s.print(part)
			if other, pinned := equals[of]; pinned && other != value {
				g.never = true // it cannot be both
			}
			equals[of] = value
		}
		conds = append(conds, e)
	}
	for _, e := range g.conds {
		split(e)
	}
	g.conds = conds
}

// pins reports that a condition says of a part with one value what it is.
func pins(e *expr) (part *expr, value string, ok bool) {
	if e.op != opEq || e.args[1].op != opConst || e.args[1].typ != Text || e.args[0].typ != Text {
		return nil, "", false
	}
	if value = e.args[1].value.Text; !e.exact {
		value = graph.Fold(value)
	}
	return e.args[0], value, true
}

// simple folds constants: what is known without a graph is known now.
func (c *compiler) simple(e *expr) *expr {
	if e.op == opAggregate || e.op == opExists || len(e.args) == 0 {
		if e.op == opExists && e.sub.never {
			return constant(e.at, boolean(false))
		}
		return e
	}
	made := *e
	made.args = make([]*expr, len(e.args))
	constants := 0
	for i, arg := range e.args {
		made.args[i] = c.simple(arg)
		if made.args[i].op == opConst {
			constants++
		}
	}
	switch e.op {
	case opAnd, opOr:
		return made.shorten()
	case opNot:
		if inner := made.args[0]; inner.op == opNot {
			return inner.args[0]
		}
	case opEq, opLess, opAtMost, opContain, opStart, opEnd, opMatch:
		for _, arg := range made.args {
			if arg.op == opConst && arg.value.Type == Any {
				return constant(e.at, Value{}) // nothing is like null
			}
		}
	}
	if constants == len(made.args) {
		return constant(e.at, (&run{}).eval(&made))
	}
	return &made
}

// shorten drops the constants of AND and OR, and joins those within each other.
func (e *expr) shorten() *expr {
	whole := e.op == opOr // true decides an OR, false an AND
	var args []*expr
	for _, arg := range e.args {
		switch {
		case arg.op == e.op:
			args = append(args, arg.args...)
		case arg.op != opConst:
			args = append(args, arg)
		case arg.value.Type != Boolean:
			args = append(args, arg)
		case (arg.value.Number != 0) == whole:
			return constant(e.at, boolean(whole))
		}
	}
	switch {
	case len(args) == 0:
		return constant(e.at, boolean(!whole))
	case len(args) == 1:
		return args[0]
	}
	e.args = args
	return e
}
