package pattern

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// truth is what a condition comes to: of null, nothing is known.
type truth int8

const (
	no truth = iota
	yes
	unknown
)

func truthOf(v Value) truth {
	switch {
	case v.Type != Boolean:
		return unknown
	case v.Number != 0:
		return yes
	}
	return no
}

func (t truth) value() Value {
	if t == unknown {
		return Value{}
	}
	return boolean(t == yes)
}

// holds reports whether a condition is true, not false or unknown.
func (x *run) holds(e *expr) bool { return x.test(e) == yes }

// test evaluates a condition.
func (x *run) test(e *expr) truth {
	switch e.op {
	case opAnd, opOr:
		decides := yes
		if e.op == opAnd {
			decides = no
		}
		found := 1 - decides
		for _, arg := range e.args {
			switch t := x.test(arg); t {
			case decides:
				return decides
			case unknown:
				found = unknown
			}
		}
		return found
	case opXor:
		found := no
		for _, arg := range e.args {
			t := x.test(arg)
			if t == unknown {
				return unknown
			}
			found ^= t
		}
		return found
	case opNot:
		switch x.test(e.args[0]) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	case opNull:
		return truthOf(boolean(x.eval(e.args[0]).Type == Any))
	case opExists:
		return truthOf(boolean(x.exists(e.sub)))
	case opEq, opLess, opAtMost, opIn, opContain, opStart, opEnd, opMatch:
		if x.v != nil && !x.charge(edgesPerUnit/2) {
			return unknown
		}
		return x.compare(e)
	}
	return truthOf(x.eval(e))
}

// compare evaluates a comparison. Of values that hold at once, one that meets
// it is enough.
func (x *run) compare(e *expr) truth {
	left, right := x.eval(e.args[0]), x.eval(e.args[1])
	if left.Type == Any || right.Type == Any {
		return unknown
	}
	lefts, rights := []Value(nil), []Value(nil)
	if left.Type == List && (e.args[0].op == opNodePart) {
		lefts = left.List
	}
	if right.Type == List && (e.args[1].op == opNodePart) && e.op != opIn {
		rights = right.List
	}
	if lefts == nil && rights == nil {
		return x.compareOne(e, left, right)
	}
	if lefts == nil {
		lefts = []Value{left}
	}
	if rights == nil {
		rights = []Value{right}
	}
	for _, l := range lefts {
		for _, r := range rights {
			if x.compareOne(e, l, r) == yes {
				return yes
			}
		}
	}
	return no
}

func (x *run) compareOne(e *expr, left, right Value) truth {
	switch e.op {
	case opEq:
		return truthOf(boolean(x.same(e, left, right, 0)))
	case opIn:
		found, texts := no, 0
		for _, r := range right.List {
			switch {
			case r.Type == Any:
				found = unknown
				continue
			case x.same(e, left, r, texts):
				return yes
			}
			if r.Type == Text {
				texts++
			}
		}
		return found
	case opLess, opAtMost:
		if left.Type != right.Type {
			return unknown
		}
		c := order(left, right)
		return truthOf(boolean(c < 0 || e.op == opAtMost && c == 0))
	case opMatch:
		return truthOf(boolean(e.re.MatchString(left.Text)))
	}
	part := []byte(nil)
	if len(e.folded) > 0 {
		part = e.folded[0]
	} else {
		part = []byte(graph.Fold(right.Text))
	}
	text := x.fold(left.Text)
	switch e.op {
	case opContain:
		return truthOf(boolean(bytes.Contains(text, part)))
	case opStart:
		return truthOf(boolean(bytes.HasPrefix(text, part)))
	default:
		return truthOf(boolean(bytes.HasSuffix(text, part)))
	}
}

// fold is [graph.Fold] into an array that the next call uses again.
func (x *run) fold(s string) []byte {
	x.buf = x.buf[:0]
	gap := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			x.buf = append(x.buf[:0], graph.Fold(s)...)
			return x.buf
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		default:
			gap = true
			continue
		}
		if gap && len(x.buf) > 0 {
			x.buf = append(x.buf, ' ')
		}
		gap = false
		x.buf = append(x.buf, c)
	}
	return x.buf
}

// same reports whether two values are equal; texts as [graph.Fold] makes them,
// unless they are codes. constant is the place of right among the folded
// constants.
func (x *run) same(e *expr, left, right Value, constant int) bool {
	if left.Type != right.Type {
		return false
	}
	switch left.Type {
	case Text:
		switch {
		case left.Text == right.Text:
			return true
		case e.exact:
			return false
		case constant < len(e.folded):
			return bytes.Equal(x.fold(left.Text), e.folded[constant])
		}
		return graph.Fold(left.Text) == graph.Fold(right.Text)
	case Date:
		return left.Text == right.Text
	case Entity:
		return left.Node == right.Node
	case Relation:
		return left.Edge.Fact == right.Edge.Fact
	case Path, List:
		if len(left.List) != len(right.List) {
			return false
		}
		for i := range left.List {
			if !x.same(e, left.List[i], right.List[i], len(e.folded)) {
				return false
			}
		}
		return true
	}
	return left.Number == right.Number
}

// order compares two values of one type: texts as lists of names are ordered,
// grades by strength, the weakest first.
func order(a, b Value) int {
	switch a.Type {
	case Text, Date:
		return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text))
	}
	switch {
	case a.Number < b.Number:
		return -1
	case a.Number > b.Number:
		return 1
	}
	return 0
}

// eval evaluates an expression.
func (x *run) eval(e *expr) Value {
	switch e.op {
	case opConst:
		return e.value
	case opNode:
		if n := x.nodes[e.slot]; n != 0 {
			return Value{Type: Entity, Node: n}
		}
		return Value{}
	case opEdge:
		if e.typ == Path {
			return x.paths[e.slot].value()
		}
		return x.rels[e.slot].value()
	case opLength:
		if w := x.paths[e.slot]; w.full {
			return number(float64(len(w.rels)))
		}
		return Value{}
	case opNodePart:
		return x.nodePart(e)
	case opEdgePart:
		return x.edgePart(e)
	}
	return x.test(e).value()
}
