package exchange

import (
	"fmt"
	"strings"

	"missiongraph/graph"
)

// template is a text with columns of the row in it, as "us-{STATE|slug}":
//
//	{COLUMN}            the cell, cleaned; where it is empty the whole text has no value
//	{?COLUMN}           the cell, or nothing
//	{COLUMN ?? OTHER}   the first that is not empty
//	{COLUMN|f|g:x}      what the functions make of it
//	{{ and }}           braces
type template struct {
	place  string // of the mapping
	pieces []piece
}

type piece struct {
	text      string // where columns is empty
	columns   []string
	numbers   []int // of columns in the file at hand; -1 for none
	optional  bool
	functions []function
}

type function struct{ name, argument string }

// functions by name, with what they need.
var functions = map[string]string{
	"slug": "", "title": "", "lower": "", "upper": "", "date": "layouts, or nothing for the mapping's",
	"first": "a number of letters", "replace": "OLD=NEW", "before": "a text", "after": "a text", "number": "",
}

// parseTemplate reads a template; problem says what is wrong with it.
func parseTemplate(s string) (t *template, problem, hint string) {
	t = &template{}
	literal := func(text string) {
		if text == "" {
			return
		}
		if n := len(t.pieces); n > 0 && t.pieces[n-1].columns == nil {
			t.pieces[n-1].text += text
			return
		}
		t.pieces = append(t.pieces, piece{text: text})
	}
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			literal(s)
			break
		}
		literal(s[:i])
		if i+1 < len(s) && s[i+1] == s[i] {
			literal(s[i : i+1])
			s = s[i+2:]
			continue
		}
		end := strings.IndexByte(s[i:], '}')
		if s[i] == '}' || end < 0 {
			return nil, "a brace is not closed or not opened", "write {{ or }} for a brace"
		}
		p, problem, hint := parsePiece(s[i+1 : i+end])
		if problem != "" {
			return nil, problem, hint
		}
		t.pieces = append(t.pieces, p)
		s = s[i+end+1:]
	}
	return t, "", ""
}

func parsePiece(s string) (p piece, problem, hint string) {
	parts := strings.Split(s, "|")
	head := strings.TrimSpace(parts[0])
	if rest, ok := strings.CutPrefix(head, "?"); ok && !strings.HasPrefix(rest, "?") {
		p.optional, head = true, rest
	}
	for _, name := range strings.Split(head, "??") {
		if name = strings.TrimSpace(name); name == "" {
			return p, "a column's name is missing in {" + s + "}", ""
		}
		p.columns = append(p.columns, name)
	}
	for _, call := range parts[1:] {
		name, argument, _ := strings.Cut(call, ":")
		name = strings.TrimSpace(name)
		if _, ok := functions[name]; !ok {
			var names []string
			for known := range functions {
				names = append(names, known)
			}
			return p, fmt.Sprintf("there is no function %q", name), graph.DidYouMean(name, names)
		}
		p.functions = append(p.functions, function{name, argument})
	}
	return p, "", ""
}

// only returns the one column a template consists of, -1 for any other.
func (t *template) only() int {
	if len(t.pieces) == 1 && len(t.pieces[0].columns) == 1 {
		return t.pieces[0].numbers[0]
	}
	return -1
}

// text returns the template's text for a row. Where a column that it needs is
// empty it is "", and missing names the column.
func (t *template) text(r *rowReader) (text, missing string, problem *graph.Problem) {
	if len(t.pieces) == 1 && t.pieces[0].columns == nil {
		return t.pieces[0].text, "", nil
	}
	var b strings.Builder
	for i := range t.pieces {
		p := &t.pieces[i]
		if p.columns == nil {
			b.WriteString(p.text)
			continue
		}
		value, column := "", p.numbers[0]
		for _, n := range p.numbers {
			if value = r.cell(n); value != "" {
				column = n
				break
			}
		}
		if value == "" {
			if p.optional {
				continue
			}
			return "", p.columns[0], nil
		}
		for _, f := range p.functions {
			var msg, hint string
			if value, msg, hint = r.Mapping.call(f, value); msg != "" {
				return "", "", r.problem(column, msg, hint)
			}
		}
		b.WriteString(value)
	}
	return b.String(), "", nil
}
