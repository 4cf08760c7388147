package table

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
)

// How much of a file is looked at to find its layout.
const (
	sampleRecords = 200
	samplePath    = 4 // levels at which a list of records is looked for in JSON
	mostSkip      = 100
)

// Detect reads a file of which nothing is known: besides what [Read] finds out by
// itself, lines before the header, a delimiter that the header alone does not
// tell, and where in a JSON document the records are. [File.Options] has them.
func Detect(name string, r io.Reader) (*File, error) {
	limits := Limits{}.withDefaults()
	raw, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, err
	}
	f, err := Read(name, bytes.NewReader(raw), Options{})
	var problems graph.Problems
	if f == nil || err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	var opts Options
	switch f.Format {
	case JSON:
		opts.Records = f.longestList()
	case CSV, XLSX:
		opts = f.layout()
	}
	if err == nil && opts == (Options{}) {
		return f, nil
	}
	return Read(name, bytes.NewReader(raw), opts)
}

// Options returns how the file was read, its limits left out.
func (f *File) Options() Options {
	o := f.opts
	o.Limits = Limits{}
	return o
}

// layout finds the delimiter whose records are most alike, and the lines before
// the first of them that names all columns. What Read finds alone stays zero.
func (f *File) layout() (opts Options) {
	among := delimiters
	if f.Format == XLSX {
		among = []rune{'\t'}
	}
	best := 0
	for _, d := range among {
		width, alike, skip := f.shape(d)
		if score := alike * (width - 1); score > best {
			best, opts.Delimiter, opts.Skip = score, d, skip
		}
	}
	if opts.Delimiter == f.Delimiter || f.Format == XLSX {
		opts.Delimiter = 0
	}
	if opts.Delimiter == 0 && opts.Skip > 0 && f.Format == CSV && likelyDelimiter(f.Text, opts.Skip) != f.Delimiter {
		opts.Delimiter = f.Delimiter
	}
	return opts
}

// shape returns how many cells most records have with a delimiter, how many
// records of the sample have so many or nearly, and how many lines stand before
// the header.
func (f *File) shape(delimiter rune) (width, alike, skip int) {
	s := scanner{text: f.Text, delimiter: delimiter, most: f.opts.Limits.Line, line: 1}
	type record struct{ line, cells, filled int }
	var records []record
	widths := map[int]int{}
	for row := (Row{}); len(records) < sampleRecords; {
		ok, problem := s.record(&row, f.failed)
		if !ok {
			break
		}
		if problem != nil {
			continue
		}
		r := record{line: row.Line, cells: len(row.Cells)}
		for i := len(row.Cells) - 1; i >= 0 && f.Format == XLSX && strings.TrimSpace(row.Cells[i].Value) == ""; i-- {
			r.cells-- // spreadsheets leave empty cells at the end out, or do not
		}
		for _, c := range row.Cells {
			if strings.TrimSpace(c.Value) != "" {
				r.filled++
			}
		}
		records = append(records, r)
		widths[r.cells]++
	}
	for cells, n := range widths {
		if cells > 1 && (n > widths[width] || n == widths[width] && cells > width) {
			width = cells
		}
	}
	if width == 0 {
		return 1, len(records), 0
	}
	header := -1
	for i, r := range records {
		if r.cells >= width-1 && r.cells <= width {
			alike++
		}
		if header < 0 && 5*r.filled >= 3*width && r.filled > 1 && i < mostSkip {
			header = i
		}
	}
	if header > 0 {
		skip = records[header].line - 1
	}
	return width, alike, skip
}

// longestList returns the path of the longest list of objects in a JSON document,
// "" for the document itself.
func (f *File) longestList() string {
	d := jsontext.NewDecoder(strings.NewReader(f.Text), jsontext.AllowDuplicateNames(true))
	best, most := "", 0
	var visit func(path string, depth int) error
	visit = func(path string, depth int) error {
		switch kind := d.PeekKind(); {
		case kind == '{' && depth < samplePath:
			if _, err := d.ReadToken(); err != nil {
				return err
			}
			for d.PeekKind() == '"' {
				t, err := d.ReadToken()
				if err != nil {
					return err
				}
				name := t.String()
				below := name
				if path != "" {
					below = path + "." + name
				}
				if strings.Contains(name, ".") { // a path cannot name it
					if err := d.SkipValue(); err != nil {
						return err
					}
					continue
				}
				if err := visit(below, depth+1); err != nil {
					return err
				}
			}
			_, err := d.ReadToken()
			return err
		case kind == '[':
			if _, err := d.ReadToken(); err != nil {
				return err
			}
			n := 0
			for d.PeekKind() != ']' {
				if d.PeekKind() == '{' {
					n++
				}
				if err := d.SkipValue(); err != nil {
					return err
				}
			}
			if n > most {
				best, most = path, n
			}
			_, err := d.ReadToken()
			return err
		default:
			return d.SkipValue()
		}
	}
	// A document that is not whole is told when its records are read.
	_ = visit("", 0)
	return best
}
