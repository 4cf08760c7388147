package golden

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
)

// maxName bounds the name of a question, in bytes.
const maxName = 200

// question reads one entry of a sheet, nil after reporting what is no question.
func (r *reader) question(n ast.Node) *Question {
	before := len(*r.problems)
	m := r.mapping(n, "a question", keys)
	if m == nil {
		return nil
	}
	line, _ := r.lineColumn(n)
	q := &Question{Line: line}
	q.Name, q.Why = m.text("name"), m.text("why")
	q.Query, q.Pattern = m.text("query"), m.text("pattern")
	q.Block = m.boolean("block")
	if v, ok := m.values["variables"]; ok {
		if given := r.mapping(v, "variables", nil); given != nil {
			q.Variables, _ = r.value(v).(map[string]any)
		}
	}
	switch {
	case m.values["name"] == nil:
		r.bad(n, "a question needs the key \"name\"")
	case len(q.Name) > maxName || strings.ContainsAny(q.Name, "\n\r\t"):
		r.bad(m.values["name"], "a name is one line of at most %d bytes", maxName)
	}
	m.exactlyOne("query", "pattern")
	q.Expect = m.expectation()
	if len(*r.problems) > before {
		return nil
	}
	return q
}

// expectation reads what is expected.
func (m *mapping) expectation() Expectation {
	form := m.exactlyOne("expect", "contains", "count")
	if form == "" {
		return Expectation{}
	}
	n := m.values[form]
	value := m.r.value(n)
	e := Expectation{Form: Exact, Value: value}
	switch form {
	case "contains":
		e.Form = Contains
		_, isObject := value.(map[string]any)
		if _, isList := value.([]any); !isList && !isObject {
			m.r.bad(n, "\"contains\" must be a list or a mapping, found %s", kindOf(n))
		}
	case "count":
		e.Form = Count
		number, _ := value.(json.Number)
		if count, err := strconv.ParseUint(string(number), 10, 31); err != nil || number == "" {
			m.r.bad(n, "\"count\" must be a whole number, 0 or more, found %s", kindOf(n))
		} else {
			e.Value = json.Number(strconv.FormatUint(count, 10))
		}
	case "expect":
		if _, isList := value.([]any); !isList && m.values["pattern"] != nil {
			m.r.bad(n, "a pattern answers rows: \"expect\" must be a list, found %s", kindOf(n))
		}
	}
	return e
}

// exactlyOne returns which of the keys is there, "" after reporting that none
// or several are.
func (m *mapping) exactlyOne(keys ...string) string {
	var found []string
	for _, key := range keys {
		if _, ok := m.values[key]; ok {
			found = append(found, key)
		}
	}
	switch len(found) {
	case 1:
		return found[0]
	case 0:
		m.r.bad(m.node, "a question needs one of the keys %s", strings.Join(keys, ", "))
	default:
		m.r.bad(m.keys[found[1]], "a question has one of the keys %s, and this one has %s", strings.Join(keys, ", "), strings.Join(found, " and "))
	}
	return ""
}

// check has a question's text checked, and puts the problems where they are in
// the sheet.
func (r *reader) check(q *Question, n ast.Node, check Checker) {
	if check == nil {
		return
	}
	key, found := "query", graph.Problems(nil)
	if q.Pattern != "" {
		key = "pattern"
		found = check.CheckPattern(q.Pattern, q.Variables)
	} else {
		found = check.CheckQuery(q.Query, q.Variables)
	}
	if len(found) == 0 {
		return
	}
	m := r.mapping(n, "a question", keys)
	for _, p := range found {
		if p.Code == graph.Internal {
			p.Msg = "it cannot be checked"
		}
		p.Path = r.within(m.values[key], p.Path)
		if p.Code == "" {
			p.Code = graph.BadInput
		}
		*r.problems = append(*r.problems, p)
	}
}

// within returns the place in the sheet of "line:column" in the text of n.
func (r *reader) within(n ast.Node, at string) string {
	a, b, ok := strings.Cut(at, ":")
	line, err := strconv.Atoi(a)
	column, err2 := strconv.Atoi(b)
	if !ok || err != nil || err2 != nil {
		return r.at(n)
	}
	first, start := r.lineColumn(n)
	switch x := n.(type) {
	case *ast.LiteralNode:
		if !strings.HasPrefix(x.Start.Value, "|") {
			return r.at(n) // folded: its lines are not those of the sheet
		}
		return r.place(first+line, r.indent(first)+column)
	case *ast.StringNode:
		if tk := x.GetToken(); line == 1 && !strings.Contains(x.Value, "\n") && utf8.RuneCountInString(tk.Value) == utf8.RuneCountInString(x.Value) {
			if strings.HasPrefix(tk.Origin, `"`) || strings.HasPrefix(strings.TrimSpace(tk.Origin), `"`) || strings.HasPrefix(strings.TrimSpace(tk.Origin), "'") {
				column++
			}
			return r.place(first, start+column-1)
		}
	}
	return r.at(n)
}

// indent returns how far the lines of the block that is opened in a line are
// indented: as its first line that is not blank is.
func (r *reader) indent(line int) int {
	lines := strings.Split(r.text, "\n")
	for _, s := range lines[min(line, len(lines)):] {
		if strings.TrimSpace(s) != "" {
			return len(s) - len(strings.TrimLeft(s, " "))
		}
	}
	return 0
}
