package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// printed lays out an answer as query prints it.
func printed(t testing.TB, tty bool, answer string) string {
	t.Helper()
	data, err := decodeOrdered([]byte(answer))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, (&terminal{&b, tty}).print(flatten(data)...))
	return b.String()
}

func TestPrintInAPipe(t *testing.T) {
	tests := []struct{ name, answer, want string }{
		{"one list", `{"all":[{"id":"a","n":1},{"id":"b","n":2}]}`,
			"id\tn\na\t1\nb\t2\n"},
		{"values", `{"a":1,"b":null,"c":true}`,
			"field\tvalue\na\t1\nb\tnull\nc\ttrue\n"},
		{"nothing", `{"all":[]}`, ""},
		{"texts", `{"all":["x","y"]}`, "value\nx\ny\n"},
		{"escapes", `{"all":[{"a":"x\ty\nz\\","b":"\u001b[31m"},{"a":"# no title","b":""}]}`,
			"a\tb\nx\\ty\\nz\\\\\t\\x1b[31m\n\\# no title\t\n"},
		{"several", `{"one":[{"id":"a"}],"two":[{"id":"b"}],"three":3}`,
			"# \nfield\tvalue\nthree\t3\n\n# one (1)\nid\na\n\n# two (1)\nid\nb\n"},
		{"objects in rows", `{"all":[{"id":"a","of":{"id":"x","in":{"id":"y"}}}]}`,
			"id\tof.id\tof.in.id\na\tx\ty\n"},
		{"values in rows", `{"all":[{"id":"a","names":["x","y"],"led":[{"name":"u"},{"name":"v"}]}]}`,
			"id\tnames\tled\na\tx; y\tu; v\n"},
		{"a list in rows, named by id", `{"all":[{"id":"a","in":[{"p":1,"q":2}]},{"id":"b","in":[]}]}`,
			"# all (2)\nid\na\nb\n\n# all.in (1)\nof\tp\tq\na\t1\t2\n"},
		{"a list in rows, named by number", `{"all":[{"s":"a","in":[{"p":1,"q":2}]},{"s":"a","in":[{"p":3,"q":4}]}]}`,
			"# all (2)\nrow\ts\n1\ta\n2\ta\n\n# all.in (2)\nof\tp\tq\n1\t1\t2\n2\t3\t4\n"},
		{"lists in lists", `{"all":[{"id":"a","in":[{"id":"x","w":1,"in":[{"p":1,"q":2}]}]},{"id":"b","in":[{"id":"x","w":2,"in":[{"p":3,"q":4}]}]}]}`,
			"# all (2)\nid\na\nb\n\n# all.in (2)\nof\tid\tw\na\tx\t1\nb\tx\t2\n\n# all.in.in (2)\nof\tp\tq\na / x\t1\t2\nb / x\t3\t4\n"},
		{"a connection", `{"all":{"totalCount":9,"edges":[{"node":{"id":"a","type":"n"},"type":"e"}],"pageInfo":{"hasNextPage":true}}}`,
			"# all\nfield\tvalue\ntotalCount\t9\npageInfo.hasNextPage\ttrue\n\n# all (1)\nid\tnode.type\ttype\na\tn\te\n"},
		{"rows that differ", `{"all":[{"a":1},null,{"b":2}]}`, "a\tb\n1\t\n\t\n\t2\n"},
		{"numbers", `{"all":[{"n":0.5},{"n":12.34567},{"n":20000},{"n":0.00012345},{"n":1e3},{"n":123456789012345678}]}`,
			"n\n0.5\n12.346\n20000\n0.000123\n1000\n123456789012345678\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, printed(t, false, test.answer))
		})
	}
}

func TestPrintOnATerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	t.Setenv("COLUMNS", "40")
	const answer = `{"all":[{"id":"a","count":1,"sentence":["one","two"]},` +
		`{"id":"b","count":20,"sentence":"a sentence that is far too long for one line\u0007"}],"none":[]}`
	assert.Equal(t, strings.TrimPrefix(`
all (2)
┌────┬───────┬─────────────────────────┐
│ id │ count │ sentence                │
├────┼───────┼─────────────────────────┤
│ a  │     1 │ one                     │
│    │       │ two                     │
├────┼───────┼─────────────────────────┤
│ b  │    20 │ a sentence that is far  │
│    │       │ too long for one line\a │
└────┴───────┴─────────────────────────┘

none (0)
`, "\n"), printed(t, true, answer))
}

// Whatever the answer and the width, no line is wider than the terminal.
func TestPrintFitsTheTerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	wide := `{"x":"` + strings.Repeat("word ", 30) + `","y":"` + strings.Repeat("unbroken", 20) + `"`
	for c := 'a'; c < 'p'; c++ {
		wide += `,"` + string(c) + `column":"value of ` + string(c) + `"`
	}
	wide += "}"
	for _, columns := range []string{"20", "40", "80", "200"} {
		t.Setenv("COLUMNS", columns)
		for _, answer := range []string{`{"all":[` + wide + "," + wide + `]}`, `{"one":` + wide + `}`} {
			out := printed(t, true, answer)
			limit := (&terminal{&bytes.Buffer{}, true}).columns()
			for _, line := range strings.Split(out, "\n") {
				assert.LessOrEqual(t, text.StringWidth(line), limit, "%q", line)
			}
			letters := strings.NewReplacer("│", "", " ", "", "\n", "").Replace(out)
			assert.Equal(t, strings.Count(answer, "word"), strings.Count(letters, "word"), "nothing is cut off")
		}
	}
}

func TestColour(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	tty, pipe := &terminal{nil, true}, &terminal{nil, false}
	assert.Equal(t, "\x1b[31mx\x1b[0m", tty.bad("x"))
	assert.Equal(t, "x", pipe.bad("x"))
	t.Setenv("NO_COLOR", "1")
	assert.Equal(t, "x", tty.bad("x"))
}
