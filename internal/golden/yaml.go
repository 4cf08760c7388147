package golden

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"missiongraph/graph"
)

// reader reads a sheet node by node, so that every value knows its line and
// column and every problem is reported, not only the first.
type reader struct {
	sheet    string
	text     string
	problems *graph.Problems
}

// The parser recurses, and its time grows with the square of the nesting.
const (
	maxSheet    = 1 << 20 // bytes
	maxUnclosed = 100     // brackets open at one point, those in texts included
	maxDepth    = 40      // of values in each other
)

var steepRuns = []string{strings.Repeat("- ", 50), strings.Repeat("? ", 50), strings.Repeat("!", 50)}

func (r *reader) readable() bool {
	if len(r.text) > maxSheet {
		r.problems.Add(r.sheet, graph.Limit, "the sheet has %d bytes; at most %d are read", len(r.text), maxSheet).
			Hint = "split it into several sheets"
		return false
	}
	steep, open := false, 0
	for i := range len(r.text) {
		switch r.text[i] {
		case '[', '{':
			open++
			steep = steep || open > maxUnclosed
		case ']', '}':
			open--
		}
	}
	for _, run := range steepRuns {
		steep = steep || strings.Contains(r.text, run)
	}
	if steep {
		r.problems.Add(r.sheet, graph.Limit, "the sheet is nested too deeply to be read")
	}
	return !steep
}

// list returns the entries of the sheet, none after reporting why not.
func (r *reader) list() (entries []ast.Node) {
	defer func() {
		if recover() != nil { // the parser has met inputs it panics on
			r.problems.Add(r.sheet, graph.BadInput, "the sheet is not YAML that can be read")
			entries = nil
		}
	}()
	if !r.readable() {
		return nil
	}
	file, err := parser.ParseBytes([]byte(r.text), 0)
	if err != nil {
		at, msg := r.sheet, err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			msg = syntax.GetMessage()
			if tk := syntax.GetToken(); tk != nil && tk.Position != nil {
				at = r.place(tk.Position.Line, tk.Position.Column)
			}
		}
		r.problems.Add(at, graph.BadInput, "not valid YAML: %s", msg)
		return nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			r.bad(doc.Body, "a second document in one sheet").Hint = "put it in a sheet of its own"
			break
		}
		root = doc.Body
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
	switch x := n.(type) {
	case nil:
		return 1, 1
	case *ast.MappingNode:
		if len(x.Values) > 0 && !x.IsFlowStyle {
			return r.lineColumn(x.Values[0])
		}
	case *ast.MappingValueNode:
		if x.Key != nil {
			return r.lineColumn(x.Key)
		}
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line, tk.Position.Column
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
	var entries []*ast.MappingValueNode
	switch x := n.(type) {
	case *ast.MappingNode:
		entries = x.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{x}
	default:
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
			r.bad(e, "unknown key %q of %s: expected one of %s", shorten(key.Value), what, strings.Join(keys, ", ")).
				Hint = graph.DidYouMean(key.Value, keys)
		case m.values[key.Value] != nil:
			r.bad(e, "the key %q stands here twice", shorten(key.Value))
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
func kindOf(n ast.Node) string {
	switch x := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode:
		return fmt.Sprintf("the text %q", shorten(x.Value))
	case *ast.LiteralNode:
		return "a block of text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "the number " + shorten(n.GetToken().Value)
	case *ast.BoolNode:
		return strconv.FormatBool(x.Value)
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which sheets do not use"
	case *ast.TagNode:
		return "a tag, which sheets do not use"
	default:
		return "something else"
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
