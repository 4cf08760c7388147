package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bodies are requests that have broken servers before, with what is right.
var bodies = []struct {
	name, body, message string // message "": the request is well-formed
}{
	{"plain", `{"query":"{must(n:1)}"}`, ""},
	{"white space", " \r\n\t{ \"query\" : \"{must(n:1)}\" } \n", ""},
	{"nulls", `{"query":"{must(n:1)}","variables":null,"operationName":null,"extensions":null}`, ""},
	{"empty maps", `{"query":"{must(n:1)}","variables":{},"operationName":"","extensions":{}}`, ""},
	{"other keys", `{"query":"{must(n:1)}","id":7,"more":[{}]}`, ""},
	{"unused variables", `{"query":"{must(n:1)}","variables":{"x":1e999,"y":[[[]]]}}`, ""},
	{"escaped", `{"query":"{must(n\u003a1)}"}`, ""},
	{"empty", ``, "the request body is empty"},
	{"blank", " \n", "the request body is empty"},
	{"byte order mark", "\ufeff" + `{"query":"{must(n:1)}"}`, "the request body begins with a byte order mark"},
	{"not UTF-8", "{\"query\":\"\xff\"}", "the request body is not valid UTF-8"},
	{"UTF-16", "\xff\xfe{\x00}\x00", "the request body is not valid UTF-8"},
	{"cut short", `{"query":"{must(n:1)}"`, "the request body is not valid JSON: unexpected end of JSON input at line 1, column 22"},
	{"trailing garbage", `{"query":"{must(n:1)}"}}`, "the request body is not valid JSON: invalid character '}' after top-level value at line 1, column 24"},
	{"two values", `{"query":"{must(n:1)}"} {"query":"{must(n:2)}"}`, "the request body is not valid JSON: invalid character '{' after top-level value at line 1, column 25"},
	{"second line", "{\n  query: 1}", "the request body is not valid JSON: invalid character 'q' looking for beginning of object key string at line 2, column 3"},
	{"NaN", `{"query":"{must(n:1)}","variables":{"n":NaN}}`, "the request body is not valid JSON: invalid character 'N' looking for beginning of value at line 1, column 41"},
	{"leading zero", `{"query":"{must(n:1)}","variables":{"n":01}}`, "the request body is not valid JSON: invalid character '1' after object key:value pair at line 1, column 42"},
	{"comment", `{"query":"{must(n:1)}"/* */}`, "the request body is not valid JSON: invalid character '/' after object key:value pair at line 1, column 23"},
	{"duplicate query", `{"query":"{must(n:1)}","query":"{must(n:2)}"}`, `the request body has the key "query" twice in one object`},
	{"duplicate variable", `{"query":"{must(n:1)}","variables":{"a":{"b":1,"b":2}}}`, `the request body has the key "b" twice in one object`},
	{"duplicate by escape", `{"query":"{must(n:1)}","quer\u0079":"{must(n:2)}"}`, `the request body has the key "query" twice in one object`},
	{"other case", `{"Query":"{must(n:1)}"}`, "the parameter query is missing"},
	{"string", `"{must(n:1)}"`, "the request body must be a JSON object"},
	{"null", `null`, "the request body must be a JSON object"},
	{"number", `7`, "the request body must be a JSON object"},
	{"batch", `[{"query":"{must(n:1)}"}]`, "batches of operations are not supported"},
	{"empty batch", `[]`, "batches of operations are not supported"},
	{"no query", `{}`, "the parameter query is missing"},
	{"null query", `{"query":null}`, "the parameter query is missing"},
	{"empty query", `{"query":""}`, "the parameter query is empty"},
	{"query number", `{"query":12345678901234567890123456789012345678901234567890123456789012345678901234567890}`,
		"the parameter query must be a string, not the number 123456789012345678901234567890123456789012345678901234567890…"},
	{"variables string", `{"query":"{must(n:1)}","variables":"{}"}`, `the parameter variables must be an object or null, not the string "{}"`},
	{"variables list", `{"query":"{must(n:1)}","variables":[]}`, "the parameter variables must be an object or null, not a list"},
	{"operationName number", `{"query":"{must(n:1)}","operationName":0}`, "the parameter operationName must be a string or null, not the number 0"},
	{"extensions bool", `{"query":"{must(n:1)}","extensions":false}`, "the parameter extensions must be an object or null, not false"},
}

func TestBodies(t *testing.T) {
	f := newFixture(t, nil)
	for _, test := range bodies {
		t.Run(test.name, func(t *testing.T) {
			got := f.do(t, post(test.body))
			if test.message == "" {
				assert.Equal(t, 200, got.status, got.body)
				assert.Equal(t, `{"must":1}`, string(got.Data))
				return
			}
			assert.Equal(t, 400, got.status)
			assert.Equal(t, codeBadInput, got.code())
			assert.Equal(t, test.message, got.message())
			assert.Nil(t, got.Data)
		})
	}
	f.healthy(t)
}

func TestDocuments(t *testing.T) {
	f := newFixture(t, nil)
	for query, message := range map[string]string{
		" ":                                     "the document has no operation",
		"# nothing":                             "the document has no operation",
		"fragment F on Query{must(n:1)}":        "the document has no operation",
		"{":                                     "syntax error: Expected Name, found <EOF>",
		"{}":                                    "syntax error: expected at least one definition, found }",
		"{must(n:1)}}":                          `syntax error: Unexpected }`,
		"{must(n:1)}\x00":                       `syntax error: Cannot contain the invalid character "\u0000"`,
		"subscription{x}":                       "Schema does not support operation type \"subscription\"",
		"type Query{a:Int}":                     `syntax error: Unexpected Name "type"`,
		"{must}":                                `Field "must" argument "n" of type "Int!" is required, but it was not provided.`,
		"{books}":                               `Field "books" of type "[Book!]!" must have a selection of subfields. Did you mean "books { ... }"?`,
		"{again{__schema{queryType{name}}}}":    "__schema can be asked for at the root of a query only",
		"{must(n:1)@defer}":                     `Unknown directive "@defer".`,
		"{...F}":                                `Unknown fragment "F".`,
		"query A{must(n:1)} query A{must(n:1)}": `There can be only one operation named "A".`,
		"{must(n:1) must(n:2)}":                 `Fields "must" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.`,
		"mutation{nothing}":                     `Cannot query field "nothing" on type "Mutation".`,
		"{...F} fragment F on Query{...G} fragment G on Query{...F}": `Cannot spread fragment "F" within itself via "G".`,
	} {
		t.Run(query, func(t *testing.T) {
			got := f.ask(t, query, "")
			assert.Equal(t, 400, got.status)
			assert.Equal(t, codeBadInput, got.code())
			assert.Equal(t, message, got.message())
		})
	}
	f.healthy(t)
}

// sane checks what holds of every answer to every request.
func sane(t *testing.T, f *fixture, r *http.Request) reply {
	t.Helper()
	start := time.Now()
	got := f.do(t, r)
	require.Less(t, time.Since(start), 3*time.Second)
	require.Contains(t, []int{200, 304, 400, 405, 413}, got.status, got.body)
	require.True(t, utf8.ValidString(got.body))
	for _, e := range got.Errors {
		require.NotEqual(t, codeInternal, e.Extensions["code"], "%s\n%s", got.body, f.logs)
		require.Contains(t, statuses, e.Extensions["code"])
		require.NotEmpty(t, e.Message)
	}
	require.True(t, got.Data != nil || len(got.Errors) > 0 || got.status == 304, "neither data nor errors: %s", got.body)
	require.Zero(t, f.open.Load())
	return got
}

func FuzzBody(f *testing.F) {
	for _, test := range bodies {
		f.Add([]byte(test.body))
	}
	fix := newFixture(f, nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		got := sane(t, fix, post(string(body)))
		if got.status == 200 {
			var std struct{ Query *string }
			require.NoError(t, json.Unmarshal(body, &std), "encoding/json refuses it")
		}
	})
}

func FuzzURL(f *testing.F) {
	for _, test := range bodies {
		var params struct {
			Query, OperationName string
			Variables            json.RawMessage
		}
		_ = json.Unmarshal([]byte(test.body), &params)
		f.Add(url.Values{"query": {params.Query}, "variables": {string(params.Variables)}}.Encode())
	}
	f.Add("query=%zz&;")
	f.Add("query={must(n:1)}&variables=%EF%BB%BF{}")
	f.Add("query=%ff")
	fix := newFixture(f, nil)
	f.Fuzz(func(t *testing.T, raw string) {
		r := httptest.NewRequest("GET", "/graphql", nil)
		r.URL.RawQuery = raw
		sane(t, fix, r)
		require.Zero(t, fix.resolver.renamed.Load(), "a GET request ran a mutation")
	})
}

// FuzzDocument holds the promise of canonical documents: what this package
// accepts, the engine accepts.
func FuzzDocument(f *testing.F) {
	for _, query := range []string{
		`{books(first:1,filter:{title:{contains:"On"},and:[{topic:LAW}]}){title author{name books{id}}}}`,
		`query($n:Int=3,$f:BookFilter){books(first:$n,filter:$f){...B}} fragment B on Book{id topic}`,
		`{node(id:1){__typename ...on Author{name} ...on Node{id}} thing(id:"x"){...on Book{pages}}}`,
		`query Q($b:Boolean!){a:must(n:1)@include(if:$b) ...@skip(if:$b){b:must(n:2)}}`,
		`{__schema{types{name fields(includeDeprecated:true){name}}} __type(name:"Book"){...T}} fragment T on __Type{kind}`,
		`{echo(list:[[1,2],[3]],even:4,id:7,float:1.5e3,string:"""block "quote" """)}`,
		`mutation M($t:String!="x"){rename(id:"a",title:$t){title}}`,
		`{choose(by:{title:"\u{1F600}\ud83c\udfc3\/"}){id}} # end`,
	} {
		f.Add(query, `{"n":1,"b":true,"f":{"topic":"LAW"}}`)
		f.Add(query, `{"n":null}`)
	}
	fix := newFixture(f, func(c *Config) { c.Limits.Time = time.Second })
	close(fix.resolver.release)
	f.Fuzz(func(t *testing.T, query, variables string) {
		if strings.Contains(query, "fail") || strings.Contains(query, "list(") {
			return // these fields make errors and work of their own
		}
		given, p := decodeJSON([]byte(variables), "", &fix.limits)
		object, _ := given.(map[string]any)
		if p != nil || query == "" || checkQuery(query, &fix.limits) != nil {
			return
		}
		doc, problems := fix.front.document(query)
		if problems != nil {
			for _, p := range problems {
				require.NotEqual(t, codeInternal, p.code, "%v", p.cause)
			}
			return
		}
		for name := range doc.operations {
			op, values, problems := fix.prepare(&request{query: query, operation: name, variables: object})
			if problems != nil || op.text == "" {
				continue
			}
			vars, problems := fix.front.engineVariables(op, values)
			if problems != nil {
				continue
			}
			require.Empty(t, fix.config.Schema.ValidateWithVariables(op.text, vars), "canonical: %s", op.text)
			a, p := fix.execute(t.Context(), op, values)
			if p != nil {
				require.NotEqual(t, codeInternal, p.code, "%v", p.cause)
				continue
			}
			require.True(t, json.Valid(a.data), "%s", a.data)
			for _, p := range a.problems {
				require.NotEqual(t, codeInternal, p.code, "%v", p.cause)
			}
		}
	})
}

// FuzzDecodeJSON compares with encoding/json, which is looser: it takes
// duplicate keys.
func FuzzDecodeJSON(f *testing.F) {
	for _, test := range bodies {
		f.Add([]byte(test.body))
	}
	f.Add([]byte(`[-0.5e+7, "\u00e9\\\"", [], {}, [[{"a":[null,true,false]}]] , "\ud83c\udfc3"]`))
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, text []byte) {
		got, p := decodeJSON(text, "it", &limits)
		var want any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		err := decoder.Decode(&want)
		if p != nil {
			if err == nil && json.Valid(text) && utf8.Valid(text) {
				require.Regexp(t, "twice in one object|deeper than|list of more than", p.message)
			}
			return
		}
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func FuzzAppendJSON(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\x1f\"\\\n\r\t\u2028🏃\xff\xc3")
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		require.NoError(t, json.Unmarshal(appendJSON(nil, s), &back))
		require.Equal(t, string([]rune(s)), back)
	})
}
