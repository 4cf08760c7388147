package server

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnswers(t *testing.T) {
	f := newFixture(t, nil)
	tests := []struct{ name, query, variables, data string }{
		{"plain", `{books{title}}`, "", `{"books":[{"title":"On Law"},{"title":"On History"}]}`},
		{"argument default applies to an unset variable", `query($n:Int){books(first:$n){id}}`, "{}", `{"books":[{"id":"one"},{"id":"two"}]}`},
		{"null where there is a default means the default", `query($n:Int){books(first:$n){id}}`, `{"n":null}`, `{"books":[{"id":"one"},{"id":"two"}]}`},
		{"literal null likewise", `{books(first:null){id}}`, "", `{"books":[{"id":"one"},{"id":"two"}]}`},
		{"default of a required variable", `query($n:Int! = 5){must(n:$n)}`, "", `{"must":5}`},
		{"value over a default", `query($n:Int! = 5){must(n:$n)}`, `{"n":6}`, `{"must":6}`},
		{"nullable variable with default in a required place", `query($n:Int = 5){must(n:$n)}`, "", `{"must":5}`},
		{"fragments on interface and union", `{node(id:"one"){id __typename ...on Book{title}} thing(id:"ada"){...A}} fragment A on Author{name}`, "",
			`{"node":{"id":"one","__typename":"Book","title":"On Law"},"thing":{"name":"Ada"}}`},
		{"alike arguments merge", `{books(first:1,filter:{topic:LAW,minPages:2}){id} books(filter:{minPages:2,topic:LAW},first:1){title}}`, "",
			`{"books":[{"id":"one","title":"On Law"}]}`},
		{"skip and include", `query($y:Boolean!,$n:Boolean=false){must(n:1)@include(if:$n) a:must(n:2)@skip(if:$n) b:must(n:3)@include(if:$y)}`, `{"y":true}`,
			`{"a":2,"b":3}`},
		{"escapes", `{choose(by:{title:"On \"Travel\" \u{1F3C3}"}){id}}`, "", `{"choose":{"id":"three"}}`},
		{"surrogates", `{choose(by:{title:"On \"Travel\" \ud83c\udfc3"}){id}}`, "", `{"choose":{"id":"three"}}`},
		{"description on an operation", "\"what\"\nquery Q{must(n:1)}", "", `{"must":1}`},
		{"root fragment with introspection", `{...Q} fragment Q on Query{must(n:1) __schema{queryType{name}}}`, "",
			`{"must":1,"__schema":{"queryType":{"name":"Query"}}}`},
		{"introspection in order", `{a:must(n:1) __type(name:"Topic"){kind} b:must(n:2)}`, "", `{"a":1,"__type":{"kind":"ENUM"},"b":2}`},
		{"unknown type", `query($n:String!){__type(name:$n){name}}`, `{"n":"Nothing"}`, `{"__type":null}`},
		{"mutation", `mutation{rename(id:"one",title:"x"){id}}`, "", `{"rename":{"id":"one"}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := f.ask(t, test.query, test.variables)
			require.Empty(t, got.Errors, got.body)
			assert.Equal(t, http.StatusOK, got.status)
			assert.Equal(t, test.data, string(got.Data))
			assert.EqualValues(t, 7, got.Extensions["revision"])
		})
	}
	f.healthy(t)
}

// The engine checks the variables of every operation of a document, also of
// those that do not run; canonical documents keep that from clients.
func TestOtherOperationsDoNotMatter(t *testing.T) {
	f := newFixture(t, nil)
	const doc = `query A{must(n:1)} query B($n:Int!){must(n:$n) ...F} fragment F on Query{again{must(n:$n)}}`
	got := f.do(t, post(`{"query":"`+doc+`","operationName":"A"}`))
	require.Empty(t, got.Errors, got.body)
	assert.Equal(t, `{"must":1}`, string(got.Data))
	got = f.do(t, post(`{"query":"`+doc+`","operationName":"B","variables":{"n":3}}`))
	assert.Equal(t, `{"must":3,"again":{"must":3}}`, string(got.Data))
	got = f.do(t, post(`{"query":"`+doc+`"}`))
	assert.Equal(t, codeBadInput, got.code())
	assert.Equal(t, "operations: A, B", got.Errors[0].Extensions["hint"])
	got = f.do(t, post(`{"query":"`+doc+`","operationName":"C"}`))
	assert.Equal(t, codeBadInput, got.code())
	assert.Equal(t, http.StatusBadRequest, got.status)
}

func TestEngineReceivesCoercedValues(t *testing.T) {
	f := newFixture(t, nil)
	got := f.ask(t, `query($i:Int,$l:[[Int!]],$id:ID,$f:BookFilter,$e:Even){echo(int:$i,float:3,list:$l,id:$id,even:$e,filter:$f,string:"a\/b",boolean:true,topic:LAW)}`,
		`{"i":5.0,"l":4,"id":12,"e":8,"f":{"and":{"limit":null,"title":{"in":"x"}}}}`)
	require.Empty(t, got.Errors, got.body)
	assert.Contains(t, strings.ReplaceAll(string(got.Data), `\"`, `'`),
		`{'Int':5,'Float':3,'String':'a/b','Boolean':true,'ID':'12','Topic':'LAW','Even':8,'List':[[4]],`+
			`'Filter':{'Title':null,'Topic':null,'And':[{'Title':{'Eq':null,'Contains':null,'In':['x']},'Topic':null,'And':null,'MinPages':1,'Limit':7,'Even':null}],'MinPages':1,'Limit':7,'Even':null}}`)
}

func TestMediaTypesAndStatuses(t *testing.T) {
	f := newFixture(t, nil)
	const good, bad = `{"query":"{must(n:1)}"}`, `{"query":"{nothing}"}`
	tests := []struct {
		name, accept, body, content string
		status                      int
	}{
		{"graphql", typeGraphQL, good, typeGraphQL, 200},
		{"json", typeJSON, good, typeJSON, 200},
		{"none", "", good, typeJSON, 200},
		{"any", "*/*", good, typeJSON, 200},
		{"browser", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", good, typeJSON, 200},
		{"preferred", "application/json;q=0.5, application/graphql-response+json", good, typeGraphQL, 200},
		{"first of equals", "application/graphql-response+json, application/json", good, typeGraphQL, 200},
		{"with charset", "application/graphql-response+json; charset=utf-8", good, typeGraphQL, 200},
		{"refused json", "application/json;q=0, */*", good, typeGraphQL, 200},
		{"html only", "text/html", good, typeJSON, 406},
		{"latin 1", "application/json; charset=latin1", good, typeJSON, 406},
		{"request error, graphql", typeGraphQL, bad, typeGraphQL, 400},
		{"request error, json", typeJSON, bad, typeJSON, 200},
		{"not well-formed, json", typeJSON, `{`, typeJSON, 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := post(test.body)
			r.Header.Set("Accept", test.accept)
			got := f.do(t, r)
			assert.Equal(t, test.status, got.status)
			assert.Equal(t, test.content+"; charset=utf-8", got.header.Get("Content-Type"))
			executed := test.body == good && test.status == 200
			assert.Equal(t, executed, got.Data != nil, got.body)
			assert.Equal(t, executed, got.Errors == nil, got.body)
			assert.Contains(t, got.header.Values("Vary"), "Accept")
		})
	}
}

func TestMethodsAndBodies(t *testing.T) {
	f := newFixture(t, nil)
	form := url.Values{"query": {"{must(n:1)}"}}.Encode()
	tests := []struct {
		name    string
		request func() *http.Request
		status  int
		allow   string
		message string
	}{
		{"put", func() *http.Request { return httptest.NewRequest("PUT", "/graphql", nil) }, 405, "GET, HEAD, POST", "method PUT"},
		{"options", func() *http.Request { return httptest.NewRequest("OPTIONS", "/graphql", nil) }, 405, "GET, HEAD, POST", "method OPTIONS"},
		{"mutation by get", func() *http.Request {
			return httptest.NewRequest("GET", "/graphql?query="+url.QueryEscape(`mutation{rename(id:"a",title:"b"){id}}`), nil)
		}, 405, "POST", "mutation cannot be sent by GET"},
		{"form", func() *http.Request {
			r := httptest.NewRequest("POST", "/graphql", strings.NewReader(form))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}, 415, "", "not application/json"},
		{"text (no preflight)", func() *http.Request {
			r := post(`{"query":"{must(n:1)}"}`)
			r.Header.Set("Content-Type", "text/plain")
			return r
		}, 415, "", "not application/json"},
		{"no type", func() *http.Request { r := post(`{}`); r.Header.Del("Content-Type"); return r }, 415, "", "no Content-Type"},
		{"latin 1", func() *http.Request {
			r := post(`{}`)
			r.Header.Set("Content-Type", "application/json; charset=iso-8859-1")
			return r
		}, 415, "", "charset"},
		{"compressed", func() *http.Request { r := post(`{}`); r.Header.Set("Content-Encoding", "gzip"); return r }, 415, "", "compressed"},
		{"other origin", func() *http.Request {
			r := post(`{"query":"{must(n:1)}"}`)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			return r
		}, 403, "", "other origins"},
		{"batch", func() *http.Request { return post(`[{"query":"{must(n:1)}"}]`) }, 400, "", "batches"},
		{"no such path", func() *http.Request { return httptest.NewRequest("GET", "/nowhere", nil) }, 404, "", "nothing is served"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := f.do(t, test.request())
			assert.Equal(t, test.status, got.status)
			assert.Equal(t, test.allow, got.header.Get("Allow"))
			assert.Contains(t, got.message(), test.message)
			assert.NotEmpty(t, got.code())
			assert.Nil(t, got.Data)
			assert.Empty(t, got.header.Get("Access-Control-Allow-Origin"))
		})
	}
	assert.Zero(t, f.resolver.renamed.Load())
	f.healthy(t)
}

func TestGET(t *testing.T) {
	f := newFixture(t, nil)
	get := func(values url.Values) reply {
		return f.do(t, httptest.NewRequest("GET", "/graphql?"+values.Encode(), nil))
	}
	got := get(url.Values{"query": {"query A($n:Int!){must(n:$n)} query B{must(n:2)}"}, "operationName": {"A"}, "variables": {`{"n":4}`}, "extensions": {`{}`}})
	assert.Equal(t, `{"must":4}`, string(got.Data))
	for name, values := range map[string]url.Values{
		"no query":            {"variables": {`{}`}},
		"empty query":         {"query": {""}},
		"bad variables":       {"query": {"{must(n:1)}"}, "variables": {`{`}},
		"variables not a map": {"query": {"{must(n:1)}"}, "variables": {`[1]`}},
		"extensions":          {"query": {"{must(n:1)}"}, "extensions": {`7`}},
		"twice":               {"query": {"{must(n:1)}", "{must(n:2)}"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := get(values)
			assert.Equal(t, 400, got.status)
			assert.Equal(t, codeBadInput, got.code())
		})
	}
	got = f.do(t, httptest.NewRequest("GET", "/graphql?query=%zz", nil))
	assert.Equal(t, 400, got.status)
}

func TestETag(t *testing.T) {
	f := newFixture(t, nil)
	get := func(query, tag string) reply {
		r := httptest.NewRequest("GET", "/graphql?query="+url.QueryEscape(query), nil)
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		return f.do(t, r)
	}
	first := get(`{must(n:1)}`, "")
	tag := first.header.Get("ETag")
	require.NotEmpty(t, tag)
	assert.Equal(t, "no-cache", first.header.Get("Cache-Control"))

	again := get(`{must(n:1)}`, `"x", `+tag)
	assert.Equal(t, 304, again.status)
	assert.Empty(t, again.body)
	assert.Equal(t, tag, again.header.Get("ETag"))

	assert.Equal(t, 200, get(`{must(n:2)}`, tag).status, "another document")
	f.revision.Store(8)
	assert.Equal(t, 200, get(`{must(n:1)}`, tag).status, "another revision")
	assert.Empty(t, get(`{fail(how:"coded")}`, "").header.Get("ETag"), "errors are not kept")
	assert.Empty(t, get(`{nothing}`, "*").header.Get("ETag"))
	assert.Empty(t, f.ask(t, `{must(n:1)}`, "").header.Get("ETag"), "POST")
}

func TestOtherPaths(t *testing.T) {
	f := newFixture(t, func(c *Config) {
		c.Playground = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("page " + r.URL.Path)) })
	})
	get := func(path, tag string) reply {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("If-None-Match", tag)
		return f.do(t, r)
	}
	sdl := get("/schema.graphql", "")
	assert.Equal(t, testSDL, sdl.body)
	assert.Equal(t, 304, get("/schema.graphql", sdl.header.Get("ETag")).status)
	assert.Equal(t, 200, get("/healthz", "").status)
	assert.Contains(t, get("/readyz", "").body, `"revision":7`)
	assert.Equal(t, "page /playground", get("/playground", "").body)
	assert.Equal(t, "page /assets/a.js", get("/assets/a.js", "").body)
	home := get("/", "")
	assert.Equal(t, 307, home.status)
	assert.Equal(t, "/playground", home.header.Get("Location"))
	assert.Equal(t, 405, f.do(t, httptest.NewRequest("DELETE", "/schema.graphql", nil)).status)

	explorer := newFixture(t, func(c *Config) {
		c.Explorer = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("explorer " + r.URL.Path)) })
	})
	for _, path := range []string{"/", "/e/ero", "/s/page", "/d", "/path", "/matrix", "/compare", "/training"} {
		assert.Equal(t, "explorer "+path, explorer.do(t, httptest.NewRequest("GET", path, nil)).body)
	}
	for _, path := range []string{"/e/", "/e/a/b", "/d/x", "/nowhere"} {
		assert.Equal(t, 404, explorer.do(t, httptest.NewRequest("GET", path, nil)).status, path)
	}

	bare := newFixture(t, func(c *Config) { c.Ready = notReady })
	got := bare.do(t, httptest.NewRequest("GET", "/readyz", nil))
	assert.Equal(t, 503, got.status)
	assert.Equal(t, codeUnavailable, got.code())
	assert.NotContains(t, got.body, "secret")
	assert.Equal(t, 404, bare.do(t, httptest.NewRequest("GET", "/playground", nil)).status)
	assert.Equal(t, 404, bare.do(t, httptest.NewRequest("GET", "/", nil)).status)
}
