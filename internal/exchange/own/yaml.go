package own

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// Bounds of a YAML, which is read as a whole.
const (
	maxYAML = 64 << 20 // bytes
	maxOpen = 200      // brackets open at one point
)

// SourceJSON, EvidenceJSON and ValueJSON are what the lines of the format have of
// such a thing, on one line, which is YAML, too.
func SourceJSON(s *graph.Source) string { return inline((*source)(s)) }

func EvidenceJSON(e *graph.Evidence) string { return inline(evidenceOf([]graph.Evidence{*e})[0]) }

func ValueJSON(v *graph.Value) string { return inline(valueOf(*v)) }

func inline(v any) string {
	b, err := json.Marshal(v, jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true), jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true))
	if err != nil {
		return "null"
	}
	return string(b)
}

// yamlEntity is an entity with the facts about it, as the export to YAML has it.
type yamlEntity struct {
	entity
	Facts []yamlFact `json:"facts,omitempty"`
}

type yamlFact struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Verb       string            `json:"verb"`
	Object     string            `json:"object"`
	Value      *string           `json:"value"` // as people read it
	Typed      *value            `json:"typed"` // of any other value than a string
	Grade      string            `json:"grade"`
	Rank       string            `json:"rank"`
	Reason     string            `json:"reason"`
	Qualifiers map[string]string `json:"qualifiers"`
	Reading    string            `json:"reading"`
	ValidFrom  string            `json:"validFrom"`
	ValidTo    string            `json:"validTo"`
	Evidence   []evidence        `json:"evidence"`
	Note       string            `json:"note"`
}

func (f *yamlFact) of(subject string) *fact {
	x := &fact{
		ID: f.ID, Subject: subject, Type: f.Type, Verb: f.Verb, Object: f.Object, Value: f.Typed, Grade: f.Grade, Rank: f.Rank, Reason: f.Reason,
		Reading: f.Reading, ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Evidence: f.Evidence, Note: f.Note,
	}
	if f.Value != nil && f.Typed == nil {
		x.Value = &value{Type: graph.String.String(), Text: *f.Value}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Qualifiers)) {
		x.Qualifiers = append(x.Qualifiers, qualifier{name, f.Qualifiers[name]})
	}
	return x
}

// ReadYAML calls yield with the ops of a file that was exported as YAML, in parts
// of at most most: sources and entities before facts. All problems of its
// contents are told at once.
func ReadYAML(name string, text []byte, most int, yield func(*Change) error) error {
	r := &yamlReader{name: name}
	root, err := r.parse(text)
	if err != nil {
		return err
	}
	entries, ok := yamltext.Entries(root)
	if !ok {
		return r.fail(root, "expected the keys sources and entities")
	}
	for _, e := range entries {
		switch key := e.Key.String(); key {
		case "missiongraph", "revision":
		case "sources":
			each(r, e.Value, func(at int, s *source) { r.add(at, &line{Source: s}) })
		case "entities":
			each(r, e.Value, func(at int, x *yamlEntity) {
				r.add(at, &line{Entity: &x.entity})
				for i := range x.Facts {
					r.facts = append(r.facts, placed{at, x.Facts[i].of(x.ID)})
				}
			})
		default:
			_ = r.fail(e, "unknown key %q: expected missiongraph, revision, sources or entities", key)
		}
	}
	for _, f := range r.facts {
		r.add(f.line, &line{Fact: f.fact})
	}
	if len(r.problems) > 0 {
		return r.problems
	}
	for part := 0; len(r.ops) > 0; part++ {
		n := min(most, len(r.ops))
		c := &Change{Change: graph.Change{Author: "export", Message: "import of " + name, Ops: r.ops[:n]}, Part: part, Lines: r.lines[:n]}
		if err := yield(c); err != nil {
			return err
		}
		r.ops, r.lines = r.ops[n:], r.lines[n:]
	}
	return nil
}

type yamlReader struct {
	name     string
	problems graph.Problems
	ops      []graph.Op
	lines    []int
	facts    []placed
}

type placed struct {
	line int
	fact *fact
}

func (r *yamlReader) parse(text []byte) (ast.Node, error) {
	bad := func(line, column int, code graph.Code, format string, args ...any) error {
		return graph.Problems{{Path: fmt.Sprintf("%s:%d:%d", r.name, max(line, 1), max(column, 1)), Code: code, Msg: fmt.Sprintf(format, args...)}}
	}
	switch {
	case len(text) > maxYAML:
		return nil, bad(1, 1, graph.Limit, "the file has more than %d bytes of YAML (as JSONL it may have any size)", maxYAML)
	case yamltext.Steep(string(text), maxOpen):
		return nil, bad(1, 1, graph.Limit, "the file is nested too deeply to be read")
	}
	root, second, err := yamltext.Parse(text)
	switch {
	case errors.Is(err, yamltext.ErrUnreadable):
		return nil, bad(1, 1, graph.BadInput, "not YAML that can be read")
	case err != nil:
		line, column, msg := yamltext.Where(err)
		return nil, bad(line, column, graph.BadInput, "%s", msg)
	case root == nil || second != nil:
		return nil, bad(1, 1, graph.BadInput, "expected one document")
	}
	var found aliases
	ast.Walk(&found, root)
	if found.node != nil {
		return nil, r.fail(found.node, "found an anchor or alias, which these files do not use")
	}
	return root, nil
}

// aliases looks for what makes a small text a large one.
type aliases struct{ node ast.Node }

// Visit implements [ast.Visitor].
func (a *aliases) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		if a.node == nil {
			a.node = n
		}
	}
	return a
}

func (r *yamlReader) fail(n ast.Node, format string, args ...any) error {
	line, column, _ := yamltext.Place(n)
	r.problems.Add(fmt.Sprintf("%s:%d:%d", r.name, max(line, 1), max(column, 1)), graph.BadInput, format, args...)
	return r.problems
}

// each reads the items of a list as the lines of the format are read: strictly.
func each[T any](r *yamlReader, n ast.Node, yield func(line int, x *T)) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		_ = r.fail(n, "expected a list")
		return
	}
	for _, item := range list.Values {
		var plain any
		if err := yaml.NodeToValue(item, &plain); err != nil {
			_, _, msg := yamltext.Where(err)
			_ = r.fail(item, "%s", msg)
			continue
		}
		x := new(T)
		text, err := json.Marshal(plain)
		if err == nil {
			err = json.Unmarshal(text, x, json.RejectUnknownMembers(true))
		}
		var wrong *json.SemanticError
		switch {
		case errors.Is(err, json.ErrUnknownName) && errors.As(err, &wrong):
			_ = r.fail(item, "unknown field %s", wrong.JSONPointer)
		case errors.As(err, &wrong):
			_ = r.fail(item, "the field %s is not of the type expected", wrong.JSONPointer)
		case err != nil:
			_ = r.fail(item, "cannot be read")
		default:
			line, _, _ := yamltext.Place(item)
			yield(line, x)
		}
	}
}

func (r *yamlReader) add(at int, l *line) {
	op, problem := l.op()
	if problem != "" {
		r.problems.Add(fmt.Sprintf("%s:%d:1", r.name, at), graph.BadInput, "%s", problem)
		return
	}
	r.ops, r.lines = append(r.ops, op), append(r.lines, at)
}

// looksYAML reports whether a file begins as the export to YAML does.
func looksYAML(head []byte) bool {
	head = bytes.TrimLeft(head, "\ufeff \t\r\n")
	for _, key := range []string{"missiongraph:", "revision:", "sources:", "entities:", "#", "---"} {
		if bytes.HasPrefix(head, []byte(key)) {
			return true
		}
	}
	return false
}
