package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// unwrapConnection takes the nodes or edges of a connection for the list they
// are, when nothing stands beside them.
func unwrapConnection(value any) any {
	o, ok := value.(*object)
	if !ok {
		return value
	}
	for _, name := range []string{"nodes", "edges"} {
		if list, ok := o.values[name].([]any); ok && len(o.names) == 1 {
			return list
		}
	}
	return value
}

// unwrapEdge spreads the node of an edge over the row: its fields become the
// row's, unless the edge has a field of the same name.
func unwrapEdge(o *object) *object {
	node, ok := o.values["node"].(*object)
	if !ok {
		return o
	}
	spread := &object{values: map[string]any{}}
	add := func(name string, value any) bool {
		if _, taken := spread.values[name]; taken {
			return false
		}
		spread.names = append(spread.names, name)
		spread.values[name] = value
		return true
	}
	for _, name := range o.names {
		if name != "node" {
			add(name, o.values[name])
			continue
		}
		for _, inner := range node.names {
			if _, taken := o.values[inner]; taken || !add(inner, node.values[inner]) {
				add("node."+inner, node.values[inner])
			}
		}
	}
	return spread
}

// isScalar reports whether a list holds values only; an empty one may hold
// anything and does not count.
func isScalar(list []any) bool {
	for _, x := range list {
		if _, ok := x.(*object); ok {
			return false
		}
	}
	return len(list) > 0
}

// isPlain reports whether a list holds no objects with more than one value.
func isPlain(list []any) bool {
	for _, x := range list {
		if o, ok := x.(*object); ok && !isSingle(o) {
			return false
		}
	}
	return true
}

// isSingle reports whether an object comes down to one value.
func isSingle(o *object) bool {
	if len(o.names) != 1 {
		return false
	}
	switch v := o.values[o.names[0]].(type) {
	case *object:
		return isSingle(v)
	case []any:
		return false
	}
	return true
}

// listMark stands between the elements of a list in one cell: a line break on
// a terminal, a semicolon in a pipe.
const listMark = "\x00"

// cell writes a value into one cell; the elements of a list are joined.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return shortNumber(v)
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = cell(x)
		}
		return strings.Join(parts, listMark)
	case *object:
		parts := []string{}
		for _, name := range v.names {
			if s := cell(v.values[name]); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}

// shortNumber writes integers in full and other numbers with three places, or
// three digits when they are small.
func shortNumber(n json.Number) string {
	if !strings.ContainsAny(string(n), ".eE") {
		return string(n)
	}
	f, err := n.Float64()
	switch {
	case err != nil:
		return string(n)
	case f != 0 && math.Abs(f) < 0.001:
		return strconv.FormatFloat(f, 'g', 3, 64)
	}
	s := strconv.FormatFloat(f, 'f', 3, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
