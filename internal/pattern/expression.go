package pattern

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// The methods here compile expressions. They return nil where they have added
// a problem.

func (c *compiler) or(x *Or) *expr   { return junction(c, opOr, x.Terms, (*compiler).xor) }
func (c *compiler) xor(x *Xor) *expr { return junction(c, opXor, x.Terms, (*compiler).and) }
func (c *compiler) and(x *And) *expr { return junction(c, opAnd, x.Terms, (*compiler).not) }

// junction compiles terms; a single one is itself.
func junction[T any](c *compiler, o op, terms []T, compile func(*compiler, T) *expr) *expr {
	if len(terms) == 1 {
		return compile(c, terms[0])
	}
	e := &expr{op: o, typ: Boolean}
	for _, t := range terms {
		if arg := compile(c, t); arg != nil && c.condition(arg, "AND, OR and XOR") {
			e.args = append(e.args, arg)
		}
	}
	if len(e.args) < len(terms) {
		return nil
	}
	e.at = e.args[0].at
	return e
}

func (c *compiler) not(x *Not) *expr {
	e := c.test(x.Test)
	if e == nil || len(x.Nots) > 0 && !c.condition(e, "NOT") {
		return nil
	}
	if len(x.Nots)%2 == 1 {
		e = negate(e)
	}
	return e
}

func negate(e *expr) *expr { return &expr{op: opNot, at: e.at, typ: Boolean, args: []*expr{e}} }

// condition checks that e is true or false.
func (c *compiler) condition(e *expr, where string) bool {
	if e.typ != Boolean && e.typ != Any {
		c.add(e.at, "%s needs a condition, this is %s", where, e.typ.words())
		return false
	}
	return true
}

func (c *compiler) test(x *Test) *expr {
	left := c.operand(x.Left)
	if x.Is {
		if left == nil {
			return nil
		}
		e := &expr{op: opNull, at: left.at, typ: Boolean, args: []*expr{left}}
		if x.Present {
			return negate(e)
		}
		return e
	}
	if x.Right == nil {
		return left
	}
	right := c.operand(x.Right)
	if left == nil || right == nil {
		return nil
	}
	at := x.Right.Pos
	switch x.op() {
	case "=":
		return c.equal(left, right, at)
	case "<>":
		if e := c.equal(left, right, at); e != nil {
			return negate(e)
		}
		return nil
	case "<":
		return c.less(opLess, left, right, at)
	case "<=":
		return c.less(opAtMost, left, right, at)
	case ">":
		return c.less(opLess, right, left, at)
	case ">=":
		return c.less(opAtMost, right, left, at)
	case "IN":
		return c.in(left, right, at)
	case "=~":
		return c.matches(left, right, at)
	case "CONTAINS":
		return c.textTest(opContain, "CONTAINS", left, right, at)
	case "STARTS WITH":
		return c.textTest(opStart, "STARTS WITH", left, right, at)
	default:
		return c.textTest(opEnd, "ENDS WITH", left, right, at)
	}
}

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
	e := &expr{op: opEq, at: left.at, typ: Boolean, exact: left.exact || right.exact, args: []*expr{left, right}}
	e.fold()
	return e
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
	if len(right.value.Text) > 1000 {
		c.add(at, "the regular expression is longer than 1000 bytes")
		return nil
	}
	re, err := regexp.Compile(right.value.Text)
	if err != nil {
		c.add(at, "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: ")).Hint = "RE2 syntax, as (?i)task force"
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

func constant(at lexer.Position, v Value) *expr {
	e := &expr{op: opConst, at: at, typ: v.Type, value: v}
	if v.Type == List && len(v.List) > 0 {
		e.elem = v.List[0].Type
	}
	return e
}

func (c *compiler) operand(x *Operand) *expr {
	switch {
	case x.Number != nil:
		n, err := strconv.ParseFloat(*x.Number, 64)
		if err != nil {
			c.add(x.Pos, "%s is too large a number", *x.Number)
			return nil
		}
		return constant(x.Pos, number(n))
	case x.Text != nil:
		return constant(x.Pos, Value{Type: Text, Text: unquoted(*x.Text)})
	case x.Const != nil:
		switch strings.ToUpper(*x.Const) {
		case "NULL":
			return constant(x.Pos, Value{})
		default:
			return constant(x.Pos, boolean(strings.EqualFold(*x.Const, "TRUE")))
		}
	case x.Param != nil:
		return c.parameter(x)
	case x.List != nil:
		list := Value{Type: List}
		for _, item := range x.List.Items {
			e := c.operand(item)
			if e == nil {
				return nil
			}
			if e.op != opConst || e.typ == List {
				c.add(item.Pos, "a list holds values written out, or parameters")
				return nil
			}
			list.List = append(list.List, e.value)
		}
		return constant(x.Pos, list)
	case x.Exists != nil:
		return c.exists(x)
	case x.Ref != nil:
		return c.ref(x.Ref)
	default:
		return c.or(x.Group)
	}
}

func (c *compiler) parameter(x *Operand) *expr {
	name := strings.TrimPrefix(*x.Param, "$")
	given, ok := c.parameters[name]
	c.used[name] = true
	if !ok {
		c.add(x.Pos, "the parameter $%s is not given", name).Hint = graph.DidYouMean(name, slices.Sorted(maps.Keys(c.parameters)))
		return nil
	}
	v, err := valueOf(given)
	if err != nil {
		c.add(x.Pos, "$%s: %v", name, err)
		return nil
	}
	return constant(x.Pos, v)
}

// valueOf is a parameter as a value.
func valueOf(given any) (Value, error) {
	switch x := given.(type) {
	case nil:
		return Value{}, nil
	case string:
		return Value{Type: Text, Text: x}, nil
	case float64:
		return number(x), nil
	case bool:
		return boolean(x), nil
	case []any:
		list := Value{Type: List}
		for _, item := range x {
			v, err := valueOf(item)
			if err != nil || v.Type == List {
				return v, fmt.Errorf("a list of what is neither text, number nor true or false")
			}
			list.List = append(list.List, v)
		}
		return list, nil
	}
	return Value{}, fmt.Errorf("neither text, number, true or false, null, nor a list of such")
}

// exists compiles EXISTS { pattern }: its names end with it.
func (c *compiler) exists(x *Operand) *expr {
	outer := maps.Clone(c.names)
	before := len(c.found)
	g := &group{}
	c.group(g, []*Body{x.Exists})
	c.names = outer
	if len(c.found) > before {
		return nil
	}
	return &expr{op: opExists, at: x.Pos, typ: Boolean, sub: g}
}
