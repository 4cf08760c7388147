package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"missiongraph/graph"
)

// terminal is an output stream that knows whether a person looks at it:
// colours and boxes there, plain tab-separated text in a pipe.
type terminal struct {
	io.Writer
	tty bool
}

func newTerminal(w io.Writer) *terminal {
	return &terminal{w, isTerminal(w)}
}

// isTerminal reports whether a person reads or types into a stream.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// Columns of a terminal that does not tell, and of the narrowest for which
// tables are laid out.
const (
	usualColumns = 80
	leastColumns = 20
)

// columns returns the width of the terminal: as the terminal says, else as
// $COLUMNS says, else 80.
func (t *terminal) columns() int {
	n := 0
	if f, ok := t.Writer.(*os.File); ok {
		n, _, _ = term.GetSize(int(f.Fd()))
	}
	if n == 0 {
		n, _ = strconv.Atoi(os.Getenv("COLUMNS"))
	}
	if n <= 0 {
		n = usualColumns
	}
	return max(n, leastColumns)
}

// colour reports whether colours are wanted: https://no-color.org.
func (t *terminal) colour() bool {
	return t.tty && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (t *terminal) paint(s string, codes ...text.Color) string {
	if !t.colour() || s == "" {
		return s
	}
	// Not Colors.Sprint: that library turns colours off for the whole process
	// when standard output is no terminal, and this may be standard error.
	numbers := make([]string, len(codes))
	for i, c := range codes {
		numbers[i] = strconv.Itoa(int(c))
	}
	return "\x1b[" + strings.Join(numbers, ";") + "m" + s + "\x1b[0m"
}

func (t *terminal) bad(s string) string    { return t.paint(s, text.FgRed) }
func (t *terminal) good(s string) string   { return t.paint(s, text.FgGreen) }
func (t *terminal) strong(s string) string { return t.paint(s, text.Bold) }
func (t *terminal) dim(s string) string    { return t.paint(s, text.Faint) }

// plain writes control characters as escapes, so that no text of a file or
// server can steer the terminal. Line breaks stay.
func plain(s string) string {
	special := func(r rune) bool { return r != '\n' && graph.IsControl(r) }
	if strings.IndexFunc(s, special) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if special(r) {
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// say prints a labelled line, as "hint: …".
func (t *terminal) say(label, format string, args ...any) {
	fmt.Fprintf(t, "%s %s\n", label, plain(fmt.Sprintf(format, args...)))
}
