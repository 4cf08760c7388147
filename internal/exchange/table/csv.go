package table

import (
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// scanner reads records of a delimited text (RFC 4180, with spaces before a
// quotation mark allowed) from a byte on. Unlike encoding/csv it knows where
// each cell begins and ends, which is what a quote of the file needs.
type scanner struct {
	text      string
	delimiter rune
	most      int // bytes of a record
	at        int // byte
	line      int // from 1
}

// record reads the next record that is not blank into row; false at the end. A
// problem is a code point and what is wrong there; the scanner is then behind
// the line.
func (s *scanner) record(row *Row, fail func(at int, msg string) *graph.Problem) (bool, *graph.Problem) {
	for s.at < len(s.text) {
		if end := s.lineEnd(s.at); strings.TrimSpace(s.text[s.at:end]) != "" {
			break
		}
		s.skipLine()
	}
	if s.at >= len(s.text) {
		return false, nil
	}
	row.Line, row.Column, row.Start, row.Cells = s.line, 1, s.at, row.Cells[:0]
	for {
		cell, more, msg, at := s.cell(row.Start)
		if msg != "" {
			problem := fail(at, msg)
			s.at, s.line = row.Start, row.Line
			s.skipLine()
			row.End = row.Start
			return true, problem
		}
		row.Cells = append(row.Cells, cell)
		if !more {
			break
		}
	}
	row.End = s.at
	for row.End > row.Start && (s.text[row.End-1] == '\r' || s.text[row.End-1] == '\n') {
		row.End--
	}
	if s.at < len(s.text) && s.text[s.at] == '\n' {
		s.at++
		s.line++
	}
	return true, nil
}

// cell reads one cell; more says that a delimiter followed it, msg what is wrong
// at a byte.
func (s *scanner) cell(record int) (c Cell, more bool, msg string, at int) {
	begin := s.at
	for s.at < len(s.text) && s.text[s.at] == ' ' {
		s.at++
	}
	if s.at < len(s.text) && s.text[s.at] == '"' && s.delimiter != '\t' {
		return s.quoted(record)
	}
	s.at = begin
	end := s.lineEnd(s.at)
	if end-record > s.most {
		return c, false, "the line is too long", record
	}
	if i := strings.IndexRune(s.text[s.at:end], s.delimiter); i >= 0 {
		c = s.cut(s.at, s.at+i)
		s.at += i + utf8.RuneLen(s.delimiter)
		return c, true, "", 0
	}
	last := end
	if last > s.at && s.text[last-1] == '\r' {
		last--
	}
	c = s.cut(s.at, last)
	s.at = end
	return c, false, "", 0
}

func (s *scanner) cut(start, end int) Cell {
	return Cell{Value: s.text[start:end], Start: start, End: end}
}

// quoted reads a cell in quotation marks, which may go over several lines.
func (s *scanner) quoted(record int) (c Cell, more bool, msg string, at int) {
	open := s.at
	start := open + 1
	doubled := false
	for i := start; ; {
		j := strings.IndexByte(s.text[i:min(len(s.text), record+s.most+1)], '"')
		if j < 0 {
			if len(s.text) > record+s.most {
				return c, false, "the record is too long: is a quotation mark not closed?", open
			}
			return c, false, "the quotation mark is not closed", open
		}
		if i += j; i+1 < len(s.text) && s.text[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		c = s.cut(start, i)
		s.line += strings.Count(c.Value, "\n")
		s.at = i + 1
		break
	}
	if doubled {
		c.Value = strings.ReplaceAll(c.Value, `""`, `"`)
	}
	for s.at < len(s.text) && s.text[s.at] == ' ' {
		s.at++
	}
	rest := s.text[s.at:]
	switch r, size := utf8.DecodeRuneInString(rest); {
	case rest == "" || r == '\n' || strings.HasPrefix(rest, "\r\n"):
		if r == '\r' {
			s.at++
		}
		return c, false, "", 0
	case r == s.delimiter:
		s.at += size
		return c, true, "", 0
	}
	return c, false, "text follows a closing quotation mark: expected the delimiter or the end of the line", s.at
}

func (s *scanner) lineEnd(from int) int {
	if i := strings.IndexByte(s.text[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(s.text)
}

func (s *scanner) skipLine() {
	s.at = min(s.lineEnd(s.at)+1, len(s.text))
	s.line++
}

// delimiters are those that are looked for, the likeliest first.
var delimiters = []rune{',', '\t', ';', '|'}

// likelyDelimiter returns the delimiter that stands most often outside quotation
// marks in the first line after those skipped.
func likelyDelimiter(text string, skip int) rune {
	for ; skip > 0; skip-- {
		_, rest, _ := strings.Cut(text, "\n")
		text = rest
	}
	text = strings.TrimLeft(text, "\r\n")
	line, _, _ := strings.Cut(text[:min(len(text), 64<<10)], "\n")
	best, most := ',', 0
	for _, d := range delimiters {
		n, quoted := 0, false
		for _, r := range line {
			switch {
			case r == '"':
				quoted = !quoted
			case r == d && !quoted:
				n++
			}
		}
		if n > most {
			best, most = d, n
		}
	}
	return best
}

// header reads the names of the columns.
func (f *File) header() error {
	s := scanner{text: f.Text, delimiter: f.Delimiter, most: f.opts.Limits.Line, line: 1}
	for range f.opts.Skip {
		if s.at < len(s.text) {
			s.skipLine()
		}
	}
	var row Row
	ok, problem := s.record(&row, f.failed)
	switch {
	case problem != nil:
		return graph.Problems{*problem}
	case !ok:
		return f.wrong(len(f.Text), "the file has no header")
	case len(row.Cells) > f.opts.Limits.Columns:
		return f.limit(row.Start, "the header has %d columns; at most %d", len(row.Cells), f.opts.Limits.Columns)
	}
	for _, c := range row.Cells {
		f.addColumn(strings.TrimSpace(c.Value))
	}
	f.start = s
	return nil
}

func (f *File) failed(at int, msg string) *graph.Problem { return f.problem(at, "%s", msg) }

// lines yields the records after the header. Cells that the header has no
// column for are a problem unless they are empty.
func (f *File) lines(yield func(*Row, *graph.Problem) bool) {
	s := f.start
	for row := (Row{Number: 1}); ; row.Number++ {
		ok, problem := s.record(&row, f.failed)
		if !ok {
			return
		}
		if problem == nil && len(row.Cells) > len(f.columns) {
			for _, c := range row.Cells[len(f.columns):] {
				if strings.TrimSpace(c.Value) != "" {
					problem = f.problem(c.Start, "the row has %d cells, and the header %d", len(row.Cells), len(f.columns))
					problem.Hint = "is a cell with a delimiter in it not in quotation marks?"
					break
				}
			}
			row.Cells = row.Cells[:len(f.columns)]
		}
		if !yield(&row, problem) {
			return
		}
	}
}
