package server

import (
	"context"
	"encoding/json"
	"errors"

	gqlerrors "github.com/graph-gophers/graphql-go/errors"
	"github.com/vektah/gqlparser/v2/ast"
)

// execute runs an operation. A problem means that there is no data: nothing ran,
// or what ran may not be used. The answer's extensions are set either way.
func (s *Server) execute(ctx context.Context, op *operation, values map[string]any) (*answer, *problem) {
	a := &answer{}
	if s.config.Begin != nil {
		var session Session
		if ctx, session = s.config.Begin(ctx); session != nil {
			defer session.Close()
			defer func() { a.extensions = session.Extensions() }()
			if w, ok := session.(interface{ Spent() int }); ok {
				defer func() { a.work = w.Spent() }()
			}
		}
	}
	if op.text != "" {
		if p := s.runEngine(ctx, op, values, a); p != nil {
			return a, p
		}
	}
	if op.introspection && string(a.data) != "null" {
		if p := s.introspect(op, values, a); p != nil {
			return a, p
		}
	}
	if len(a.data) > s.limits.Reply {
		p := overLimit("the answer has %d bytes; at most %d are allowed", len(a.data), s.limits.Reply).
			withHint("%s", op.afterFailure("ask for fewer fields, or page with first and after"))
		p.limit = limitReply
		return a, p
	}
	return a, nil
}

// runEngine has the engine execute the canonical document.
func (s *Server) runEngine(ctx context.Context, op *operation, values map[string]any, a *answer) *problem {
	variables, problems := s.front.engineVariables(op, values)
	if problems != nil {
		return problems[0]
	}
	if op.stream != nil {
		variables = op.stream.with(variables, ctx)
	}
	response := s.config.Schema.Exec(ctx, op.text, "", variables)
	if err := ctx.Err(); err != nil {
		p := &problem{code: codeTimeout, message: "the query took longer than " + s.limits.Time.String(), cause: err}
		return p.withHint("%s", op.afterFailure("ask for less, or page with first and after"))
	}
	a.data = response.Data
	if len(a.data) == 0 {
		a.data = []byte("null")
	}
	for _, err := range response.Errors {
		p, whole := engineProblem(err)
		if whole {
			return p
		}
		s.locate(op, p, err)
		a.problems = append(a.problems, p)
	}
	return nil
}

// afterFailure returns what to do when an operation has run and has no answer:
// for a mutation that is to find out whether it was made.
func (op *operation) afterFailure(hint string) string {
	if op.kind == ast.Mutation {
		return "it is not known here whether the change was made: send it again with the same clientMutationId, which makes it once"
	}
	return hint
}

// locate adds where in the client's document the field of an error is: the
// engine knows the path only, and saw another document.
func (s *Server) locate(op *operation, p *problem, err *gqlerrors.QueryError) {
	sets := []ast.SelectionSet{op.query}
	var found *ast.Field
	for _, segment := range err.Path {
		key, ok := segment.(string)
		if !ok {
			continue
		}
		var nested []ast.SelectionSet
		found = nil
		for _, set := range sets {
			eachField(set, func(field *ast.Field) {
				if field.Alias == key {
					if found == nil {
						found = field
					}
					nested = append(nested, field.SelectionSet)
				}
			})
		}
		if found == nil {
			return
		}
		sets = nested
	}
	if found != nil {
		p.at(found.Position)
	}
}

// eachField visits the fields of a validated selection set, through fragments.
func eachField(set ast.SelectionSet, visit func(*ast.Field)) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			visit(selection)
		case *ast.InlineFragment:
			eachField(selection.SelectionSet, visit)
		case *ast.FragmentSpread:
			eachField(selection.Definition.SelectionSet, visit)
		}
	}
}

// introspect answers the introspection fields of the root and puts them with
// what the engine answered, in the order of the document.
func (s *Server) introspect(op *operation, values map[string]any, a *answer) *problem {
	engine := map[string]json.RawMessage{}
	if len(a.data) > 0 {
		if err := json.Unmarshal(a.data, &engine); err != nil {
			return internal(errors.New("the engine's answer is not JSON"))
		}
	}
	in := &introspector{front: s.front, values: values}
	in.out = append(in.out, '{')
	first := true
	for _, field := range in.collect([]ast.SelectionSet{op.query}) {
		meta := field.field.Name == "__schema" || field.field.Name == "__type"
		raw, answered := engine[field.key]
		if !meta && !answered {
			continue
		}
		if !first {
			in.out = append(in.out, ',')
		}
		first = false
		in.out = appendJSON(in.out, field.key)
		in.out = append(in.out, ':')
		if meta {
			in.answer(field)
		} else {
			in.out = append(in.out, raw...)
		}
	}
	a.data = append(in.out, '}')
	return nil
}
