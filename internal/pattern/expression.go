package pattern

import (
	"fmt"
	"maps"
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
