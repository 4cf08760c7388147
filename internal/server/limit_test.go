package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nested asks must(n:1) below depth-1 fields.
func nested(depth int) string {
	return strings.Repeat("{again", depth-1) + "{must(n:1)}" + strings.Repeat("}", depth-1)
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d:must(n:1) ", i)
	}
	return b.String()
}

func fragments(n int) string {
	var b strings.Builder
	b.WriteString("{must(n:1) ")
	for i := range n {
		fmt.Fprintf(&b, "...F%d ", i)
	}
	b.WriteString("}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query{must(n:1)}", i)
	}
	return b.String()
}

// doubling makes fragments that each spread the next twice: 2^n fields.
func doubling(n int, leaf string) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query{again{...F%d} again{...F%d}}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query{%s}", n, leaf)
	return b.String()
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name, within, beyond string
		variables            string // of both; %s is replaced by JSON of a list of the given length
		short, long          int
		status               int // of beyond; 0: 400
	}{
		{name: "document bytes", within: "{must(n:1)}" + strings.Repeat(" ", 16<<10-11), beyond: "{must(n:1)}" + strings.Repeat(" ", 16<<10-10)},
		{name: "tokens", within: "{echo(list:[" + strings.Repeat("1,", 1900) + "])}", beyond: "{echo(list:[" + strings.Repeat("1,", 2000) + "])}"},
		{name: "depth", within: nested(15), beyond: nested(16)},
		{name: "depth through fragments", within: `{...A} fragment A on Query{again{...B}} fragment B on Query` + nested(14),
			beyond: `{...A} fragment A on Query{again{...B}} fragment B on Query` + nested(15)},
		{name: "introspection depth", within: `{__schema{types{fields{type{name}}}}}`,
			beyond: `{__type(name:"Book"){` + strings.Repeat("ofType{", 20) + "name" + strings.Repeat("}", 20) + "}}"},
		{name: "aliases", within: "{" + aliases(30) + "}", beyond: "{" + aliases(31) + "}"},
		{name: "aliases through fragments", within: "{again{...A}}fragment A on Query{" + aliases(30) + "}",
			beyond: "{again{...A again{...A}}}fragment A on Query{" + aliases(16) + "}"},
		{name: "definitions", within: fragments(29), beyond: fragments(30)},
		{name: "fields through fragments", within: doubling(10, "must(n:1)"), beyond: doubling(14, "must(n:1)")},
		{name: "overlaps", within: "{" + strings.Repeat("__typename ", 300) + "}", beyond: "{" + strings.Repeat("__typename ", 320) + "}"},
		{name: "list variable", within: `query($l:[[Int!]]){echo(list:$l)}`, beyond: `query($l:[[Int!]]){echo(list:$l)}`, variables: `{"l":[%s]}`, short: 10_000, long: 10_001},
		{name: "reply", within: `{list(n:1000){text(size:8000)}}`, beyond: `{list(n:1000){text(size:9000)}}`},
		{name: "root fields of a mutation", within: `mutation{__typename rename(id:"a",title:"b"){id} rename(id:"a",title:"b"){title}}`,
			beyond: `mutation{rename(id:"a",title:"b"){id} ...F} fragment F on Mutation{count}`},
		{name: "body", within: `query($s:String){echo(string:$s)}`, beyond: `query($s:String){echo(string:$s)}`, variables: `{"s":"%s"}`, short: 1<<20 - 100, long: 1 << 20, status: 413},
	}
	f := newFixture(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			variables := func(n int) string {
				switch {
				case strings.Contains(test.variables, "[%s]"):
					return fmt.Sprintf(test.variables, "["+strings.TrimSuffix(strings.Repeat("1,", n), ",")+"]")
				case test.variables != "":
					return fmt.Sprintf(test.variables, strings.Repeat("x", n))
				}
				return ""
			}
			got := f.ask(t, test.within, variables(test.short))
			require.Empty(t, got.Errors, "%.300s", got.body)
			assert.Equal(t, 200, got.status)

			start := time.Now()
			got = f.ask(t, test.beyond, variables(test.long))
			assert.Equal(t, codeLimit, got.code(), "%.300s", got.body)
			assert.Nil(t, got.Data)
			if test.status == 0 {
				test.status = 400
			}
			assert.Equal(t, test.status, got.status)
			assert.Less(t, time.Since(start), 5*time.Second)
			f.healthy(t)
		})
	}
}

func TestLimitsAreConfigurable(t *testing.T) {
	tests := []struct {
		name  string
		limit Limits
		query string
	}{
		{"body", Limits{Body: 60}, `{must(n:1) # a long comment that goes on and on`},
		{"document", Limits{Document: 30}, `{must(n:1) again{again{must(n:1)}}}`},
		{"tokens", Limits{Tokens: 15}, `{must(n:1) again{again{must(n:1)}}}`},
		{"depth", Limits{Depth: 2}, `{again{again{must(n:1)}}}`},
		{"aliases", Limits{Aliases: 1}, `{a:must(n:1) b:must(n:1)}`},
		{"definitions", Limits{Definitions: 1}, `{...F} fragment F on Query{must(n:1)}`},
		{"selections", Limits{Selections: 3}, `{again{again{must(n:1) count:__typename}}}`},
		{"overlaps", Limits{Overlaps: 8}, `{must(n:1) must(n:1) must(n:1)}`},
		{"reply", Limits{Reply: 40}, `{list(n:10){n}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t, func(c *Config) { c.Limits = test.limit })
			assert.Equal(t, codeLimit, f.ask(t, test.query, "").code())
			assert.Empty(t, f.ask(t, `{must(n:1)}`, "").Errors)
		})
	}
	f := newFixture(t, func(c *Config) { c.Limits.Nesting = 5 })
	assert.Equal(t, codeLimit, f.ask(t, `query($l:[[Int!]]){echo(list:$l)}`, `{"l":[[[[[1]]]]]}`).code())
}

func TestDeadline(t *testing.T) {
	f := newFixture(t, func(c *Config) { c.Limits.Time = 30 * time.Millisecond })
	got := f.ask(t, `{must(n:1) slow}`, "")
	assert.Equal(t, codeTimeout, got.code())
	assert.Equal(t, 504, got.status)
	assert.Nil(t, got.Data)
	assert.Contains(t, got.message(), "30ms")
	f.healthy(t)
}

func TestConcurrentExecutions(t *testing.T) {
	f := newFixture(t, func(c *Config) { c.Limits.Concurrent = 2 })
	f.resolver.entered = make(chan struct{}, 2)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { assert.Empty(t, f.ask(t, `{slow}`, "").Errors) })
	}
	<-f.resolver.entered
	<-f.resolver.entered
	got := f.ask(t, `{must(n:1)}`, "")
	assert.Equal(t, 503, got.status)
	assert.Equal(t, codeUnavailable, got.code())
	assert.Equal(t, "1", got.header.Get("Retry-After"))
	assert.Equal(t, 200, f.do(t, httptest.NewRequest("GET", "/healthz", nil)).status, "health is not counted")
	close(f.resolver.release)
	wg.Wait()
	f.healthy(t)
}

// Documents made to be expensive are answered quickly, whatever the answer.
func TestExpensiveDocuments(t *testing.T) {
	f := newFixture(t, nil)
	var many strings.Builder
	for i := range 24 {
		fmt.Fprintf(&many, " fragment F%d on Query{", i)
		for j := range 24 {
			fmt.Fprintf(&many, "again{...F%d}", j)
		}
		many.WriteString("}")
	}
	for name, query := range map[string]string{
		"cycle":               `{...A} fragment A on Query{again{...A}}`,
		"cycle at one level":  `{...A} fragment A on Query{...B} fragment B on Query{...A}`,
		"all to all":          "{...F0}" + many.String(),
		"same field":          "{" + strings.Repeat("again{must(n:1)}", 200) + "}",
		"same fields":         "{" + strings.Repeat("again{again{must(n:1)} again{must(n:1)}}", 60) + "}",
		"doubling":            doubling(14, "must(n:1)"),
		"doubling introspect": doubling(12, "__typename"),
		"unknown fields":      "{" + strings.Repeat("agian ", 450) + "}",
		"nested lists":        "{echo(list:" + strings.Repeat("[", 900) + strings.Repeat("]", 900) + ")}",
		"nested parens":       strings.Repeat("{again", 600),
		"quotes":              `{echo(string:"` + strings.Repeat(`\"`, 5000),
		"comments":            strings.Repeat("#\n", 8000) + "{must(n:1)}",
		"possible types":      `{__schema{types{possibleTypes{possibleTypes{possibleTypes{possibleTypes{name}}}}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got := f.ask(t, query, "")
			took := time.Since(start)
			assert.Less(t, took, 5*time.Second, "%.200s", got.body) // milliseconds, but for the race detector on a busy machine
			assert.NotEqual(t, codeInternal, got.code())
			t.Log(took, got.code(), fmt.Sprintf("%.100s", got.message()))
		})
	}
	f.healthy(t)
}
