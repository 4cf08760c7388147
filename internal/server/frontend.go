package server

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// frontend checks documents and values in front of the engine. It is safe for
// concurrent use.
type frontend struct {
	schema  *ast.Schema
	rules   *rules.Rules
	scalars map[string]Scalar
	limits  *Limits
	cache   *documentCache
}

func newFrontend(sdl string, scalars map[string]Scalar, limits *Limits) (*frontend, error) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: sdl})
	if err != nil {
		return nil, fmt.Errorf("server: the SDL is not valid: %w", err)
	}
	adaptBuiltins(schema)
	for name := range scalars {
		if def := schema.Types[name]; def == nil || def.Kind != ast.Scalar || def.BuiltIn {
			return nil, fmt.Errorf("server: Config.Scalars names %q, which is no custom scalar of the SDL", name)
		}
	}
	cache, err := newDocumentCache(limits.Cache)
	if err != nil {
		return nil, err
	}
	return &frontend{schema: schema, rules: rules.NewDefaultRules(), scalars: scalars, limits: limits, cache: cache}, nil
}

// adaptBuiltins makes gqlparser's prelude say what this server does: no @defer,
// and deprecation of directives in introspection, which graphql-js's
// getIntrospectionQuery can ask for.
func adaptBuiltins(schema *ast.Schema) {
	if def := schema.Directives["defer"]; def != nil && def.Position != nil && def.Position.Src.BuiltIn {
		delete(schema.Directives, "defer")
	}
	if def := schema.Types["__Schema"]; def != nil {
		field := def.Fields.ForName("directives")
		if field.Arguments.ForName("includeDeprecated") == nil {
			field.Arguments = append(field.Arguments, &ast.ArgumentDefinition{
				Name:         "includeDeprecated",
				Type:         ast.NonNullNamedType("Boolean", nil),
				DefaultValue: &ast.Value{Raw: "false", Kind: ast.BooleanValue},
			})
		}
	}
	if def := schema.Types["__Directive"]; def != nil && def.Fields.ForName("isDeprecated") == nil {
		def.Fields = append(def.Fields,
			&ast.FieldDefinition{Name: "isDeprecated", Type: ast.NonNullNamedType("Boolean", nil)},
			&ast.FieldDefinition{Name: "deprecationReason", Type: ast.NamedType("String", nil)})
	}
}

// document returns the checked form of text, from the cache when it was seen
// before. Failures are not kept.
func (f *frontend) document(text string) (*document, []*problem) {
	if doc := f.cache.get(text); doc != nil {
		return doc, nil
	}
	doc, problems := f.compile(text)
	if problems != nil {
		return nil, problems
	}
	f.cache.add(text, doc)
	return doc, nil
}

// compile parses, measures and validates text and makes every operation ready
// for the engine.
func (f *frontend) compile(text string) (*document, []*problem) {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, f.limits.Tokens)
	if err != nil {
		return nil, []*problem{f.parseProblem(text, err)}
	}
	if len(parsed.Operations) == 0 {
		return nil, []*problem{badInput("the document has no operation").withHint("for example { __typename }")}
	}
	if p := measure(parsed, f.limits); p != nil {
		return nil, []*problem{p}
	}
	if list := validator.ValidateWithRules(f.schema, parsed, f.rules); len(list) > 0 {
		problems := make([]*problem, len(list))
		for i, err := range list {
			problems[i] = f.validationProblem(err)
		}
		return nil, problems
	}
	return newDocument(f, parsed)
}

// parseProblem tells a syntax error from a document that is too long.
func (f *frontend) parseProblem(text string, err error) *problem {
	var syntax *gqlerror.Error
	if lexical := lexicalError(text); lexical != nil {
		err = lexical // the parser often hides it behind "Unexpected <Invalid>"
	}
	if !errors.As(err, &syntax) {
		return internal(err)
	}
	if len(syntax.Locations) == 0 && strings.HasPrefix(syntax.Message, "exceeded token limit") {
		return overLimit("the document has more than %d tokens", f.limits.Tokens)
	}
	if strings.HasPrefix(syntax.Message, "exceeded maximum nesting depth") {
		return overLimit("the document nests too deep").withLocations(syntax.Locations)
	}
	return badInput("syntax error: %s", cut(syntax.Message, mostMessage)).withLocations(syntax.Locations)
}

// lexicalError returns the first token of text that is none, or nil.
func lexicalError(text string) error {
	tokens := lexer.New(&ast.Source{Input: text})
	for {
		token, err := tokens.ReadToken()
		if err != nil {
			return err
		}
		if token.Kind == lexer.EOF {
			return nil
		}
	}
}

// mostMessage is the most bytes of a validation message that are shown: some
// quote whole values of the document back.
const mostMessage = 500

// unknownEnumValue finds the enum that a validation message speaks of.
var unknownEnumValue = regexp.MustCompile(`does not exist in "(\w+)!?" enum\.$`)

// validationProblem carries a validation error over; a suggestion at its end
// becomes the hint as well. For an enum without a value like the one given the
// hint is its values.
func (f *frontend) validationProblem(err *gqlerror.Error) *problem {
	p := badInput("%s", cut(err.Message, mostMessage)).withLocations(err.Locations)
	if at := strings.LastIndex(err.Message, "Did you mean "); at >= 0 {
		p.hint = "did you mean " + strings.TrimPrefix(err.Message[at:], "Did you mean ")
	}
	if m := unknownEnumValue.FindStringSubmatch(err.Message); m != nil {
		p.hint = enumHint(f.schema.Types[m[1]])
	}
	return p
}

// enumHint lists the values of an enum where they are few, but for deprecated
// ones.
func enumHint(def *ast.Definition) string {
	const few = 8
	if def == nil || len(def.EnumValues) > few {
		return ""
	}
	var names []string
	for _, value := range def.EnumValues {
		if value.Directives.ForName("deprecated") == nil {
			names = append(names, value.Name)
		}
	}
	return "one of " + strings.Join(names, ", ")
}

func (p *problem) withLocations(list []gqlerror.Location) *problem {
	for _, at := range list {
		if at.Line > 0 {
			p.locations = append(p.locations, location{at.Line, at.Column})
		}
	}
	return p
}
