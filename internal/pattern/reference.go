package pattern

import (
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// ref compiles a variable, a part of one, or a function.
func (c *compiler) ref(x *Ref) *expr {
	name := plain(x.Name.Text)
	if x.Call != nil {
		return c.call(x)
	}
	v, ok := c.names[name]
	if !ok {
		p := c.add(x.Name.Pos, "unknown variable %s", name)
		known := slices.Sorted(maps.Keys(c.names))
		if p.Hint = graph.DidYouMean(name, known); (p.Hint == "" || len(name) < 3) && len(known) > 0 {
			p.Hint = "here it is " + anyOf(known)
		}
		return nil
	}
	switch len(x.Parts) {
	case 0:
		e := &expr{op: opNode, at: x.Name.Pos, typ: Entity, slot: v.slot, name: name}
		if v.edge {
			e.op, e.typ = opEdge, Relation
			if c.s.edges[v.slot].path {
				e.typ = Path
			}
		}
		return e
	case 1:
		if v.edge && c.s.edges[v.slot].path {
			c.add(x.Parts[0].Pos, "%s is a path, which has no parts", name).Hint =
				"length(" + name + "); a condition on each of its relations is written [" + name + `*1..3 {grade: "STATED"}]`
			return nil
		}
		return c.partOf(v, plain(x.Parts[0].Text), x.Parts[0].Pos)
	case 2:
		if v.edge && plain(x.Parts[0].Text) == "qualifiers" && !c.s.edges[v.slot].path {
			return c.qualifier(v.slot, plain(x.Parts[1].Text), x.Parts[1].Pos)
		}
	}
	c.add(x.Parts[1].Pos, "unexpected %q", "."+x.Parts[1].Text).Hint = "only r.qualifiers.name has two dots"
	return nil
}

// partOf compiles a part of an entity or relation.
func (c *compiler) partOf(v variable, name string, at lexer.Position) *expr {
	if !v.edge {
		return c.nodePart(v.slot, name, at)
	}
	if p := findPart(edgeParts, name); p != nil {
		return &expr{op: opEdgePart, at: at, typ: p.typ, exact: p.exact, slot: v.slot, part: p.part, name: name}
	}
	// Any other name is a qualifier's, unless it looks like a slip.
	if close := graph.Closest(name, partNames(edgeParts)); close != "" && len(name) > 3 {
		c.add(at, "a relation has no part %q", name).Hint = graph.DidYouMean(name, partNames(edgeParts)) +
			" A qualifier of that name is written .qualifiers." + name
		return nil
	}
	return c.qualifier(v.slot, name, at)
}

func (c *compiler) qualifier(slot int, name string, at lexer.Position) *expr {
	return &expr{op: opEdgePart, at: at, typ: Text, slot: slot, part: partQualifier, name: name}
}

func (c *compiler) nodePart(slot int, name string, at lexer.Position) *expr {
	if p := findPart(nodeParts, name); p != nil {
		return &expr{op: opNodePart, at: at, typ: p.typ, exact: p.exact, slot: slot, part: p.part, name: name}
	}
	p := c.s.o.Property(name)
	if p == nil {
		names := partNames(nodeParts)
		for _, p := range c.s.o.Properties {
			names = append(names, p.Name)
		}
		c.add(at, "unknown property %q", name).Hint = graph.DidYouMean(name, names)
		return nil
	}
	if set := c.s.nodes[slot].kinds; len(p.Kinds) > 0 && set != nil && set.len() > 0 && set.and(c.kindsOf(p.Kinds)).len() == 0 {
		c.add(at, "%s has no %s", c.words(set), name).Hint = "it is a property of " + anyOf(p.Kinds)
		return nil
	}
	e := &expr{op: opNodePart, at: at, slot: slot, part: partProperty, name: name, exact: p.Type == graph.Coded || p.Type == graph.URL}
	switch p.Type {
	case graph.Integer, graph.Decimal, graph.Quantity:
		e.typ = Number
	case graph.Boolean:
		e.typ = Boolean
	case graph.Date:
		e.typ = Date
	case graph.List:
		e.typ = Any
	default:
		e.typ = Text
	}
	if p.Many || p.Type == graph.List {
		e.typ, e.elem = List, e.typ
	}
	return e
}

var aggregates = []string{"count", "collect", "min", "max", "sum", "avg"}

// call compiles a function.
func (c *compiler) call(x *Ref) *expr {
	name := strings.ToLower(plain(x.Name.Text))
	switch {
	case name == "length":
		return c.lengthOf(x)
	case name == "idof":
		return c.idOf(x)
	case slices.Contains(aggregates, name):
		return c.aggregate(x, name)
	}
	p := c.add(x.Name.Pos, "unknown function %s", plain(x.Name.Text))
	if p.Hint = foreignFunctions[name]; p.Hint == "" {
		p.Hint = graph.DidYouMean(name, append([]string{"length", "idOf"}, aggregates...))
	}
	return nil
}

func (c *compiler) lengthOf(x *Ref) *expr {
	var arg *expr
	if len(x.Call.Args) == 1 {
		if arg = c.or(x.Call.Args[0]); arg == nil {
			return nil
		}
	}
	if arg == nil || arg.typ != Path || x.Call.Distinct {
		c.add(x.Name.Pos, "length is of one path").Hint = "name an edge of variable length: -[r:partOf*1..3]->"
		return nil
	}
	return &expr{op: opLength, at: x.Name.Pos, typ: Number, slot: arg.slot, name: arg.name}
}

// idOf compiles the id of the entity that a text names, which is known before
// the pattern runs.
func (c *compiler) idOf(x *Ref) *expr {
	var arg *expr
	if len(x.Call.Args) == 1 {
		if arg = c.or(x.Call.Args[0]); arg == nil {
			return nil
		}
	}
	if arg == nil || arg.op != opConst || arg.typ != Text || x.Call.Distinct {
		c.add(x.Name.Pos, "idOf is of one text").Hint = `an id, name, alias or acronym, written out or a parameter: {id: idOf("JTTF")}`
		return nil
	}
	id, err := c.lookup(arg.value.Text)
	if err != nil {
		if code := graph.CodeOf(err); code != graph.NotFound && code != graph.Ambiguous && c.failed == nil {
			c.failed = err
		}
		c.add(arg.at, "%s", err.Error()).Hint = graph.HintOf(err)
		return nil
	}
	return constant(x.Name.Pos, Value{Type: Text, Text: id})
}

// aggregate compiles a function over the matches of a group.
func (c *compiler) aggregate(x *Ref, name string) *expr {
	e := &expr{op: opAggregate, at: x.Name.Pos, name: name, unique: x.Call.Distinct, typ: Number}
	if x.Call.Star {
		if name != "count" || x.Call.Distinct {
			c.add(x.Name.Pos, "only count takes *, and without DISTINCT")
			return nil
		}
		return e
	}
	if len(x.Call.Args) != 1 {
		c.add(x.Name.Pos, "%s takes one value", name)
		return nil
	}
	arg := c.or(x.Call.Args[0])
	if arg == nil {
		return nil
	}
	if arg.has(opAggregate) {
		c.add(arg.at, "an aggregate within an aggregate")
		return nil
	}
	e.args = []*expr{arg}
	switch name {
	case "sum", "avg":
		if t := arg.single(); t != Number && t != Any {
			c.add(arg.at, "%s needs numbers, this is %s", name, t.words())
			return nil
		}
	case "min", "max":
		e.typ = arg.single()
	case "collect":
		e.typ, e.elem = List, arg.single()
	}
	return e
}

// has reports whether an expression contains an operation.
func (e *expr) has(o op) bool {
	return e.op == o || slices.ContainsFunc(e.args, func(arg *expr) bool { return arg.has(o) })
}
