package golden

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// nothing checks nothing, and answers nothing.
type nothing struct{}

func (nothing) CheckQuery(query string, _ map[string]any) graph.Problems {
	if line, _, ok := strings.Cut(query, "!"); ok { // what is wrong, by place
		var p graph.Problems
		rows := strings.Split(line, "\n")
		p.Add(encode(len(rows))+":"+encode(len(rows[len(rows)-1])+1), graph.BadInput, "a !")
		return p
	}
	return nil
}
func (nothing) CheckPattern(string, map[string]any) graph.Problems { return nil }
func (nothing) Ask(context.Context, graph.Snapshot, string, map[string]any) (json.RawMessage, error) {
	return json.RawMessage("{}"), nil
}

func TestSheetsAreReadStrictly(t *testing.T) {
	for _, test := range []struct{ name, text, problem string }{
		{"empty", "", "q:1:1: the sheet is empty"},
		{"a comment", "# nothing\n", "q:1:1: the sheet is empty"},
		{"no list", "name: x\n", "q:1:1: a sheet is a list of questions"},
		{"no mapping", "- x\n", "q:1:3: expected a question, a mapping, found the text \"x\""},
		{"not YAML", "- name: [\n", "not valid YAML"},
		{"unknown key", "- nam: x\n  query: a\n  expect: 1\n", "q:1:3: unknown key \"nam\""},
		{"a key twice", "- name: x\n  name: y\n  query: a\n  expect: 1\n", ""},
		{"no expectation", "- name: x\n  query: a\n", "one of the keys expect, contains, count"},
		{"two expectations", "- name: x\n  query: a\n  expect: 1\n  count: 1\n", "q:4:3: a question has one of the keys"},
		{"query and pattern", "- name: x\n  query: a\n  pattern: a\n  count: 1\n", "q:3:3: a question has one of the keys query, pattern"},
		{"a name twice", "- name: x\n  query: a\n  count: 1\n- name: x\n  query: b\n  count: 1\n", "q:4:3: a question named \"x\" stands here already, in line 1"},
		{"block is text", "- name: x\n  query: a\n  count: 1\n  block: maybe\n", "q:4:10: \"block\" must be true or false"},
		{"a fraction counted", "- name: x\n  query: a\n  count: 1.5\n", "q:3:10: \"count\" must be a whole number"},
		{"contains a number", "- name: x\n  query: a\n  contains: 5\n", "q:3:13: \"contains\" must be a list or a mapping"},
		{"an anchor", "- name: x\n  query: a\n  expect: &a 1\n", "an anchor or alias"},
		{"rows that are none", "- name: x\n  pattern: a\n  expect: 1\n", "q:3:11: a pattern answers rows"},
		{"in a block", "- name: x\n  query: |\n\n    { a\n      b ! }\n  count: 1\n", "q:5:9: a !"},
		{"in a line", "- name: x\n  query: a !\n  count: 1\n", "q:2:12: a !"},
		{"in quotes", "- name: x\n  query: 'a !'\n  count: 1\n", "q:2:13: a !"},
		{"folded", "- name: x\n  query: >\n    a\n    !\n  count: 1\n", ": a !"},
		{"too deep", strings.Repeat("[", 200), "nested too deeply"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := Parse("q", test.text, nothing{})
			require.NotEmpty(t, s.Problems)
			assert.Contains(t, s.Problems.Error(), test.problem)
		})
	}
}

func TestAnswersAreCompared(t *testing.T) {
	for _, test := range []struct {
		name             string
		form             Form
		expected, answer string
		want             []string
	}{
		{"the same", Exact, `{"a":[1,{"b":null}]}`, `{"a":[1.0,{"b":null}]}`, nil},
		{"a member", Exact, `{"a":{"b":1}}`, `{"a":{"b":"1"}}`, []string{`a.b: expected 1, found "1"`}},
		{"a member too many", Exact, `{}`, `{"a":null}`, []string{`a: expected nothing, found null`}},
		{"a member too few", Exact, `{"a":null}`, `{}`, []string{`a: expected null, found nothing`}},
		{"the order of a list", Exact, `[1,2]`, `[2,1]`, []string{"[0]: expected 1, found 2", "[1]: expected 2, found 1"}},
		{"an element gone", Exact, `["a","b","c"]`, `["a","c"]`, []string{`[1]: expected "b", found nothing`}},
		{"an element new", Exact, `["a"]`, `["a","a"]`, []string{`[1]: expected nothing, found "a"`}},
		{"another kind", Exact, `[]`, `{}`, []string{"expected [], found {}"}},
		{"large numbers", Exact, `9007199254740993`, `9007199254740992`, []string{"expected 9007199254740993, found 9007199254740992"}},
		{"a part", Contains, `[{"a":1}]`, `[{"b":1},{"a":1,"b":2}]`, nil},
		{"each its own", Contains, `[1,1]`, `[1,2]`, []string{"[…]: expected 1, found nothing"}},
		{"the best matching", Contains, `[{},{"a":1}]`, `[{"a":1},{"b":1}]`, nil},
		{"counted", Count, `2`, `{"a":{"b":[1,2]}}`, nil},
		{"counted otherwise", Count, `3`, `{"a":{"totalCount":2,"nodes":[]}}`, []string{"a.totalCount: expected 3, found 2"}},
		{"nothing to count", Count, `0`, `{"a":null}`, []string{`expected 0, found {"a":null}`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			expected, err := decode([]byte(test.expected))
			require.NoError(t, err)
			answer, err := decode([]byte(test.answer))
			require.NoError(t, err)
			var got []string
			for _, d := range (Expectation{test.form, expected}).differences(answer) {
				got = append(got, d.String())
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("- name: x\n  query: |\n    { a }\n  expect: {a: [1, ~]}\n  block: true\n")
	f.Add("- ? a\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range Parse("q", text, nothing{}).Problems {
			assert.NotEmpty(t, p.Msg)
		}
	})
}
