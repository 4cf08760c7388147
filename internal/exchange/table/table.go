package table

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// The formats.
const (
	CSV    = "csv" // with any delimiter
	JSON   = "json"
	NDJSON = "ndjson"
	XLSX   = "xlsx"
	NQuads = "nquads" // RDF; also N-Triples
	JSONLD = "jsonld" // RDF
)

// Formats lists the formats.
func Formats() []string { return []string{CSV, JSON, NDJSON, XLSX, NQuads, JSONLD} }

// Limits bound what is read. A zero field stands for its default.
type Limits struct {
	Bytes   int64 // of a file, compressed or not: 256 MiB
	Line    int   // bytes of a line of a CSV, or of a record of JSON: 4 MiB
	Columns int   // 2,000
	Depth   int   // of JSON: 64
}

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 256 << 20
	}
	if l.Line == 0 {
		l.Line = 4 << 20
	}
	if l.Columns == 0 {
		l.Columns = 2000
	}
	if l.Depth == 0 {
		l.Depth = 64
	}
	return l
}

// Options say how a file is to be read. The zero Options detect everything.
type Options struct {
	Format    string // one of [Formats]; "" by what is in the file
	Delimiter rune   // of a CSV; 0 for the likeliest
	Encoding  string // "utf-8", "utf-16" or "windows-1252"; "" by what is in the file
	Skip      int    // lines of a CSV or spreadsheet before its header
	Sheet     string // of a spreadsheet; "" for the first
	Records   string // where in a JSON document the list of records is, as "data.items"; "" for the whole
	Limits    Limits
}

// File is a file read, its rows yet to be taken apart.
type File struct {
	Name        string // as in errors
	Format      string
	Compression string // "gzip", "zstd" or ""
	Encoding    string // "utf-8", "utf-16" or "windows-1252"
	Delimiter   rune   // of a CSV
	Size        int64  // bytes, as it came
	SHA256      string // of the bytes as they came, lower-case hexadecimal
	Text        string // what quotes are cut from
	Most        int    // rows to yield; 0 for all

	opts    Options
	columns []string       // of a CSV or spreadsheet from the start; of JSON as they are met
	index   map[string]int // of columns
	start   scanner        // of a CSV: behind the header

	resources []resource // of RDF
}

// Row is a record of a file.
type Row struct {
	Number     int    // from 1
	Line       int    // in the text, from 1
	Column     int    // in the line, from 1
	Start, End int    // bytes in the text
	Cells      []Cell // by column; may be shorter than the columns
}

// Cell is a value of a row.
type Cell struct {
	Value      string   // unquoted, as it stands in the file; several of RDF joined by "; "
	List       []string // of a JSON array of texts and numbers, or of several values of RDF; nil for others
	Start, End int      // bytes in the text, without quotation marks; equal where there is nothing to quote
}

// Read reads a file. Its errors are [graph.Problems] and those of r.
func Read(name string, r io.Reader, opts Options) (*File, error) {
	opts.Limits = opts.Limits.withDefaults()
	f := &File{Name: name, opts: opts, index: map[string]int{}}
	if opts.Format != "" && !slices.Contains(Formats(), opts.Format) {
		return nil, f.wrong(0, "there is no format %q", opts.Format)
	}
	raw, err := f.bytes(r)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	f.Size, f.SHA256 = int64(len(raw)), hex.EncodeToString(sum[:])
	if raw, err = f.decompress(raw); err != nil {
		return nil, err
	}
	if len(raw) == 0 {
		return nil, f.wrong(0, "the file is empty")
	}
	if f.Format = f.format(raw); f.Format == XLSX {
		f.Encoding, f.Delimiter = "utf-8", '\t'
		if f.Text, err = f.spreadsheet(raw); err != nil {
			return nil, err
		}
		return f, f.header()
	}
	if f.Text, err = f.decode(raw); err != nil {
		return nil, err
	}
	switch f.Format {
	case CSV:
	case NQuads, JSONLD:
		return f, f.rdf()
	default:
		return f, nil
	}
	if f.Delimiter = opts.Delimiter; f.Delimiter == 0 {
		f.Delimiter = likelyDelimiter(f.Text, opts.Skip)
	}
	return f, f.header()
}

// format returns the format of a decompressed file.
func (f *File) format(raw []byte) string {
	if f.opts.Format != "" {
		return f.opts.Format
	}
	if strings.HasPrefix(string(raw[:min(len(raw), 4)]), "PK\x03\x04") {
		return XLSX
	}
	name := strings.ToLower(f.Name)
	for _, suffix := range []string{".gz", ".zst", ".zstd"} {
		name = strings.TrimSuffix(name, suffix)
	}
	switch {
	case strings.HasSuffix(name, ".csv"), strings.HasSuffix(name, ".tsv"):
		return CSV
	case strings.HasSuffix(name, ".ndjson"), strings.HasSuffix(name, ".jsonl"):
		return NDJSON
	case strings.HasSuffix(name, ".nq"), strings.HasSuffix(name, ".nt"):
		return NQuads
	case strings.HasSuffix(name, ".jsonld"):
		return JSONLD
	}
	head := strings.TrimLeft(string(raw[:min(len(raw), 4096)]), "\ufeff \t\r\n")
	switch {
	case strings.HasPrefix(head, "["):
		return JSON
	case strings.HasPrefix(head, "{") && strings.HasSuffix(name, ".json"):
		return JSON
	case strings.HasPrefix(head, "{"):
		line, rest, _ := strings.Cut(head, "\n")
		if strings.HasSuffix(strings.TrimSpace(line), "}") && strings.HasPrefix(strings.TrimSpace(rest), "{") {
			return NDJSON
		}
		return JSON
	}
	return CSV
}

// Columns returns the names of the columns: those of the header, or of the
// records read so far.
func (f *File) Columns() []string { return f.columns }

// Column returns the number of a column, -1 for none of that name.
func (f *File) Column(name string) int {
	if i, ok := f.index[name]; ok {
		return i
	}
	return -1
}

// Rows calls yield for each row in order until it returns false. A row that
// cannot be read is yielded with the problem, and what comes after it goes on
// where that is possible. The row is the callee's until yield returns.
func (f *File) Rows(yield func(*Row, *graph.Problem) bool) {
	if most := f.Most; most > 0 {
		all := yield
		yield = func(r *Row, p *graph.Problem) bool { return all(r, p) && r.Number < most }
	}
	switch f.Format {
	case JSON, NDJSON:
		f.records(yield)
	case NQuads, JSONLD:
		f.described(yield)
	default:
		f.lines(yield)
	}
}

// addColumn registers a column. A name that is there already gets a number.
func (f *File) addColumn(name string) int {
	for unique, n := name, 2; ; n++ {
		if _, taken := f.index[unique]; !taken {
			name = unique
			break
		}
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	f.index[name] = len(f.columns)
	f.columns = append(f.columns, name)
	return len(f.columns) - 1
}

// Place returns the "file:line:column" of a byte of the text.
func (f *File) Place(at int) string {
	line, column := position(f.Text, at)
	return fmt.Sprintf("%s:%d:%d", f.Name, line, column)
}

// position returns line and column, from 1, of a byte.
func position(text string, at int) (line, column int) {
	at = min(at, len(text))
	start := strings.LastIndexByte(text[:at], '\n') + 1
	return strings.Count(text[:start], "\n") + 1, utf8.RuneCountInString(text[start:at]) + 1
}

// wrong is the error of a file that cannot be read from a byte of the text on.
func (f *File) wrong(at int, format string, args ...any) graph.Problems {
	return graph.Problems{*f.problem(at, format, args...)}
}

func (f *File) problem(at int, format string, args ...any) *graph.Problem {
	return &graph.Problem{Path: f.Place(at), Code: graph.BadInput, Msg: fmt.Sprintf(format, args...)}
}

func (f *File) limit(at int, format string, args ...any) graph.Problems {
	p := f.wrong(at, format, args...)
	p[0].Code = graph.Limit
	return p
}
