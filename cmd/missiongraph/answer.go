package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"missiongraph/graph"
)

// answer is a GraphQL response. Data keeps the order of its fields.
type answer struct {
	Data       json.RawMessage `json:"data"`
	Errors     []answerError   `json:"errors"`
	Extensions struct {
		Hint     string   `json:"hint"`
		Warnings []string `json:"warnings"`
	} `json:"extensions"`
	raw []byte
}

type answerError struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Locations  []struct{ Line, Column int }
	Extensions struct {
		Code string `json:"code"`
		Hint string `json:"hint"`
	} `json:"extensions"`
}

// printAnswer prints the answer and, to standard error, what went wrong.
func (a *app) printAnswer(found *answer) error {
	if a.json {
		var b bytes.Buffer
		if err := json.Indent(&b, found.raw, "", "  "); err != nil {
			return err
		}
		b.WriteByte('\n')
		if _, err := b.WriteTo(a.out); err != nil {
			return err
		}
	} else if len(found.Data) > 0 && string(found.Data) != "null" {
		data, err := decodeOrdered(found.Data)
		if err != nil {
			return err
		}
		if err := a.out.print(flatten(data)...); err != nil {
			return err
		}
	}
	if a.json { // which says it all
		if len(found.Errors) > 0 {
			return errProblems
		}
		return nil
	}
	for _, warning := range found.Extensions.Warnings {
		a.err.say(a.err.dim("warning:"), "%s", warning)
	}
	if found.Extensions.Hint != "" {
		a.err.say(a.err.dim("hint:"), "%s", found.Extensions.Hint)
	}
	if len(found.Errors) == 0 {
		return nil
	}
	for _, e := range found.Errors {
		a.printFailure(e.failure())
	}
	return errProblems
}

// failure is the error with its place: the path of the field in the answer, or
// the line and column in the query.
func (e *answerError) failure() failure {
	f := failure{Code: graph.Code(e.Extensions.Code), Message: e.Message, Hint: e.Extensions.Hint}
	var path []string
	for _, step := range e.Path {
		path = append(path, fmt.Sprint(step))
	}
	f.Path = strings.Join(path, ".")
	if len(e.Locations) > 0 {
		at := fmt.Sprintf("line %d, column %d", e.Locations[0].Line, e.Locations[0].Column)
		if f.Path != "" {
			at = " (" + at + ")"
		}
		f.Path += at
	}
	return f
}
