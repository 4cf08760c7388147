package seed

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// reader reads one YAML file node by node, so that every value knows its line
// and column and every problem is reported, not only the first.
type reader struct {
	file     string
	problems *graph.Problems
}

// Bounds of a file. The files need four levels.
const (
	maxFileSize = 4 << 20 // bytes
	maxUnclosed = 500     // brackets open at one point, those in texts included
)

// readable reports whether a file is small and flat enough to parse.
func (r *reader) readable(data []byte) bool {
	if len(data) > maxFileSize {
		r.problems.Add(r.file, graph.Limit, "the file has %d bytes; at most %d are read", len(data), maxFileSize).
			Hint = "split it into several files"
		return false
	}
	if yamltext.Steep(string(data), maxUnclosed) {
		r.problems.Add(r.file, graph.Limit, "the file is nested too deeply to be read")
		return false
	}
	return true
}

// parse returns the file's one document, or nil after reporting why not.
func (r *reader) parse(data []byte) ast.Node {
	if !r.readable(data) {
		return nil
	}
	root, second, err := yamltext.Parse(data)
	switch {
	case err == yamltext.ErrUnreadable:
		r.problems.Add(r.file, graph.BadInput, "the file is not YAML that can be read")
		return nil
	case err != nil:
		at := r.file
		line, column, msg := yamltext.Where(err)
		if line > 0 {
			at = place(r.file, line, column)
		}
		r.problems.Add(at, graph.BadInput, "not valid YAML: %s", msg)
		return nil
	case second != nil:
		r.bad(second, "a second document in one file").Hint = "put it in a file of its own"
	case root == nil:
		r.problems.Add(r.file+":1:1", graph.BadInput, "the file is empty")
	}
	return root
}

func place(file string, line, column int) string {
	return file + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
}

// at returns a node's "file:line:column".
func (r *reader) at(n ast.Node) string {
	line, column, ok := yamltext.Place(n)
	if !ok {
		return r.file
	}
	return place(r.file, line, column)
}

func (r *reader) bad(n ast.Node, format string, args ...any) *graph.Problem {
	return r.problems.Add(r.at(n), graph.BadInput, format, args...)
}

// mapping is a YAML mapping whose keys are known to be allowed.
type mapping struct {
	r      *reader
	node   ast.Node
	values map[string]ast.Node
	keys   []string // in order of the file
}

// mapping reads n as a mapping with the given keys; no keys allow any. It
// returns nil after reporting that n is something else.
func (r *reader) mapping(n ast.Node, what string, keys ...string) *mapping {
	entries, ok := yamltext.Entries(n)
	if !ok {
		r.bad(n, "expected %s with its keys (%s), found %s", what, strings.Join(keys, ", "), kindOf(n))
		return nil
	}
	m := &mapping{r: r, node: n, values: make(map[string]ast.Node, len(entries))}
	for _, e := range entries {
		key, ok := e.Key.(*ast.StringNode)
		if !ok {
			r.bad(e, "a key of %s must be a plain word", what)
			continue
		}
		if len(keys) > 0 && !slices.Contains(keys, key.Value) {
			p := r.bad(e, "unknown key %q of %s: expected one of %s", key.Value, what, strings.Join(keys, ", "))
			p.Hint = graph.DidYouMean(key.Value, keys)
			continue
		}
		if _, ok := m.values[key.Value]; ok {
			r.bad(e, "key %q stands here twice", key.Value)
			continue
		}
		m.values[key.Value] = e.Value
		m.keys = append(m.keys, key.Value)
	}
	return m
}

// need reports each of the keys that is missing.
func (m *mapping) need(what string, keys ...string) {
	for _, key := range keys {
		if _, ok := m.values[key]; !ok {
			m.r.bad(m.node, "%s needs the key %q", what, key)
		}
	}
}

// at returns the place of a key's value, of the mapping when it is not there.
func (m *mapping) at(key string) string {
	if n, ok := m.values[key]; ok && n != nil {
		return m.r.at(n)
	}
	return m.r.at(m.node)
}

// text returns a key's text, "" when it is missing or no text.
func (m *mapping) text(key string) string {
	n, ok := m.values[key]
	if !ok {
		return ""
	}
	s, ok := m.r.text(n)
	if ok && s == "" {
		m.r.bad(n, "%q is empty", key).Hint = "leave the key out instead"
	}
	return s
}

// list returns a key's items, none when it is missing.
func (m *mapping) list(key string) []ast.Node {
	n, ok := m.values[key]
	if !ok {
		return nil
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		m.r.bad(n, "%q must be a list, found %s", key, kindOf(n))
		return nil
	}
	return seq.Values
}

// text reads n as text; a number or date that should be one needs quotes.
func (r *reader) text(n ast.Node) (string, bool) {
	switch x := n.(type) {
	case *ast.StringNode:
		return x.Value, true
	case *ast.LiteralNode:
		if x.Value != nil {
			return strings.TrimSuffix(x.Value.Value, "\n"), true
		}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		r.bad(n, "expected text, found %s", kindOf(n)).Hint = "put it in quotes"
		return "", false
	}
	r.bad(n, "expected text, found %s", kindOf(n))
	return "", false
}

// integer reads n as a whole number that fits an int.
func (r *reader) integer(n ast.Node) (int, bool) {
	if x, ok := n.(*ast.IntegerNode); ok {
		switch v := x.Value.(type) {
		case int64:
			return int(v), true
		case uint64:
			if v <= math.MaxInt64 {
				return int(v), true
			}
		}
	}
	r.bad(n, "expected a whole number, found %s", kindOf(n))
	return 0, false
}

// kindOf names a node for people.
func kindOf(n ast.Node) string { return yamltext.KindOf(n, "these files") }
