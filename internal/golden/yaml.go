package golden

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// reader reads a sheet node by node, so that every value knows its line and
// column and every problem is reported, not only the first.
type reader struct {
	sheet    string
	text     string
	problems *graph.Problems
}

// Bounds of a sheet.
const (
	maxSheet    = 1 << 20 // bytes
	maxUnclosed = 100     // brackets open at one point, those in texts included
	maxDepth    = 40      // of values in each other
)

func (r *reader) readable() bool {
	if len(r.text) > maxSheet {
		r.problems.Add(r.sheet, graph.Limit, "the sheet has %d bytes; at most %d are read", len(r.text), maxSheet).
			Hint = "split it into several sheets"
		return false
	}
	if yamltext.Steep(r.text, maxUnclosed) {
		r.problems.Add(r.sheet, graph.Limit, "the sheet is nested too deeply to be read")
		return false
	}
	return true
}

// list returns the entries of the sheet, none after reporting why not.
func (r *reader) list() []ast.Node {
	if !r.readable() {
		return nil
	}
	root, second, err := yamltext.Parse([]byte(r.text))
	switch {
	case err == yamltext.ErrUnreadable:
		r.problems.Add(r.sheet, graph.BadInput, "the sheet is not YAML that can be read")
		return nil
	case err != nil:
		at := r.sheet
		line, column, msg := yamltext.Where(err)
		if line > 0 {
			at = r.place(line, column)
		}
		r.problems.Add(at, graph.BadInput, "not valid YAML: %s", msg)
		return nil
	case second != nil:
		r.bad(second, "a second document in one sheet").Hint = "put it in a sheet of its own"
	}
	if _, comments := root.(*ast.CommentGroupNode); root == nil || comments {
		r.problems.Add(r.place(1, 1), graph.BadInput, "the sheet is empty").Hint = "it is a list of questions: - name: …"
		return nil
	}
	seq, ok := root.(*ast.SequenceNode)
	if !ok {
		r.bad(root, "a sheet is a list of questions, found %s", kindOf(root)).Hint = "begin each question with - name: …"
		return nil
	}
	return seq.Values
}

func (r *reader) place(line, column int) string {
	return r.sheet + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
}

// lineColumn returns where a node begins.
func (r *reader) lineColumn(n ast.Node) (line, column int) {
	if line, column, ok := yamltext.Place(n); ok {
		return line, column
	}
	return 1, 1
}

func (r *reader) at(n ast.Node) string { return r.place(r.lineColumn(n)) }

func (r *reader) bad(n ast.Node, format string, args ...any) *graph.Problem {
	return r.problems.Add(r.at(n), graph.BadInput, format, args...)
}

// mapping is a YAML mapping by its keys.
type mapping struct {
	r      *reader
	node   ast.Node
	keys   map[string]ast.Node // where each key stands
	values map[string]ast.Node
}

// mapping reads n as a mapping with the given keys; nil allows any. It returns
// nil after reporting that n is something else.
func (r *reader) mapping(n ast.Node, what string, keys []string) *mapping {
	entries, ok := yamltext.Entries(n)
	if !ok {
		r.bad(n, "expected %s, a mapping, found %s", what, kindOf(n))
		return nil
	}
	m := &mapping{r: r, node: n, keys: map[string]ast.Node{}, values: map[string]ast.Node{}}
	for _, e := range entries {
		key, ok := e.Key.(*ast.StringNode)
		switch {
		case !ok:
			r.bad(e, "a key of %s must be a plain word", what)
		case keys != nil && !slices.Contains(keys, key.Value):
			r.bad(e, "unknown key %q of %s: expected one of %s", yamltext.Shorten(key.Value), what, strings.Join(keys, ", ")).
				Hint = graph.DidYouMean(key.Value, keys)
		case m.values[key.Value] != nil:
			r.bad(e, "the key %q stands here twice", yamltext.Shorten(key.Value))
		default:
			m.keys[key.Value], m.values[key.Value] = e, e.Value
		}
	}
	return m
}

// text returns a key's text, "" when it is missing or none.
func (m *mapping) text(key string) string {
	n, ok := m.values[key]
	if !ok {
		return ""
	}
	value, ok := "", false
	switch x := n.(type) {
	case *ast.StringNode:
		value, ok = x.Value, true
	case *ast.LiteralNode:
		if ok = x.Value != nil; ok {
			value = strings.TrimRight(x.Value.Value, "\n")
		}
	}
	switch {
	case !ok:
		m.r.bad(n, "%q must be text, found %s", key, kindOf(n))
	case strings.TrimSpace(value) == "":
		m.r.bad(n, "%q is empty", key)
	}
	return value
}

// boolean returns a key's true or false, false when it is missing or neither.
func (m *mapping) boolean(key string) bool {
	n, ok := m.values[key]
	if !ok {
		return false
	}
	if x, ok := n.(*ast.BoolNode); ok {
		return x.Value
	}
	m.r.bad(n, "%q must be true or false, found %s", key, kindOf(n))
	return false
}

// value reads n as a JSON value: nil, bool, json.Number, string, []any or
// map[string]any.
func (r *reader) value(n ast.Node) any { return r.nested(n, 0) }

func (r *reader) nested(n ast.Node, depth int) any {
	if depth > maxDepth {
		r.bad(n, "values nest deeper than %d", maxDepth)
		return nil
	}
	switch x := n.(type) {
	case *ast.NullNode:
		return nil
	case *ast.BoolNode:
		return x.Value
	case *ast.StringNode:
		return x.Value
	case *ast.LiteralNode:
		if x.Value != nil {
			return x.Value.Value
		}
	case *ast.IntegerNode:
		return json.Number(fmt.Sprint(x.Value))
	case *ast.FloatNode:
		return json.Number(strconv.FormatFloat(x.Value, 'g', -1, 64))
	case *ast.SequenceNode:
		list := make([]any, len(x.Values))
		for i, e := range x.Values {
			list[i] = r.nested(e, depth+1)
		}
		return list
	case *ast.MappingNode, *ast.MappingValueNode:
		m := r.mapping(n, "a value", nil)
		object := make(map[string]any, len(m.values))
		for key, e := range m.values {
			object[key] = r.nested(e, depth+1)
		}
		return object
	}
	r.bad(n, "expected a JSON value, found %s", kindOf(n))
	return nil
}

// kindOf names a node for people.
func kindOf(n ast.Node) string { return yamltext.KindOf(n, "sheets") }
