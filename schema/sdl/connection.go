package sdl

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Connections follow the Relay cursor connections specification
// (https://relay.dev/graphql/connections.htm), with nodes as a short cut.

// connection returns the types of a page of entities.
func connection(target, many, one string) []*ast.Definition {
	defs := pages(target, target, fmt.Sprintf("A page of %s.", many),
		fmt.Sprintf("The %s of one entry, and its place in the list.", one))
	defs[0].Fields = append(defs[0].Fields, facets())
	return defs
}

// relationConnection returns the types of a page of relations that lead to
// entities.
func relationConnection(target, many, one string) []*ast.Definition {
	defs := pages(target+"Relation", target, fmt.Sprintf("A page of %s, each with the relation that leads to it.", many),
		fmt.Sprintf("The %s of one entry, and the relation that leads to it.", one))
	defs[0].Fields = append(defs[0].Fields, facets())
	edge := defs[1]
	edge.Fields = append(edge.Fields, &ast.FieldDefinition{
		Name: "relation", Description: "The relation, with its evidence", Type: ast.NonNullNamedType("Relation", nil),
	})
	return defs
}

func pages(prefix, target, page, entry string) []*ast.Definition {
	nonNullList := func(of string) *ast.Type {
		return ast.NonNullListType(ast.NonNullNamedType(of, nil), nil)
	}
	return []*ast.Definition{
		{Kind: ast.Object, Name: prefix + "Connection", Description: page, Fields: ast.FieldList{
			standardField("edges", nonNullList(prefix+"Edge")),
			standardField("nodes", nonNullList(target)),
			standardField("pageInfo", ast.NonNullNamedType("PageInfo", nil)),
			standardField("totalCount", ast.NonNullNamedType("Int", nil)),
			standardField("totalCountIsExact", ast.NonNullNamedType("Boolean", nil)),
		}},
		{Kind: ast.Object, Name: prefix + "Edge", Description: entry, Fields: ast.FieldList{
			standardField("cursor", ast.NonNullNamedType("String", nil)),
			standardField("node", ast.NonNullNamedType(target, nil)),
		}},
	}
}

// facets returns the field by which a page of entities counts its whole list.
func facets() *ast.FieldDefinition {
	number := func(name, description, value string) *ast.ArgumentDefinition {
		return &ast.ArgumentDefinition{Name: name, Description: description, Type: ast.NamedType("Int", nil),
			DefaultValue: &ast.Value{Kind: ast.IntValue, Raw: value}}
	}
	return &ast.FieldDefinition{
		Name: "facets", Description: "Counts of all that the arguments select, not only this page: see Query.facets",
		Arguments: ast.ArgumentDefinitionList{
			{Name: "by", Description: "By what to count; each answers one facet", Type: ast.NonNullListType(ast.NonNullNamedType("FacetBy", nil), nil)},
			number("first", "At most so many values of each facet; the answer says how many more there are", "20"),
			number("members", "So many entities listed under each value, in order of name", "0"),
		},
		Type: ast.NonNullListType(ast.NonNullNamedType("Facet", nil), nil),
	}
}

func standardField(name string, t *ast.Type) *ast.FieldDefinition {
	return &ast.FieldDefinition{Name: name, Description: connectionFields[name], Type: t}
}

// What the parts of every connection mean; hand-written connections need not
// repeat it.
var connectionFields = map[string]string{
	"edges":             "The entries of the page, each with its cursor",
	"nodes":             "The entries of the page without their cursors",
	"pageInfo":          "Where the page stands in the whole list",
	"totalCount":        "All that the arguments select, not only this page; counted only when asked for",
	"totalCountIsExact": "Whether totalCount is the whole count; when false there are at least so many",
	"cursor":            "The entry's place in the list, for after and before",
	"node":              "The entry itself",
}

// What the arguments of every connection mean. Those typed by the kind of the
// entries have %s for it.
var pageArguments = map[string]struct{ description, typ string }{
	"filter":   {"Only what meets these conditions", "%sFilter"},
	"relation": {"Only along relations that meet these conditions", "RelationFilter"},
	"orderBy":  {"What comes first: by the first key, then by the next, at last by id. By name when left out", "[%sOrder!]"},
	"first":    {"At most so many entries", "Int"},
	"after":    {"Continue after this cursor", "String"},
	"last":     {"At most so many entries, counted from the end", "Int"},
	"before":   {"End before this cursor", "String"},
}

// arguments returns the named arguments of a connection that leads to target.
func arguments(target string, names ...string) ast.ArgumentDefinitionList {
	var found ast.ArgumentDefinitionList
	for _, name := range names {
		a := pageArguments[name]
		typ := strings.ReplaceAll(a.typ, "%s", target)
		found = append(found, &ast.ArgumentDefinition{Name: name, Description: a.description, Type: typeOf(typ)})
	}
	return found
}
