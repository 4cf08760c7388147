package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func notReady(context.Context) error { return errors.New("opening /secret: no") }

func TestResolverErrors(t *testing.T) {
	f := newFixture(t, nil)
	tests := []struct{ how, code, message, hint string }{
		{"coded", codeNotFound, "no such book", "did you mean `one`?"},
		{"wrapped", codeConflict, "changed meanwhile", ""},
		{"unknown code", codeInternal, "internal error", ""},
		{"plain", codeInternal, "internal error", ""},
		{"panic coded", codeLimit, "the work budget is used up", ""},
		{"panic", codeInternal, "internal error", ""},
	}
	for _, test := range tests {
		t.Run(test.how, func(t *testing.T) {
			got := f.ask(t, "{\n  must(n:1)\n  again { x: fail(how:\""+test.how+"\") }\n}", "")
			require.Len(t, got.Errors, 1, got.body)
			assert.Equal(t, 200, got.status)
			assert.Equal(t, `{"must":1,"again":{"x":null}}`, string(got.Data))
			assert.Equal(t, test.code, got.code())
			assert.Equal(t, test.message, got.message())
			assert.Equal(t, []any{"again", "x"}, got.Errors[0].Path)
			require.Len(t, got.Errors[0].Locations, 1)
			assert.Equal(t, 3, got.Errors[0].Locations[0].Line)
			assert.Equal(t, 11, got.Errors[0].Locations[0].Column)
			hint, _ := got.Errors[0].Extensions["hint"].(string)
			assert.Equal(t, test.hint, hint)
			if test.code == codeInternal {
				assert.Equal(t, got.header.Get(requestHeader), got.Errors[0].Extensions["requestId"])
				assert.Contains(t, f.logs.String(), got.header.Get(requestHeader))
			}
			for _, leak := range []string{"secret", "goroutine", ".go:", "PathError"} {
				assert.NotContains(t, got.body, leak)
			}
		})
	}
	assert.Contains(t, f.logs.String(), "secret state", "a real panic is logged")
	assert.NotContains(t, f.logs.String(), `"panic":"the work budget`, "a coded one is not")
	f.healthy(t)
}

func TestErrorListIsCapped(t *testing.T) {
	f := newFixture(t, nil)
	got := f.ask(t, `{list(n:25){n fails}}`, "")
	assert.Len(t, got.Errors, 10)
	assert.EqualValues(t, 15, got.Extensions["errorsOmitted"])
	assert.EqualValues(t, 7, got.Extensions["revision"])
	assert.Equal(t, []any{"list", 0.0, "fails"}, got.Errors[0].Path)
	assert.Equal(t, codeLimit, got.code())

	got = f.ask(t, "{"+strings.Repeat("nothing ", 30)+"}", "")
	assert.Len(t, got.Errors, 10)
	assert.EqualValues(t, 20, got.Extensions["errorsOmitted"])
	f.healthy(t)
}

func TestHandlerPanicIsCoded(t *testing.T) {
	f := newFixture(t, func(c *Config) {
		c.Begin = func(context.Context) (context.Context, Session) { panic("secret") }
	})
	got := f.ask(t, `{must(n:1)}`, "")
	assert.Equal(t, 500, got.status)
	assert.Equal(t, codeInternal, got.code())
	assert.NotContains(t, got.body, "secret")
	assert.Equal(t, got.header.Get(requestHeader), got.Errors[0].Extensions["requestId"])
}

func TestAsCoded(t *testing.T) {
	_, _, ok := asCoded(errors.New("plain"))
	assert.False(t, ok)
	_, _, ok = asCoded(nil)
	assert.False(t, ok)
	_, ext, ok := asCoded(fmt.Errorf("a: %w", fmt.Errorf("b: %w", testError{"LIMIT", "c", ""})))
	require.True(t, ok)
	assert.Equal(t, codeLimit, codeOf(ext))
	_, _, ok = asCoded(&fs.PathError{Op: "open", Err: testError{"NOPE", "c", ""}})
	assert.False(t, ok)
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	schema := graphql.MustParseSchema(testSDL, &resolver{}, EngineOptions(Limits{}, newFixture(t, nil).config.Logger)...)
	for name, config := range map[string]Config{
		"no schema":      {SDL: testSDL},
		"no SDL":         {Schema: schema},
		"bad SDL":        {Schema: schema, SDL: "type Query {"},
		"unknown scalar": {Schema: schema, SDL: testSDL, Scalars: map[string]Scalar{"Topic": checkEven}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(config)
			assert.Error(t, err)
		})
	}
}

// The codes of package graph are the closed list, each with its status.
func TestEveryCodeHasAStatus(t *testing.T) {
	assert.Len(t, statuses, len(graph.Codes()))
	for _, code := range graph.Codes() {
		assert.Contains(t, statuses, string(code))
	}
}
