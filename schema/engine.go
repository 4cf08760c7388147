package schema

import (
	graphql "github.com/graph-gophers/graphql-go"
	"github.com/graph-gophers/graphql-go/ast"
)

// NewEngine is NewEngineFor the ontology that the embedded files declare.
func NewEngine(opts ...graphql.SchemaOpt) (*graphql.Schema, error) {
	return NewEngineFor(SDL(), opts...)
}

// NewEngineFor parses a served schema (see [Vocabulary]) and binds it to the
// resolvers. The result is safe for concurrent use and costly to make: make one
// a process. opts are the server's.
//
// The engine matches resolvers with types by the identity of the type, and its
// parser makes a new one for every [T!]! it reads. Making equal types
// identical in between takes the work from once a field to once a type: an
// eighth of the time and memory.
func NewEngineFor(sdl string, opts ...graphql.SchemaOpt) (*graphql.Schema, error) {
	opts = append([]graphql.SchemaOpt{graphql.UseStringDescriptions(), graphql.UseFieldResolvers()}, opts...)
	parsed, err := graphql.ParseSchema(sdl, nil, opts...)
	if err != nil {
		return nil, err
	}
	shareTypes(parsed.AST())
	delete(parsed.AST().RootOperationTypes, "subscription") // the server answers each event as a query
	if err := parsed.ApplyResolver(root{}); err != nil {
		return nil, err
	}
	return parsed, nil
}

// root has the resolvers of the operation types.
type root struct{}

// Query returns the resolver of Query.
func (root) Query() *Query { return &Query{} }

// Mutation returns the resolver of Mutation.
func (root) Mutation() *Mutation { return &Mutation{} }

// shareTypes makes equal wrapping types (lists and non-nulls) identical.
func shareTypes(s *ast.Schema) {
	shared := types{}
	fields := func(list ast.FieldsDefinition) {
		for _, f := range list {
			f.Type = shared.share(f.Type)
		}
	}
	for _, def := range s.Types {
		switch def := def.(type) {
		case *ast.ObjectTypeDefinition:
			fields(def.Fields)
		case *ast.InterfaceTypeDefinition:
			fields(def.Fields)
		}
	}
}

// types holds one type for each way to write it.
type types map[string]ast.Type

func (x types) share(t ast.Type) ast.Type {
	switch t := t.(type) {
	case *ast.List:
		return x.one(&ast.List{OfType: x.share(t.OfType)})
	case *ast.NonNull:
		return x.one(&ast.NonNull{OfType: x.share(t.OfType)})
	default:
		return t
	}
}

func (x types) one(t ast.Type) ast.Type {
	key := t.String()
	if first, ok := x[key]; ok {
		return first
	}
	x[key] = t
	return t
}
