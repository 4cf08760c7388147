package server

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
)

// Ask answers a query from within the process, as if it had been sent: the same
// checks, session, deadline and limits, but for Concurrent, which the caller
// sees to. The data may be used where the error is nil; an error is coded where
// it may be shown, and names the path of the field.
func (s *Server) Ask(ctx context.Context, query string, variables map[string]any) (json.RawMessage, error) {
	op, values, problems := s.prepareQuery(query, variables)
	if problems != nil {
		return nil, problems[0].coded()
	}
	ctx, cancel := context.WithTimeout(ctx, s.limits.Time)
	defer cancel()
	a, p := s.execute(ctx, op, values)
	if p == nil && len(a.problems) > 0 {
		p = a.problems[0]
	}
	if p != nil {
		return nil, p.coded()
	}
	return a.data, nil
}

// CheckQuery returns what keeps a query from being answered by [Server.Ask],
// before it is asked, with "line:column" where the place is known. refused are
// root fields that it may not ask for, with the reason.
func (s *Server) CheckQuery(query string, variables map[string]any, refused map[string]string) graph.Problems {
	op, _, problems := s.prepareQuery(query, variables)
	var found graph.Problems
	for _, p := range problems {
		if p.code == codeInternal {
			p.message = "the query cannot be checked"
		}
		at := ""
		if len(p.locations) > 0 {
			at = fmt.Sprintf("%d:%d", p.locations[0].line, p.locations[0].column)
		}
		found.Add(at, graph.Code(p.code), "%s", p.message).Hint = p.hint
	}
	if problems != nil {
		return found
	}
	var visit func(*ast.Field)
	visit = func(f *ast.Field) {
		if why := refused[f.Name]; why != "" && f.ObjectDefinition == s.front.schema.Query {
			found.Add(strconv.Itoa(f.Position.Line)+":"+strconv.Itoa(f.Position.Column), graph.BadInput, "%s", why)
		}
		eachField(f.SelectionSet, visit)
	}
	eachField(op.query, visit)
	return found
}

// prepareQuery checks a query and its variables as a request's.
func (s *Server) prepareQuery(query string, variables map[string]any) (*operation, map[string]any, []*problem) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, nil, []*problem{badInput("the variables are not JSON")}
	}
	req, p := readBody(body, &s.limits)
	if p != nil {
		return nil, nil, []*problem{p}
	}
	op, values, problems := s.prepare(req)
	if problems == nil && op.kind != ast.Query {
		problems = []*problem{badInput("expected a query, found a %s", op.kind).at(op.def.Position)}
	}
	if problems != nil {
		return nil, nil, problems
	}
	return op, values, nil
}

// coded is the problem as an error of package graph, with its place in the
// answer.
func (p *problem) coded() error {
	steps := make([]string, len(p.path))
	for i, step := range p.path {
		steps[i] = fmt.Sprint(step)
	}
	return &graph.Error{Code: graph.Code(p.code), Op: strings.Join(steps, "."), Msg: p.message, Hint: p.hint, Err: p.cause}
}
