package seed

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
)

// value reads an attribute's value. Text, whole numbers, decimals, true and
// false, and lists of them stand as they are; other types are written as a
// mapping with one telling key: {date: "2018-12-04"}, {url: ...}, {code: ...},
// {text: ...} for running text, {number: 400, comparator: more than, unit: ...}
// for a quantity.
func (p *page) value(n ast.Node) (graph.Value, bool) {
	switch x := n.(type) {
	case *ast.StringNode:
		return graph.Value{Type: graph.String, Text: x.Value}, true
	case *ast.LiteralNode:
		s, ok := p.reader.text(n)
		return graph.Value{Type: graph.Text, Text: s}, ok
	case *ast.IntegerNode:
		i, ok := p.integer(n)
		return graph.Value{Type: graph.Integer, Integer: int64(i)}, ok
	case *ast.FloatNode:
		return graph.Value{Type: graph.Decimal, Number: x.Value}, true
	case *ast.BoolNode:
		v := graph.Value{Type: graph.Boolean}
		if x.Value {
			v.Integer = 1
		}
		return v, true
	case *ast.SequenceNode:
		v := graph.Value{Type: graph.List}
		for _, item := range x.Values {
			if _, ok := item.(*ast.SequenceNode); ok {
				p.bad(item, "a list cannot stand within a list")
				return v, false
			}
			one, ok := p.value(item)
			if !ok {
				return v, false
			}
			v.List = append(v.List, one)
		}
		return v, true
	case *ast.MappingNode, *ast.MappingValueNode:
		return p.typedValue(n)
	}
	p.bad(n, "expected a value, found %s", kindOf(n))
	return graph.Value{}, false
}

var typedValues = map[string]graph.ValueType{"date": graph.Date, "url": graph.URL, "code": graph.Coded, "text": graph.Text}

func (p *page) typedValue(n ast.Node) (graph.Value, bool) {
	m := p.mapping(n, "a value", "date", "url", "code", "text", "number", "comparator", "unit")
	if m == nil {
		return graph.Value{}, false
	}
	if number, ok := m.values["number"]; ok {
		v := graph.Value{Type: graph.Quantity, Comparator: m.text("comparator"), Unit: m.text("unit")}
		switch x := number.(type) {
		case *ast.IntegerNode:
			i, ok := p.integer(number)
			v.Number = float64(i)
			return v, ok && p.only(m, "number", "comparator", "unit")
		case *ast.FloatNode:
			v.Number = x.Value
			return v, p.only(m, "number", "comparator", "unit")
		}
		p.bad(number, "expected a number, found %s", kindOf(number)).Hint = "write it in digits without separators, as 20000"
		return v, false
	}
	for _, key := range m.keys {
		if t, ok := typedValues[key]; ok {
			s := m.text(key)
			return graph.Value{Type: t, Text: s}, s != "" && p.only(m, key)
		}
	}
	p.bad(n, "expected a value: one of the keys date, url, code, text or number")
	return graph.Value{}, false
}

// only reports keys that do not go together with the ones given.
func (p *page) only(m *mapping, keys ...string) bool {
	for _, key := range m.keys {
		if !strings.Contains(" "+strings.Join(keys, " ")+" ", " "+key+" ") {
			p.loader.problems().Add(m.at(key), graph.BadInput, "%q does not go together with %q", key, keys[0])
			return false
		}
	}
	return true
}
