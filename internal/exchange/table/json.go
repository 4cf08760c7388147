package table

import (
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
)

// records yields the objects of a JSON document or of lines of JSON. A nested
// object's fields are columns named with dots, as "logo.url"; a list of texts,
// numbers and booleans is one cell with a [Cell.List]; a list of anything else
// is a cell with its JSON.
func (f *File) records(yield func(*Row, *graph.Problem) bool) {
	if f.Format == NDJSON {
		f.jsonLines(yield)
		return
	}
	r := &jsonReader{File: f}
	r.reset(0, len(f.Text))
	if !r.find(f.opts.Records) {
		yield(&Row{Number: 1, Line: 1, Column: 1}, r.problem)
		return
	}
	begin, single := r.peek()
	if single == '[' {
		r.next()
	}
	row := Row{Number: 1}
	line := lineCounter{text: f.Text, line: 1}
	for ; r.problem == nil; row.Number++ {
		at, kind := r.peek()
		if kind == ']' || r.problem != nil {
			break
		}
		if kind != '{' {
			r.fail(at, "expected a record, an object in braces, found %s", kindName(kind))
			break
		}
		r.record(&row)
		row.Line, row.Column = line.to(row.Start)
		if !yield(&row, r.problem) || r.problem != nil {
			return
		}
		if single == '{' {
			row.Number++
			break
		}
	}
	switch {
	case r.problem == nil && single == '[' && f.opts.Records == "":
		r.next()
		if at, kind := r.peek(); kind != 0 || r.problem != nil {
			r.fail(at, "text follows the end of the document")
		}
	case r.problem == nil && single != '[' && single != '{':
		r.fail(begin, "expected a list of records, found %s", kindName(single))
	}
	if r.problem != nil {
		row.Line, row.Column = position(f.Text, r.reported)
		yield(&row, r.problem)
	}
}

// jsonLines yields the object of each line.
func (f *File) jsonLines(yield func(*Row, *graph.Problem) bool) {
	r := &jsonReader{File: f}
	row := Row{Number: 1, Column: 1}
	for start, line := 0, 1; start < len(f.Text); line++ {
		end := len(f.Text)
		if i := strings.IndexByte(f.Text[start:], '\n'); i >= 0 {
			end = start + i
		}
		if strings.TrimSpace(f.Text[start:end]) != "" {
			row.Line, row.Start, row.End, row.Cells = line, start, end, row.Cells[:0]
			r.problem = nil
			if end-start > f.opts.Limits.Line {
				r.fail(start, "the line has %d bytes; at most %d", end-start, f.opts.Limits.Line)
			} else {
				r.reset(start, end)
				if at, kind := r.peek(); kind != '{' {
					r.fail(at, "expected a record, an object in braces, found %s", kindName(kind))
				} else {
					r.record(&row)
				}
				if at, kind := r.peek(); r.problem == nil && kind != 0 {
					r.fail(at, "text follows the record")
				}
			}
			if !yield(&row, r.problem) {
				return
			}
			row.Number++
		}
		start = end + 1
	}
}

// jsonReader reads tokens of a stretch of the text, with their places.
type jsonReader struct {
	*File
	source   strings.Reader
	decoder  *jsontext.Decoder
	base     int // byte of the text at which the stretch begins
	end      int
	problem  *graph.Problem
	reported int // byte of the problem
}

func (r *jsonReader) reset(start, end int) {
	r.base, r.end = start, end
	r.source.Reset(r.Text[start:end])
	if r.decoder == nil {
		r.decoder = jsontext.NewDecoder(&r.source, jsontext.AllowDuplicateNames(true))
	} else {
		r.decoder.Reset(&r.source, jsontext.AllowDuplicateNames(true))
	}
}

func (r *jsonReader) fail(at int, format string, args ...any) {
	if r.problem == nil {
		r.problem, r.reported = r.File.problem(at, format, args...), at
	}
}

// after returns the byte behind the last token.
func (r *jsonReader) after() int { return r.base + int(r.decoder.InputOffset()) }

// peek returns the byte and kind of the next token, 0 at the end.
func (r *jsonReader) peek() (int, jsontext.Kind) {
	kind := r.decoder.PeekKind()
	at := r.after()
	for at < r.end && strings.IndexByte(" \t\r\n,:", r.Text[at]) >= 0 {
		at++
	}
	if kind == 0 && at < r.end {
		_, err := r.decoder.ReadToken()
		r.syntax(err)
	}
	return at, kind
}

// next reads a token; the zero token after a problem.
func (r *jsonReader) next() jsontext.Token {
	t, err := r.decoder.ReadToken()
	r.syntax(err)
	return t
}

func (r *jsonReader) syntax(err error) {
	if err == nil || r.problem != nil {
		return
	}
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntax):
		at := r.base + int(syntax.ByteOffset)
		what := strings.TrimPrefix(syntax.Err.Error(), "jsontext: ")
		r.fail(at, "not valid JSON: %s", what)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.fail(r.end, "not valid JSON: it ends too soon")
	default:
		r.fail(r.after(), "not valid JSON")
	}
}

// find goes to where the list of records begins: "a.b" is the field b of the
// field a.
func (r *jsonReader) find(path string) bool {
	if path == "" {
		return true
	}
	for _, name := range strings.Split(path, ".") {
		at, kind := r.peek()
		if kind != '{' {
			r.fail(at, "expected an object with the field %q, found %s", name, kindName(kind))
			return false
		}
		r.next()
		var names []string
		for {
			if _, kind := r.peek(); kind == '}' || r.problem != nil {
				break
			}
			found := r.next().String()
			if r.problem == nil && found == name {
				names = nil
				break
			}
			names = append(names, found)
			r.skip()
		}
		if r.problem != nil {
			return false
		}
		if names != nil || r.decoder.PeekKind() == '}' {
			r.fail(at, "the object has no field %q", name)
			r.problem.Hint = graph.DidYouMean(name, names)
			return false
		}
	}
	return true
}

func (r *jsonReader) skip() {
	if err := r.decoder.SkipValue(); err != nil {
		r.syntax(err)
	}
}

// record reads an object into the cells of a row.
func (r *jsonReader) record(row *Row) {
	row.Cells = row.Cells[:0]
	row.Start, _ = r.peek()
	r.object("", row, 1)
	row.End = max(r.after(), row.Start)
	if r.problem == nil && row.End-row.Start > r.opts.Limits.Line {
		r.fail(row.Start, "the record has %d bytes; at most %d", row.End-row.Start, r.opts.Limits.Line)
	}
}

func (r *jsonReader) object(prefix string, row *Row, depth int) {
	at, _ := r.peek()
	if depth > r.opts.Limits.Depth {
		r.fail(at, "the document is nested too deeply; at most %d levels", r.opts.Limits.Depth)
		return
	}
	r.next()
	for r.problem == nil {
		if _, kind := r.peek(); kind == '}' || r.problem != nil {
			break
		}
		name := prefix + r.next().String()
		at, kind := r.peek()
		if r.problem != nil {
			return
		}
		if kind == '{' {
			r.object(name+".", row, depth+1)
			continue
		}
		c := r.value(at, kind, depth+1)
		i := r.Column(name)
		if i < 0 {
			if len(r.columns) >= r.opts.Limits.Columns {
				r.fail(at, "the records have more than %d different fields", r.opts.Limits.Columns)
				return
			}
			i = r.addColumn(name)
		}
		for len(row.Cells) <= i {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells[i] = c
	}
	if r.problem == nil {
		r.next()
	}
}

// value reads a value that is no object.
func (r *jsonReader) value(at int, kind jsontext.Kind, depth int) Cell {
	if kind == '[' {
		return r.list(at, depth)
	}
	t := r.next()
	c := Cell{Start: at, End: max(r.after(), at)} // a token that is cut off ends before it begins
	switch kind {
	case 'n':
		c.End = c.Start
	case '"':
		c.Value = t.String()
		c.Start, c.End = c.Start+1, max(c.End-1, c.Start+1)
	case 't', 'f':
		c.Value = r.Text[c.Start:c.End]
	default:
		c.Value = r.Text[c.Start:c.End]
	}
	return c
}

func (r *jsonReader) list(at, depth int) Cell {
	c := Cell{Start: at, List: []string{}}
	r.next()
	plain := true
	for r.problem == nil {
		start, kind := r.peek()
		switch {
		case r.problem != nil:
			return c
		case kind == ']':
			r.next()
			c.End = r.after()
			c.Value = r.Text[c.Start:c.End]
			if !plain {
				c.List = nil
			}
			return c
		case kind == '{' || kind == '[':
			plain = false
			r.deep(depth + 1)
		default:
			if v := r.value(start, kind, depth); kind != 'n' {
				c.List = append(c.List, v.Value)
			}
		}
	}
	return c
}

// deep passes over a value within a list, counting levels.
func (r *jsonReader) deep(depth int) {
	for open := 0; r.problem == nil; {
		at, kind := r.peek()
		if kind == '{' || kind == '[' {
			open++
		}
		if depth+open > r.opts.Limits.Depth {
			r.fail(at, "the document is nested too deeply; at most %d levels", r.opts.Limits.Depth)
			return
		}
		r.next()
		if kind == '}' || kind == ']' {
			open--
		}
		if open == 0 {
			return
		}
	}
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "no value"
}

// lineCounter tells the line and column of bytes asked for in order.
type lineCounter struct {
	text  string
	at    int // byte
	line  int // of at, from 1
	begin int // of the line
}

func (c *lineCounter) to(at int) (line, column int) {
	for {
		i := strings.IndexByte(c.text[c.at:at], '\n')
		if i < 0 {
			break
		}
		c.at += i + 1
		c.begin = c.at
		c.line++
	}
	c.at = at
	return c.line, len([]rune(c.text[c.begin:at])) + 1
}
