package schema

import (
	"github.com/graph-gophers/graphql-go"
)

// NewEngine parses the served schema for the engine and binds it to the
// resolvers. It takes a while: once a process. opts are the server's; the
// engine must describe by strings, and read fields where there is no method.
func NewEngine(opts ...graphql.SchemaOpt) (*graphql.Schema, error) {
	opts = append([]graphql.SchemaOpt{graphql.UseStringDescriptions(), graphql.UseFieldResolvers()}, opts...)
	return graphql.ParseSchema(SDL(), &Query{}, opts...)
}
