package export

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Table is a flat table. A cell is nil, a string, a float64, a bool, a
// jsontext.Value, which stands for itself, or a []any of these.
type Table struct {
	Columns []string // each name once
	Rows    [][]any  // a cell for each column
}

// between stands between the parts of a list in one cell.
const between = "; "

// cellText is a cell for people and spreadsheets.
func cellText(cell any) string {
	switch x := cell.(type) {
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(x)
	case jsontext.Value:
		return string(x)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = cellText(x[i])
		}
		return strings.Join(parts, between)
	}
	return ""
}

// tame is cellText made harmless where it is not a number.
func tame(cell any) string {
	text := cellText(cell)
	switch x := cell.(type) {
	case float64, bool:
		return text
	case jsontext.Value:
		if k := x.Kind(); k == '0' || k == 't' || k == 'f' {
			return text
		}
	}
	return harmless(text)
}

func writeCSV(w *bufio.Writer, t *Table) error {
	c := csv.NewWriter(w)
	if err := c.Write(tameAll(t.Columns)); err != nil {
		return err
	}
	row := make([]string, len(t.Columns))
	for _, cells := range t.Rows {
		for i, cell := range cells {
			row[i] = tame(cell)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func tameAll(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = harmless(name)
	}
	return list
}

// tsvEscapes are those of linear TSV, which has no quotation marks.
var tsvEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeTSV(w *bufio.Writer, t *Table) error {
	line := func(cells []string) {
		for i, cell := range cells {
			if i > 0 {
				_ = w.WriteByte('\t')
			}
			_, _ = tsvEscapes.WriteString(w, cell)
		}
		_ = w.WriteByte('\n') // what fails is told by Flush
	}
	line(tameAll(t.Columns))
	row := make([]string, len(t.Columns))
	for _, cells := range t.Rows {
		for i, cell := range cells {
			row[i] = tame(cell)
		}
		line(row)
	}
	return nil
}

func writeJSON(w *bufio.Writer, t *Table) error {
	_, _ = w.WriteString("[")
	t.objects(w, ",\n")
	_, err := w.WriteString("]\n")
	return err
}

func writeNDJSON(w *bufio.Writer, t *Table) error {
	t.objects(w, "\n")
	if len(t.Rows) > 0 {
		_ = w.WriteByte('\n')
	}
	return nil
}

// objects writes an object for each row.
func (t *Table) objects(w *bufio.Writer, separator string) {
	keys := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		keys[i] = encoded(name) + ":"
		if i > 0 {
			keys[i] = "," + keys[i]
		}
	}
	for n, cells := range t.Rows {
		if n > 0 {
			_, _ = w.WriteString(separator)
		}
		_ = w.WriteByte('{')
		for i, cell := range cells {
			_, _ = w.WriteString(keys[i])
			_, _ = w.WriteString(encoded(cell))
		}
		_ = w.WriteByte('}')
	}
}
