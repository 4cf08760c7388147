package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// object is a JSON object with its fields in order.
type object struct {
	names  []string
	values map[string]any
}

// decodeOrdered reads JSON, keeping the order of fields: objects become
// *object, lists []any.
func decodeOrdered(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return decodeValue(d)
}

func decodeValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := &object{values: map[string]any{}}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			o.names = append(o.names, name.(string))
			o.values[name.(string)] = value
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}

// printTables prints an answer's data: a table for each list of objects, with
// what stands around it above, and pairs of name and value for the rest.
func (a *app) printTables(data json.RawMessage) error {
	value, err := decodeOrdered(data)
	if err != nil {
		return err
	}
	root, ok := value.(*object)
	if !ok {
		return nil
	}
	first := true
	for _, name := range root.names {
		a.printValue(name, root.values[name], &first)
	}
	return nil
}

func (a *app) printValue(title string, value any, first *bool) {
	value = unwrapConnection(value)
	space := func() {
		if !*first && a.out.tty {
			fmt.Fprintln(a.out)
		}
		*first = false
	}
	switch v := value.(type) {
	case []any:
		space()
		a.printList(title, v)
	case *object:
		pairs, lists := [][]any{}, []string{}
		for _, name := range v.names {
			inner := unwrapConnection(v.values[name])
			if _, ok := inner.([]any); ok {
				lists = append(lists, name)
				continue
			}
			if o, ok := inner.(*object); ok && hasList(o) {
				lists = append(lists, name)
				continue
			}
			pairs = append(pairs, []any{name, cell(inner)})
		}
		if len(pairs) > 0 {
			space()
			a.out.table(title, []string{"field", "value"}, pairs)
		}
		for _, name := range lists {
			a.printValue(title+"."+name, v.values[name], first)
		}
	default:
		space()
		a.out.table("", []string{"field", "value"}, [][]any{{title, cell(v)}})
	}
}

func (a *app) printList(title string, list []any) {
	var header []string
	for _, x := range list {
		if o, ok := unwrapNode(x).(*object); ok {
			for _, name := range o.names {
				if !slices.Contains(header, name) {
					header = append(header, name)
				}
			}
		}
	}
	if len(header) == 0 {
		header = []string{title}
	}
	rows := make([][]any, len(list))
	for i, x := range list {
		o, ok := unwrapNode(x).(*object)
		if !ok {
			rows[i] = []any{cell(x)}
			continue
		}
		r := make([]any, len(header))
		for j, name := range header {
			r[j] = cell(o.values[name])
		}
		rows[i] = r
	}
	a.out.table(fmt.Sprintf("%s (%d)", title, len(list)), header, rows)
}

// unwrapConnection takes the nodes or edges of a connection for the list they
// are, when nothing but paging stands beside them.
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

// unwrapNode takes an edge that has only a node for that node.
func unwrapNode(value any) any {
	if o, ok := value.(*object); ok && len(o.names) == 1 && o.names[0] == "node" {
		return o.values["node"]
	}
	return value
}

func hasList(o *object) bool {
	for _, name := range o.names {
		switch v := o.values[name].(type) {
		case []any:
			return true
		case *object:
			if hasList(v) {
				return true
			}
		}
	}
	return false
}

// cell writes a value into one cell: the fields of an object and the elements
// of a list are joined.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = cell(x)
		}
		return strings.Join(parts, "; ")
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
