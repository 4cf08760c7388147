package table

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"missiongraph/graph"
)

// dump renders a file's rows, one a line: "line: column=value …", or the problem.
func dump(f *File) string {
	var b strings.Builder
	f.Rows(func(r *Row, p *graph.Problem) bool {
		if p != nil {
			b.WriteString("! " + p.Error() + "\n")
			return true
		}
		b.WriteString(strings.TrimPrefix(f.Place(r.Start), f.Name+":") + " ")
		for i, c := range r.Cells {
			b.WriteString("|" + f.Columns()[i] + "=" + c.Value)
			if c.List != nil {
				b.WriteString("(" + strings.Join(c.List, "+") + ")")
			}
		}
		b.WriteString("\n")
		return true
	})
	return b.String()
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, file, in string
		opts           Options
		want           string
	}{
		{"csv", "a.csv", "a,b\n1,2\n", Options{}, "2:1 |a=1|b=2\n"},
		{"no newline at the end", "a.csv", "a,b\n1,2", Options{}, "2:1 |a=1|b=2\n"},
		{"CR LF", "a.csv", "a,b\r\n1,2\r\n3,4\r\n", Options{}, "2:1 |a=1|b=2\n3:1 |a=3|b=4\n"},
		{"byte-order mark", "a.csv", "\ufeffa,b\n1,2\n", Options{}, "2:1 |a=1|b=2\n"},
		{"tabs", "a.tsv", "a\tb\n1,5\t\"2\n", Options{}, "2:1 |a=1,5|b=\"2\n"},
		{"semicolons", "a.csv", "a;b\n1,5;2\n", Options{}, "2:1 |a=1,5|b=2\n"},
		{"space before a quoted field", "a.csv", "\"a\", \"b\"\n\"x, y\", \"z\"\n", Options{}, "2:1 |a=x, y|b=z\n"},
		{"newline and marks in a field", "a.csv", "a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n3,4\n", Options{}, "2:1 |a=x\ny|b=say \"hi\"\n4:1 |a=3|b=4\n"},
		{"preamble", "a.csv", "Report of 2025\n\na,b\n1,2\n", Options{Skip: 1}, "4:1 |a=1|b=2\n"},
		{"blank lines", "a.csv", "a,b\n\n1,2\n  \n", Options{}, "3:1 |a=1|b=2\n"},
		{"a name twice", "a.csv", "a,a\n1,2\n", Options{}, "2:1 |a=1|a (2)=2\n"},
		{"too many cells", "a.csv", "a,b\n1,2,3\n4,5,\n6\n", Options{},
			"! a.csv:2:5: the row has 3 cells, and the header 2 (is a cell with a delimiter in it not in quotation marks?)\n3:1 |a=4|b=5\n4:1 |a=6\n"},
		{"an open quotation mark", "a.csv", "a,b\n1,\"2\n3,4\n", Options{}, "! a.csv:2:3: the quotation mark is not closed\n3:1 |a=3|b=4\n"},
		{"text after a quoted field", "a.csv", "a,b\n\"1\"x,2\n3,4\n", Options{},
			"! a.csv:2:4: text follows a closing quotation mark: expected the delimiter or the end of the line\n3:1 |a=3|b=4\n"},
		{"a long line", "a.csv", "a,b\n1," + strings.Repeat("x", 100) + "\n3,4\n", Options{Limits: Limits{Line: 50}}, "! a.csv:2:1: the line is too long\n3:1 |a=3|b=4\n"},
		{"windows-1252", "a.csv", "a,b\nSheriff\x92s,caf\xe9\n", Options{}, "2:1 |a=Sheriff’s|b=café\n"},
		{"utf-16", "a.csv", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00", Options{}, "2:1 |a=1|b=2\n"},
		{"json", "a.json", "[\n {\"a\": \"x\\u0027s\", \"b\": {\"c\": 1.50, \"d\": null}, \"e\": [1, \"y\"], \"f\": [{\"g\": 1}]},\n {\"a\": true}\n]", Options{},
			"2:2 |a=x's|b.c=1.50|b.d=|e=[1, \"y\"](1+y)|f=[{\"g\": 1}]\n3:2 |a=true\n"},
		{"json within", "a.json", `{"meta": {"n": 1}, "data": {"items": [{"a": 1}]}, "x": 1}`, Options{Records: "data.items"}, "1:39 |a=1\n"},
		{"json, a wrong name", "a.json", `{"meta": 1, "data": []}`, Options{Records: "dat"}, "! a.json:1:1: the object has no field \"dat\" (did you mean \"data\"?)\n"},
		{"json cut off", "a.json", "[{\"a\": 1},\n{\"a\": ", Options{}, "1:2 |a=1\n! a.json:2:7: not valid JSON: unexpected EOF\n"},
		{"json, no records", "a.json", "[1]", Options{}, "! a.json:1:2: expected a record, an object in braces, found a number\n"},
		{"json too deep", "a.json", `[{"a": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}]`, Options{},
			"! a.json:1:70: the document is nested too deeply; at most 64 levels\n"},
		{"lines of json", "a.ndjson", "{\"a\": 1}\n\n{\"a\": }\n{\"a\": 2} x\n{\"a\": 3}\n", Options{},
			"1:1 |a=1\n! a.ndjson:3:7: not valid JSON: missing value after object name\n! a.ndjson:4:10: not valid JSON: invalid character 'x' at start of value\n5:1 |a=3\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := Read(test.file, strings.NewReader(test.in), test.opts)
			require.NoError(t, err)
			assert.Equal(t, test.want, dump(f))
			f.Rows(func(r *Row, p *graph.Problem) bool {
				for _, c := range r.Cells {
					if p == nil && f.Format == CSV && !strings.Contains(c.Value, `"`) {
						assert.Equal(t, c.Value, f.Text[c.Start:c.End], "a cell is quoted where it stands")
					}
				}
				return true
			})
		})
	}
}

func TestReadRefuses(t *testing.T) {
	bomb := func(n int) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(make([]byte, n))
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return b.String()
	}
	zbomb := func(n int) string {
		z, err := zstd.NewWriter(nil)
		require.NoError(t, err)
		return string(z.EncodeAll(make([]byte, n), nil))
	}
	small := Options{Limits: Limits{Bytes: 1000}}
	tests := []struct {
		name, in string
		opts     Options
		want     string
	}{
		{"empty", "", Options{}, "f:1:1: the file is empty"},
		{"binary", "\x7fELF\x00\x01", Options{}, "f:1:1: the file is not text: it has a byte 0 at 4 (CSV, JSON, lines of JSON and XLSX can be read, also as gzip or zstd)"},
		{"too large", strings.Repeat("x", 1001), small, "f:1:1: the file has more than 1000 bytes"},
		{"gzip bomb", bomb(1 << 20), Options{Limits: Limits{Bytes: 2000}}, "f:1:1: the file has more than 2000 bytes when decompressed"},
		{"zstd bomb", zbomb(1 << 20), small, "f:1:1: the file has more than 1000 bytes when decompressed"},
		{"gzip cut off", bomb(1 << 10)[:20], Options{}, "f:1:1: the file is not whole gzip: it is damaged or cut off"},
		{"a ZIP", "PK\x03\x04 and so on", Options{}, "f:1:1: the file is not a workbook (XLSX) that can be read (a ZIP of other files is unpacked first)"},
		{"not the encoding", "a,b\nx,\xe9\n", Options{Encoding: "utf-8"}, "f:2:3: byte 6 is not UTF-8 (leave the encoding out to have it detected, or say windows-1252)"},
		{"no such encoding", "a,b\n", Options{Encoding: "utf8"}, `f:1:1: there is no encoding "utf8": expected utf-8, utf-16 or windows-1252 (did you mean "utf-8"?)`},
		{"too many columns", strings.Repeat(",", 20), Options{Limits: Limits{Columns: 10}}, "f:1:1: the header has 21 columns; at most 10"},
		{"only blank lines", "\n\n \n", Options{}, "f:4:1: the file has no header"},
		{"no format", "a", Options{Format: "xls"}, `f:1:1: there is no format "xls"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read("f", strings.NewReader(test.in), test.opts)
			require.Error(t, err)
			assert.Equal(t, test.want, err.Error())
		})
	}
}

func TestCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte("a,b\n1,2\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	f, err := Read("a.csv.gz", &b, Options{})
	require.NoError(t, err)
	assert.Equal(t, "gzip", f.Compression)
	assert.Equal(t, "2:1 |a=1|b=2\n", dump(f))
}

func TestSpreadsheet(t *testing.T) {
	book := excelize.NewFile()
	require.NoError(t, book.SetSheetRow("Sheet1", "A1", &[]any{"Name", "Signed", "Sum"}))
	require.NoError(t, book.SetSheetRow("Sheet1", "A2", &[]any{"Line\nbreak", 45785, 12.5}))
	require.NoError(t, book.SetCellFormula("Sheet1", "D2", "=1+1"))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	f, err := Read("a.xlsx", bytes.NewReader(b.Bytes()), Options{})
	require.NoError(t, err)
	assert.Equal(t, "2:1 |Name=Line break|Signed=45785|Sum=12.5\n", dump(f))

	_, err = Read("a.xlsx", bytes.NewReader(b.Bytes()), Options{Sheet: "Other"})
	require.Error(t, err)
	assert.Equal(t, `a.xlsx:1:1: the workbook has no sheet "Other" (it has Sheet1)`, err.Error())
}

func TestALongLineCostsNoMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB")
	}
	in := "a,b\n1," + strings.Repeat("x", 100<<20)
	f, err := Read("a.csv", strings.NewReader(in), Options{})
	require.NoError(t, err)
	assert.Equal(t, "! a.csv:2:1: the line is too long\n", dump(f))
}

// FuzzRead checks that no file can crash the reader, and that every place it
// tells is in the text.
func FuzzRead(f *testing.F) {
	for _, in := range []string{"a,b\n1,\"2\"\n", `[{"a":[1,{"b":2}]}]`, "{\"a\":1}\n{\"a\":2}", "\xff\xfea\x00", "PK\x03\x04", "\x1f\x8b"} {
		f.Add([]byte(in), "")
	}
	if real, err := os.ReadFile("../testdata/ice-areas-of-responsibility.csv"); err == nil {
		f.Add(real[:2000], "")
	}
	f.Fuzz(func(t *testing.T, in []byte, records string) {
		for _, format := range []string{"", JSON, NDJSON, CSV} {
			file, err := Read("f", bytes.NewReader(in), Options{Format: format, Records: records, Limits: Limits{Bytes: 1 << 20}})
			if err != nil {
				continue
			}
			file.Rows(func(r *Row, p *graph.Problem) bool {
				if p == nil {
					require.LessOrEqual(t, r.Start, r.End)
					require.LessOrEqual(t, r.End, len(file.Text))
					for _, c := range r.Cells {
						require.LessOrEqual(t, c.Start, c.End)
						require.LessOrEqual(t, c.End, len(file.Text))
					}
				}
				return true
			})
		}
	})
}
