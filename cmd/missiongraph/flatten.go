package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// flatten lays an answer's data out as tables: one for each list of objects,
// and pairs of name and value for what stands around the lists.
//
// An object within a row adds its fields as columns (subject.name). A list
// within a row becomes one cell when each element comes down to one value, and
// else a table of its own, whose first column "of" names the row it belongs
// to: by its id or name where that tells the rows apart, else by its number.
func flatten(data any) []sheet {
	root, ok := data.(*object)
	if !ok {
		return nil
	}
	f := &flattener{}
	single := line{}
	for _, name := range root.names {
		value := unwrapConnection(root.values[name])
		switch v := value.(type) {
		case []any:
			f.list(name, lines("", v))
		case *object:
			f.object(name, v)
		case nil:
			single.add(name, "null")
		default:
			single.add(name, v)
		}
	}
	if len(single.names) > 0 {
		f.sheets = append([]sheet{pairs("", single)}, f.sheets...)
	}
	return f.sheets
}

type flattener struct{ sheets []sheet }

// line is one row on its way into a table.
type line struct {
	of     string // the row of the table above that it belongs to
	names  []string
	values []string
	number []bool
	lists  map[string][]any // by name; names has theirs, too
}

func (l *line) add(name string, value any) {
	_, number := value.(json.Number)
	l.names, l.values, l.number = append(l.names, name), append(l.values, cell(value)), append(l.number, number)
}

// take adds a value under a name: an object field by field.
func (l *line) take(name string, value any) {
	switch v := unwrapConnection(value).(type) {
	case *object:
		for _, field := range v.names {
			inner := field
			if name != "" {
				inner = name + "." + field
			}
			l.take(inner, v.values[field])
		}
	case []any:
		l.add(name, v)
		if l.lists == nil {
			l.lists = map[string][]any{}
		}
		l.lists[name] = v
	default:
		l.add(name, v)
	}
}

// without returns the row without some of its names.
func (l *line) without(drop []string) line {
	kept := line{of: l.of}
	for i, name := range l.names {
		if !slices.Contains(drop, name) {
			kept.names = append(kept.names, name)
			kept.values, kept.number = append(kept.values, l.values[i]), append(kept.number, l.number[i])
		}
	}
	return kept
}

// lines makes a row of each element.
func lines(of string, list []any) []line {
	rows := make([]line, len(list))
	for i, x := range list {
		rows[i].of = of
		switch v := x.(type) {
		case *object:
			rows[i].take("", unwrapEdge(v))
		case nil:
		default:
			rows[i].add("value", v)
		}
	}
	return rows
}

// object lays out an object: its own values as pairs, then its lists of
// objects. The list that a connection is goes by the connection's name.
func (f *flattener) object(title string, o *object) {
	l := line{}
	l.take("", o)
	var lists []string
	for _, name := range l.names {
		if list, ok := l.lists[name]; ok && !isScalar(list) {
			lists = append(lists, name)
		}
	}
	if own := l.without(lists); len(own.names) > 0 {
		f.sheets = append(f.sheets, pairs(title, own))
	}
	for _, name := range lists {
		f.list(titleOf(title, name), lines("", l.lists[name]))
	}
}

// list lays out rows as one table and the lists within them as others.
func (f *flattener) list(title string, rows []line) {
	lists := innerTables(rows)
	s := sheet{title: fmt.Sprintf("%s (%d)", title, len(rows))}
	nested := false
	column := map[string]int{}
	for i := range rows {
		own := rows[i].without(lists)
		nested = nested || own.of != ""
		row := make([]string, len(s.columns))
		for i, name := range own.names {
			j, ok := column[name]
			if !ok {
				j = len(s.columns)
				column[name] = j
				s.columns, s.numeric, row = append(s.columns, name), append(s.numeric, true), append(row, "")
			}
			s.numeric[j] = s.numeric[j] && (own.number[i] || own.values[i] == "")
			row[j] = own.values[i]
		}
		s.rows = append(s.rows, row)
	}
	for i, row := range s.rows { // earlier rows lack the columns of later ones
		s.rows[i] = append(row, make([]string, len(s.columns)-len(row))...)
	}
	parents := make([]string, len(rows))
	for i, l := range rows {
		parents[i] = l.of
	}
	keys := s.keys(parents, len(lists) > 0)
	if nested {
		for i, of := range parents {
			keys[i] = of + " / " + keys[i]
		}
		s.prepend("of", parents, false)
	}
	f.sheets = append(f.sheets, s)
	for _, name := range lists {
		var inner []line
		for i, l := range rows {
			inner = append(inner, lines(keys[i], l.lists[name])...)
		}
		f.list(titleOf(title, name), inner)
	}
}

// titleOf names the table of a list; that of a connection goes by the name of
// the connection.
func titleOf(parent, name string) string {
	name = "." + name
	for _, list := range []string{".nodes", ".edges"} {
		name = strings.TrimSuffix(name, list)
	}
	return parent + name
}

// innerTables names the lists within rows that need a table of their own.
func innerTables(rows []line) []string {
	var found []string
	for _, l := range rows {
		for _, name := range l.names {
			if list, ok := l.lists[name]; ok && !isPlain(list) && !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
	}
	return found
}

// longestKey is how long a name may be, in bytes, to stand for its row.
const longestKey = 40

// keys returns what names each row among those of its parent: its id, else its
// name, else its number, which then becomes a column when keys are needed.
func (s *sheet) keys(parents []string, needed bool) []string {
	keys := make([]string, len(s.rows))
	for _, name := range []string{"id", "name", "entity.id", "entity.name"} {
		if j := slices.Index(s.columns, name); j >= 0 && s.tellsApart(parents, j) {
			for i, row := range s.rows {
				keys[i] = row[j]
			}
			return keys
		}
	}
	for i := range keys {
		keys[i] = strconv.Itoa(i + 1)
	}
	if needed {
		s.prepend("row", keys, true)
	}
	return keys
}

// tellsApart reports whether a column has a short value in each row, twice for
// no parent.
func (s *sheet) tellsApart(parents []string, column int) bool {
	seen := map[[2]string]bool{}
	for i, row := range s.rows {
		key := [2]string{parents[i], row[column]}
		if row[column] == "" || len(row[column]) > longestKey || seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}

// prepend puts a column before all others.
func (s *sheet) prepend(name string, cells []string, numeric bool) {
	s.columns = append([]string{name}, s.columns...)
	s.numeric = append([]bool{numeric}, s.numeric...)
	for i := range s.rows {
		s.rows[i] = append([]string{cells[i]}, s.rows[i]...)
	}
}

// pairs lays a row out downward.
func pairs(title string, l line) sheet {
	s := sheet{title: title, columns: []string{"field", "value"}, numeric: []bool{false, !slices.Contains(l.number, false)}}
	for i, name := range l.names {
		s.rows = append(s.rows, []string{name, l.values[i]})
	}
	return s
}
