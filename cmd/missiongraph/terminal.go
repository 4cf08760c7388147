package main

import (
	"io"
	"os"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/mattn/go-isatty"
)

// terminal is an output stream that knows whether a person looks at it:
// colours and boxes there, plain tab-separated text in a pipe.
type terminal struct {
	io.Writer
	tty bool
}

func newTerminal(w io.Writer) *terminal {
	f, ok := w.(*os.File)
	tty := ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
	return &terminal{w, tty}
}

// colour reports whether colours are wanted: https://no-color.org.
func (t *terminal) colour() bool { return t.tty && os.Getenv("NO_COLOR") == "" }

func (t *terminal) paint(c text.Colors, s string) string {
	if !t.colour() {
		return s
	}
	return c.Sprint(s)
}

func (t *terminal) bad(s string) string    { return t.paint(text.Colors{text.FgRed, text.Bold}, s) }
func (t *terminal) good(s string) string   { return t.paint(text.Colors{text.FgGreen}, s) }
func (t *terminal) strong(s string) string { return t.paint(text.Colors{text.Bold}, s) }
func (t *terminal) dim(s string) string    { return t.paint(text.Colors{text.Faint}, s) }

// table prints rows under a header: a ruled table on a terminal, else
// tab-separated values with the header as first line.
func (t *terminal) table(title string, header []string, rows [][]any) {
	w := table.NewWriter()
	w.SetOutputMirror(t)
	w.AppendHeader(row(header))
	for _, r := range rows {
		w.AppendRow(r)
	}
	if !t.tty {
		w.RenderTSV()
		return
	}
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.SeparateRows = false
	w.SetStyle(style)
	if title != "" {
		w.SetTitle(title)
	}
	configs := make([]table.ColumnConfig, len(header))
	for i := range header {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: 72}
	}
	w.SetColumnConfigs(configs)
	w.Render()
}

func row(cells []string) table.Row {
	r := make(table.Row, len(cells))
	for i, c := range cells {
		r[i] = c
	}
	return r
}
