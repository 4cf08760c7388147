package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// request is a GraphQL request as the client sent it: well-formed, not yet
// checked against the schema.
type request struct {
	query     string
	operation string         // "" when not given
	variables map[string]any // nil when not given; numbers are json.Number
	etagParts []string       // of a GET request: what besides the graph decides the answer
}

// readBody parses the body of a POST request.
func readBody(body []byte, limits *Limits) (*request, *problem) {
	value, p := decodeJSON(body, "the request body", limits)
	if p != nil {
		return nil, p
	}
	switch value := value.(type) {
	case map[string]any:
		return fromObject(value, limits)
	case []any:
		return nil, badInput("batches of operations are not supported").
			withHint("send one operation per request, as a JSON object")
	default:
		return nil, badInput("the request body must be a JSON object").
			withHint(`such as {"query": "{ __typename }"}`)
	}
}

// fromObject checks the types of the four parameters. Other keys are ignored,
// as the specification asks, except that a missing query names them.
func fromObject(object map[string]any, limits *Limits) (*request, *problem) {
	req := &request{}
	switch query := object["query"].(type) {
	case string:
		req.query = query
	case nil:
		return nil, badInput("the parameter query is missing").
			withHint(`send {"query": "…", "variables": {…}}`)
	default:
		return nil, badInput("the parameter query must be a string, not %s", jsonKind(query))
	}
	switch name := object["operationName"].(type) {
	case nil:
	case string:
		req.operation = name
	default:
		return nil, badInput("the parameter operationName must be a string or null, not %s", jsonKind(name))
	}
	switch variables := object["variables"].(type) {
	case nil:
	case map[string]any:
		req.variables = variables
	default:
		return nil, badInput("the parameter variables must be an object or null, not %s", jsonKind(variables))
	}
	switch extensions := object["extensions"].(type) {
	case nil, map[string]any:
	default:
		return nil, badInput("the parameter extensions must be an object or null, not %s", jsonKind(extensions))
	}
	return req, checkQuery(req.query, limits)
}

// readURL parses the query string of a GET request.
func readURL(raw string, limits *Limits) (*request, *problem) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badInput("the URL's query string is malformed").
			withHint("encode every parameter with percent-encoding")
	}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		if len(values[name]) > 1 {
			return nil, badInput("the parameter %s is given %d times", name, len(values[name]))
		}
	}
	req := &request{query: values.Get("query"), operation: values.Get("operationName")}
	if !values.Has("query") {
		return nil, badInput("the parameter query is missing").withHint("GET /graphql?query={__typename}")
	}
	if p := checkQuery(req.query, limits); p != nil {
		return nil, p
	}
	for _, name := range []string{"variables", "extensions"} {
		text := values.Get(name)
		if text == "" {
			continue
		}
		value, p := decodeJSON([]byte(text), "the parameter "+name, limits)
		if p != nil {
			return nil, p
		}
		object, ok := value.(map[string]any)
		if !ok && value != nil {
			return nil, badInput("the parameter %s must be a JSON object or null, not %s", name, jsonKind(value))
		}
		if name == "variables" {
			req.variables = object
		}
	}
	req.etagParts = []string{req.query, req.operation, values.Get("variables")}
	return req, nil
}

func checkQuery(query string, limits *Limits) *problem {
	switch {
	case query == "":
		return badInput("the parameter query is empty")
	case len(query) > limits.Document:
		return overLimit("the document has %d bytes; at most %d are allowed", len(query), limits.Document)
	case !utf8.ValidString(query):
		return badInput("the document is not valid UTF-8")
	}
	return nil
}

// readAll reads a body that http.MaxBytesReader bounds.
func readAll(r *http.Request, limits *Limits) ([]byte, *problem) {
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return body, nil
	case errors.As(err, &tooLarge):
		return nil, overLimit("the request body is larger than %d bytes", limits.Body)
	default:
		return nil, badInput("the request body ended early")
	}
}

// jsonKind names the kind of a decoded JSON value, with its text where short.
func jsonKind(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(value)
	case json.Number:
		return "the number " + shorten(value.String())
	case string:
		return "the string " + strconv.Quote(shorten(value))
	case []any:
		return "a list"
	default:
		return "an object"
	}
}

// shorten cuts long input before it is quoted back in a message.
func shorten(s string) string { return cut(s, 60) }

// cut keeps at most so many bytes of s, whole code points.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}
