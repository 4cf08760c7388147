package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// sheet is one table of an answer. Every row has a cell for each column.
type sheet struct {
	title   string // may be empty
	columns []string
	rows    [][]string
	numeric []bool // by column: all its values are numbers
}

// counts returns a sheet of names with their counts.
func counts(title, what string, list []namedCount) sheet {
	s := sheet{title: title, columns: []string{what, "count"}, numeric: []bool{false, true}}
	for _, c := range list {
		s.rows = append(s.rows, []string{c.Name, fmt.Sprint(c.Count)})
	}
	return s
}

// print prints sheets: ruled tables under their titles on a terminal; in a
// pipe tab-separated values with the columns' names as first line, each under
// a line "# title" when there are several.
func (t *terminal) print(sheets ...sheet) error {
	var b strings.Builder
	for i, s := range sheets {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch {
		case t.tty:
			if s.title != "" {
				fmt.Fprintln(&b, t.strong(plain(s.title)))
			}
			if len(s.rows) > 0 {
				b.WriteString(s.layout(t.columns()))
			}
		default:
			if len(sheets) > 1 {
				fmt.Fprintln(&b, "#", tsv(s.title))
			}
			s.writeTSV(&b)
		}
	}
	_, err := io.WriteString(t, b.String())
	return err
}

// tsvEscape is that of linear TSV: what would end a cell or line is escaped.
var tsvEscape = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func tsv(cell string) string {
	return plain(strings.ReplaceAll(tsvEscape.Replace(cell), listMark, "; "))
}

// shown is a cell as a terminal shows it.
func shown(cell string) string { return plain(strings.ReplaceAll(cell, listMark, "\n")) }

func (s *sheet) writeTSV(b *strings.Builder) {
	if len(s.columns) == 0 {
		return
	}
	for _, row := range append([][]string{s.columns}, s.rows...) {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			cell = tsv(cell)
			if i == 0 && strings.HasPrefix(cell, "#") {
				b.WriteByte('\\') // no title
			}
			b.WriteString(cell)
		}
		b.WriteByte('\n')
	}
}

// leastCell is the narrowest column worth reading.
const leastCell = 8

// layout draws the sheet in a box that is at most so many columns wide. Where
// the columns do not fit beside each other, rows become pairs of name and value.
func (s *sheet) layout(width int) string {
	widths := s.widths()
	frame := 3*len(widths) + 1
	room := width - frame
	least := 0
	for _, w := range widths {
		least += min(w, leastCell)
	}
	if least > room && len(s.columns) > 2 {
		return s.records(width)
	}
	shrink(widths, max(room, len(widths)))
	w := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	w.SetStyle(style)
	configs := make([]table.ColumnConfig, len(s.columns))
	header := make(table.Row, len(s.columns))
	for i, name := range s.columns {
		header[i] = wrap(plain(name), widths[i])
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMin: widths[i], WidthMax: widths[i]}
		if s.numeric[i] {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	w.SetColumnConfigs(configs)
	w.AppendHeader(header)
	tall := false
	for _, row := range s.rows {
		cells := make(table.Row, len(row))
		for i, cell := range row {
			wrapped := wrap(shown(cell), widths[i])
			tall = tall || strings.Contains(wrapped, "\n")
			cells[i] = wrapped
		}
		w.AppendRow(cells)
	}
	w.Style().Options.SeparateRows = tall
	return w.Render() + "\n"
}

// wrap breaks lines between words, and within a word that is too long.
func wrap(s string, width int) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines { // together they would be one paragraph
		lines[i] = strings.TrimRight(text.WrapSoft(line, width), " \n")
	}
	return strings.Join(lines, "\n")
}

// widths returns how wide each column would like to be.
func (s *sheet) widths() []int {
	widths := make([]int, len(s.columns))
	for i, name := range s.columns {
		widths[i] = text.LongestLineLen(plain(name))
	}
	for _, row := range s.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], text.LongestLineLen(shown(cell)))
		}
	}
	return widths
}

// shrink narrows the widest columns until all fit into room.
func shrink(widths []int, room int) {
	for {
		sum, widest, second := 0, 0, 0
		for i, w := range widths {
			sum += w
			if w > widths[widest] {
				widest = i
			}
		}
		for i, w := range widths {
			if i != widest {
				second = max(second, w)
			}
		}
		over := sum - room
		if over <= 0 || widths[widest] <= 1 {
			return
		}
		widths[widest] -= max(1, min(over, widths[widest]-second))
	}
}

// records draws every row as a block of pairs of name and value.
func (s *sheet) records(width int) string {
	pairs := sheet{columns: []string{"field", "value"}, numeric: []bool{false, false}}
	var b strings.Builder
	for i, row := range s.rows {
		pairs.rows = pairs.rows[:0]
		for j, cell := range row {
			if cell != "" {
				pairs.rows = append(pairs.rows, []string{s.columns[j], cell})
			}
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(pairs.layout(width))
	}
	return b.String()
}
