package pattern

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// single is the type of what is compared: a list of values that hold at once
// compares as each of them.
func (e *expr) single() Type {
	if e.typ == List && e.op == opNodePart {
		return e.elem
	}
	return e.typ
}

// equal compiles left = right.
func (c *compiler) equal(left, right *expr, at lexer.Position) *expr {
	if left.op == opConst && right.op != opConst {
		left, right = right, left
	}
	left, right, ok := c.comparable(left, right, at)
	if !ok || !c.codes(left, right, at) || !c.codes(right, left, at) {
		return nil
	}
	c.named(left, right)
	e := &expr{op: opEq, at: left.at, typ: Boolean, exact: left.exact || right.exact, args: []*expr{left, right}}
	e.fold()
	return e
}

// named keeps what the id or name of an entity is to be.
func (c *compiler) named(left, right *expr) {
	if left.op != opNodePart || left.part != partID && left.part != partName || right.op != opConst {
		return
	}
	for _, v := range append([]Value{right.value}, right.value.List...) {
		if v.Type == Text {
			c.s.Named = append(c.s.Named, Named{v.Text, left.part == partID})
		}
	}
}

// less compiles an order.
func (c *compiler) less(o op, left, right *expr, at lexer.Position) *expr {
	left, right, ok := c.comparable(left, right, at)
	if !ok {
		return nil
	}
	for _, e := range []*expr{left, right} {
		switch e.single() {
		case Entity, Relation, Path, Boolean, List:
			c.add(e.at, "%s has no order", e.typ.words())
			return nil
		}
	}
	return &expr{op: o, at: left.at, typ: Boolean, args: []*expr{left, right}}
}

// comparable checks that two expressions are of one type, and makes a constant
// text a date or grade when it is compared with one.
func (c *compiler) comparable(left, right *expr, at lexer.Position) (l, r *expr, ok bool) {
	a, b := left.single(), right.single()
	switch {
	case a == Any || b == Any || a == b:
		return left, right, true
	case right.op == opConst && right.typ == Text && (a == Date || a == Grade):
		right = c.literalOf(a, right)
		return left, right, right != nil
	case left.op == opConst && left.typ == Text && (b == Date || b == Grade):
		left = c.literalOf(b, left)
		return left, right, left != nil
	}
	p := c.add(at, "%s cannot be compared with %s", a.words(), b.words())
	if a == Entity || b == Entity {
		p.Hint = "an entity has parts: .id, .name"
	}
	return nil, nil, false
}

// literalOf makes a constant text a date or grade.
func (c *compiler) literalOf(t Type, e *expr) *expr {
	made := *e
	made.typ = t
	switch t {
	case Date:
		if !graph.IsDate(e.value.Text) {
			c.add(e.at, "%q is not a date", e.value.Text).Hint = "as 2018-12-04"
			return nil
		}
		made.value.Type = Date
	case Grade:
		g, ok := graph.ParseGrade(e.value.Text)
		if !ok {
			var names []string
			for _, g := range graph.Grades() {
				names = append(names, g.String())
			}
			c.oneOf(e.at, "grade", e.value.Text, names)
			return nil
		}
		made.value = grade(g)
	}
	return &made
}

func (c *compiler) oneOf(at lexer.Position, what, got string, names []string) {
	p := c.add(at, "%q is no %s", got, what)
	if p.Hint = graph.DidYouMean(got, names); p.Hint == "" && len(names) > 0 {
		p.Hint = what + "s here: " + strings.Join(names[:min(len(names), 12)], ", ")
	}
}

// codes checks that constants compared with a coded part are codes it can have.
func (c *compiler) codes(of, with *expr, at lexer.Position) bool {
	if with.op != opConst {
		return true
	}
	names, what := c.codesOf(of)
	if names == nil {
		return true
	}
	for _, v := range append(with.value.List, with.value) {
		if v.Type == Text && !slices.Contains(names, v.Text) {
			c.oneOf(at, what, v.Text, names)
			return false
		}
	}
	return true
}

// codesOf returns the texts a part can be, nil for any.
func (c *compiler) codesOf(e *expr) (names []string, what string) {
	o := c.s.o
	switch {
	case e.op == opNodePart && e.part == partKind:
		return c.s.concrete, "concrete kind"
	case e.op == opNodePart && e.part == partForm:
		names = []string{}
		for i, k := range c.s.concrete {
			if set := c.s.nodes[e.slot].kinds; set != nil && !set[i] {
				continue
			}
			for _, f := range o.Kind(k).Forms {
				names = append(names, f.Name)
			}
		}
		return names, "form"
	case e.op == opNodePart && e.part == partProperty:
		return o.Property(e.name).Codes, "code"
	case e.op == opEdgePart && e.part == partType:
		names = []string{}
		for _, r := range c.typesOf(&c.s.edges[e.slot]) {
			names = append(names, r.Name)
		}
		return names, "relation type"
	case e.op == opEdgePart && e.part == partVerb:
		for _, r := range c.typesOf(&c.s.edges[e.slot]) {
			if len(r.Verbs) == 0 && c.s.edges[e.slot].types != nil {
				return nil, "" // it may have any
			}
			for _, v := range r.Verbs {
				names = append(names, v.Name)
			}
		}
		return names, "verb"
	case e.op == opEdgePart && e.part == partRank:
		return []string{graph.Normal.String(), graph.Preferred.String(), graph.Deprecated.String()}, "rank"
	}
	return nil, ""
}

// in compiles left IN right.
func (c *compiler) in(left, right *expr, at lexer.Position) *expr {
	if right.typ != List && right.typ != Any {
		c.add(at, "IN needs a list, this is %s", right.typ.words())
		return nil
	}
	list := *right
	list.value.List = slices.Clone(right.value.List)
	for i := range list.value.List {
		_, one, ok := c.comparable(left, &expr{op: opConst, at: at, typ: list.value.List[i].Type, value: list.value.List[i]}, at)
		if !ok {
			return nil
		}
		list.value.List[i] = one.value
	}
	if !c.codes(left, &list, at) {
		return nil
	}
	c.named(left, &list)
	e := &expr{op: opIn, at: left.at, typ: Boolean, exact: left.exact, args: []*expr{left, &list}}
	e.fold()
	return e
}

// textTest compiles CONTAINS, STARTS WITH or ENDS WITH.
func (c *compiler) textTest(o op, name string, left, right *expr, at lexer.Position) *expr {
	for _, e := range []*expr{left, right} {
		if t := e.single(); t != Text && t != Any {
			c.add(e.at, "%s needs texts, this is %s", name, t.words())
			return nil
		}
	}
	e := &expr{op: o, at: left.at, typ: Boolean, args: []*expr{left, right}}
	e.fold()
	return e
}

// matches compiles left =~ right.
func (c *compiler) matches(left, right *expr, at lexer.Position) *expr {
	if t := left.single(); t != Text && t != Any {
		c.add(left.at, "=~ needs a text, this is %s", t.words())
		return nil
	}
	if right.op != opConst || right.typ != Text {
		c.add(at, "=~ needs a regular expression").Hint = "a text written out, or a parameter"
		return nil
	}
	re, err := graph.Pattern(right.value.Text, false)
	if err != nil {
		c.add(at, "%s", err.Error()).Hint = graph.HintOf(err)
		return nil
	}
	return &expr{op: opMatch, at: left.at, typ: Boolean, args: []*expr{left, right}, re: re}
}

// fold keeps what a comparison makes of its constants.
func (e *expr) fold() {
	e.folded = nil
	right := e.args[1]
	if right.op != opConst || e.exact {
		return
	}
	for _, v := range append([]Value{right.value}, right.value.List...) {
		if v.Type == Text {
			e.folded = append(e.folded, []byte(graph.Fold(v.Text)))
		}
	}
}
