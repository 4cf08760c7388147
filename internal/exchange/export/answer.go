package export

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
)

// member is a field of an object of an answer.
type member struct {
	name  string
	value any // nil, string, float64, bool, []any, or []member for an object
}

// Answer makes a table of the data of a GraphQL answer: of its one list, or of
// what stands in it where there is none. Fields of objects in a row are columns
// with dots, as subject.name; so are, before them, those of the objects around the
// list, but for what a connection says of itself. The nodes and edges of a
// connection are the list that they are; a list within a row is one cell. An
// answer with several lists has the code BAD_INPUT.
func Answer(data []byte) (*Table, error) {
	d := jsontext.NewDecoder(bytes.NewReader(data))
	value, err := decode(d)
	if err != nil {
		return nil, err
	}
	root, ok := value.([]member)
	if !ok {
		return nil, graph.Errorf(graph.NotFound, "the answer has no data")
	}
	var found []place
	lists(root, place{}, &found)
	switch {
	case len(found) == 0:
		return rowsOf(nil, []any{root}), nil
	case len(found) == 1:
		return rowsOf(found[0].around, found[0].list), nil
	}
	names := make([]string, len(found))
	for i := range found {
		names[i] = strings.Join(found[i].path, ".")
	}
	return nil, graph.Errorf(graph.BadInput, "the answer has %d lists, and a table has one: %s", len(found), strings.Join(names, ", ")).
		WithHint("ask for one of them")
}

// decode reads a value and keeps the order of fields. Numbers stay as they are
// written.
func decode(d *jsontext.Decoder) (any, error) {
	switch d.PeekKind() {
	case '{':
		return decodeObject(d)
	case '[':
		return decodeList(d)
	case '0':
		v, err := d.ReadValue()
		return v.Clone(), err
	}
	var x any
	err := json.UnmarshalDecode(d, &x)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return x, err
}

func decodeObject(d *jsontext.Decoder) (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	fields := []member{}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		value, err := decode(d)
		if err != nil {
			return nil, err
		}
		fields = append(fields, member{key, value})
	}
	_, err := d.ReadToken()
	return fields, err
}

func decodeList(d *jsontext.Decoder) (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	list := []any{}
	for d.PeekKind() != ']' {
		x, err := decode(d)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	_, err := d.ReadToken()
	return list, err
}

// place is a list and where it is.
type place struct {
	path   []string
	around []member // values of the objects that it is in
	list   []any
}

// lists finds the lists of objects that no other list is around.
func lists(fields []member, p place, found *[]place) {
	var beside []member
	for _, f := range fields {
		if _, isList := f.value.([]any); !isList && !isObject(f.value) {
			beside = append(beside, member{strings.Join(append(slices.Clone(p.path), f.name), "."), f.value})
		}
	}
	for _, f := range fields {
		at := place{path: append(slices.Clone(p.path), f.name), around: p.around}
		if f.name != "nodes" && f.name != "edges" { // what is beside those is about the connection
			at.around = append(slices.Clone(p.around), beside...)
		}
		switch x := f.value.(type) {
		case []any:
			if len(x) == 0 || isObject(x[0]) {
				at.list = x
				*found = append(*found, at)
			}
		case []member:
			lists(x, at, found)
		}
	}
}

func isObject(x any) bool {
	_, ok := x.([]member)
	return ok
}

// rowsOf makes a row of each element, behind what is around them all.
func rowsOf(around []member, list []any) *Table {
	t := &Table{}
	index := map[string]int{}
	for _, x := range list {
		row := make([]any, len(t.Columns))
		put := func(name string, cell any) {
			i, ok := index[name]
			if !ok {
				i = len(t.Columns)
				index[name] = i
				t.Columns, row = append(t.Columns, name), append(row, nil)
			}
			row[i] = cell
		}
		for _, f := range around {
			put(f.name, f.value)
		}
		spread("", x, put)
		t.Rows = append(t.Rows, row)
	}
	for i, row := range t.Rows { // earlier rows lack the columns of later ones
		t.Rows[i] = append(row, make([]any, len(t.Columns)-len(row))...)
	}
	return t
}

// spread calls yield for each cell of a row, with the name of its column.
func spread(name string, x any, yield func(name string, cell any)) {
	fields, ok := x.([]member)
	if !ok {
		if name == "" {
			name = "value"
		}
		yield(name, flatCell(x))
		return
	}
	for _, f := range fields {
		inner := f.name
		switch {
		case name == "" && f.name == "node" && isObject(f.value) && disjoint(fields, f.value.([]member)): // of an edge
			inner = ""
		case name != "":
			inner = name + "." + f.name
		}
		spread(inner, f.value, yield)
	}
}

// disjoint reports whether no name is in both.
func disjoint(a, b []member) bool {
	return !slices.ContainsFunc(a, func(x member) bool {
		return slices.ContainsFunc(b, func(y member) bool { return x.name == y.name })
	})
}

// flatCell is a value in one cell: an object in a list is the one value that it
// comes down to, else its values with commas between.
func flatCell(x any) any {
	list, ok := x.([]any)
	if !ok {
		return x
	}
	cells := make([]any, len(list))
	for i, y := range list {
		cells[i] = flatCell(y)
		if isObject(y) {
			var parts []any
			spread("", y, func(_ string, cell any) { parts = append(parts, cell) })
			if cells[i] = any(nil); len(parts) == 1 {
				cells[i] = parts[0]
				continue
			}
			texts := make([]string, len(parts))
			for j := range parts {
				texts[j] = cellText(parts[j])
			}
			cells[i] = strings.Join(texts, ", ")
		}
	}
	return cells
}
