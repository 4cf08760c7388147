package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// Mapping says how the rows of a file become entities and facts. docs/import.md
// is its manual, docs/mapping.schema.json its JSON Schema.
type Mapping struct {
	Name      Text           `yaml:"mapping"`
	About     Text           `yaml:"about"`
	File      FileRule       `yaml:"file"`
	Source    SourceRule     `yaml:"source"`
	Clean     Clean          `yaml:"clean"`
	Dates     []Text         `yaml:"dates"`   // layouts, as YYYY-MM-DD; excel for serial numbers
	Numbers   NumberRule     `yaml:"numbers"` // how numbers are written
	Grade     Text           `yaml:"grade"`   // of what says no other; STATED when left out
	Each      *EachRule      `yaml:"each"`
	Entities  []EntityRule   `yaml:"entities"`
	Relations []RelationRule `yaml:"relations"`

	file string // of the mapping, as in errors
}

// Text is a text of a mapping with its place.
type Text struct {
	Value        string
	line, column int
}

// UnmarshalYAML reads a scalar.
func (t *Text) UnmarshalYAML(n ast.Node) error {
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		t.line, t.column = tk.Position.Line, tk.Position.Column
	}
	switch x := n.(type) {
	case *ast.StringNode:
		t.Value = x.Value
	case *ast.LiteralNode:
		t.Value = x.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		t.Value = x.GetToken().Value
	default:
		return &yaml.SyntaxError{Message: "expected a text", Token: n.GetToken()}
	}
	return nil
}

// FileRule says how the file is read; see [missiongraph/internal/exchange/table.Options].
type FileRule struct {
	Format    Text `yaml:"format"`
	Delimiter Text `yaml:"delimiter"`
	Encoding  Text `yaml:"encoding"`
	Skip      int  `yaml:"skip"`
	Sheet     Text `yaml:"sheet"`
	Records   Text `yaml:"records"`
}

// SourceRule describes the source that the file becomes. {file} in a text
// stands for the file's name.
type SourceRule struct {
	ID         Text `yaml:"id"` // of the family
	Title      Text `yaml:"title"`
	Publisher  Text `yaml:"publisher"`
	URL        Text `yaml:"url"`
	ReviewedOn Text `yaml:"reviewedOn"`
}

// Clean says what is done to every cell before it is used. Space at the ends
// and double space always goes, and Unicode is composed (NFC).
type Clean struct {
	Nulls  []Text `yaml:"nulls"`  // cells that are nothing, as #N/A
	Quotes bool   `yaml:"quotes"` // typographic quotation marks and apostrophes become plain ones
	HTML   bool   `yaml:"html"`   // &amp; becomes &
	Links  bool   `yaml:"links"`  // links wrapped by mail filters and browser extensions become those within
}

// NumberRule says how numbers are written.
type NumberRule struct {
	Thousands Text `yaml:"thousands"` // "," when left out
	Decimal   Text `yaml:"decimal"`   // "." when left out
}

// EachRule makes a row count once for each value of a cell: a list of JSON, or a
// text with something between the values.
type EachRule struct {
	Column Text `yaml:"column"`
	Split  Text `yaml:"split"`

	column int
}

// EntityRule makes an entity of a row.
type EntityRule struct {
	As         Text           `yaml:"as"` // its name in the mapping
	ID         Text           `yaml:"id"`
	Existing   Text           `yaml:"existing"` // instead of id: an entity that the graph must have
	Kind       Text           `yaml:"kind"`
	Form       Text           `yaml:"form"`
	Name       Text           `yaml:"name"`
	Key        Text           `yaml:"key"` // by which relations of other rows name it
	When       Conditions     `yaml:"when"`
	Match      *MatchRule     `yaml:"match"`
	Aliases    []ValueRule    `yaml:"aliases"`
	Properties []PropertyRule `yaml:"properties"`
	Grade      Text           `yaml:"grade"`
	Note       Text           `yaml:"note"`

	id, name, key, existing *template
}

// MatchRule looks for an entity of the graph that a row's entity is.
type MatchRule struct {
	Names []Text  `yaml:"names"` // the first that finds one counts
	Kinds []Text  `yaml:"kinds"` // the rule's kind when left out
	Score float64 `yaml:"score"` // from 0 to 1; 1 when left out: an id, name or other name in full
	Near  float64 `yaml:"near"`  // from which score on others are listed; 0.6 when left out

	names []*template
}

// ValueRule is a value of a row.
type ValueRule struct {
	Value Text       `yaml:"value"`
	Split Text       `yaml:"split"` // between the values of one cell
	When  Conditions `yaml:"when"`
	Else  Text       `yaml:"else"` // what becomes of a row with a wrong value: refuse, or skip the value
	Grade Text       `yaml:"grade"`

	value *template
}

// PropertyRule is a value of a property.
type PropertyRule struct {
	Property  Text            `yaml:"property"`
	Codes     map[string]Text `yaml:"codes"` // of a cell's text: the value
	ValueRule `yaml:",inline"`
}

// RelationRule makes a relation of a row.
type RelationRule struct {
	Subject    Reference       `yaml:"subject"`
	Type       Text            `yaml:"type"`
	Verb       Text            `yaml:"verb"`
	Object     Reference       `yaml:"object"`
	Key        Text            `yaml:"key"` // tells several relations between the same two apart
	Qualifiers map[string]Text `yaml:"qualifiers"`
	ValidFrom  Text            `yaml:"validFrom"`
	ValidTo    Text            `yaml:"validTo"`
	When       Conditions      `yaml:"when"`
	Else       Text            `yaml:"else"`
	Grade      Text            `yaml:"grade"`
	Note       Text            `yaml:"note"`

	key, validFrom, validTo *template
	names                   []string // of qualifiers, sorted
	qualifiers              []*template
}

// Reference is an end of a relation: the entity of a rule in this row, the one
// of the row with a key, or one that the graph has.
type Reference struct {
	Entity Text `yaml:"entity"` // of a rule
	Key    Text `yaml:"key"`    // which of its entities; that of this row when left out
	ID     Text `yaml:"id"`     // instead of entity: one that the graph has

	rule    int // of Entity; -1 for none
	key, id *template
}

// UnmarshalYAML reads the name of a rule, or the three fields.
func (r *Reference) UnmarshalYAML(n ast.Node) error {
	if _, ok := n.(*ast.StringNode); ok {
		return r.Entity.UnmarshalYAML(n)
	}
	type fields Reference
	return yaml.NodeToValue(n, (*fields)(r), yaml.Strict())
}

// Bounds of a mapping.
const (
	maxMapping = 1 << 20 // bytes
	maxOpen    = 200     // brackets open at one point
)

// LoadMapping reads a mapping and checks it against the ontology. All problems
// of its contents are told at once, with file:line:column.
func LoadMapping(name string, data []byte, o *graph.Ontology) (*Mapping, error) {
	m := &Mapping{file: name}
	if err := decodeYAML(name, data, m); err != nil {
		return nil, err
	}
	c := &compiler{Mapping: m, o: o}
	c.compile()
	return m, c.problems.Err()
}

// decodeYAML reads a document strictly: no unknown keys, no anchors.
func decodeYAML(name string, data []byte, into any) (err error) {
	defer func() {
		if x := recover(); x != nil { // the parser has met inputs it panics on
			err = graph.Problems{{Path: name, Code: graph.BadInput, Msg: "the file is not YAML that can be read"}}
		}
	}()
	if p := flat(name, data); p != nil {
		return graph.Problems{*p}
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return yamlProblem(name, err)
	}
	var found anchors
	for _, doc := range file.Docs {
		ast.Walk(&found, doc)
	}
	switch {
	case found.at != nil:
		return graph.Problems{{Path: at(name, found.at), Code: graph.BadInput, Msg: "found an anchor or alias, which these files do not use"}}
	case len(file.Docs) != 1 || file.Docs[0].Body == nil:
		return graph.Problems{{Path: name + ":1:1", Code: graph.BadInput, Msg: "expected one document"}}
	}
	if err := yaml.NodeToValue(file.Docs[0].Body, into, yaml.Strict()); err != nil {
		return yamlProblem(name, err)
	}
	return nil
}

// flat refuses what the parser, which recurses, would not survive.
func flat(name string, data []byte) *graph.Problem {
	if len(data) > maxMapping {
		return &graph.Problem{Path: name, Code: graph.Limit, Msg: fmt.Sprintf("the file has %d bytes; at most %d", len(data), maxMapping)}
	}
	if yamltext.Steep(string(data), maxOpen) {
		return &graph.Problem{Path: name, Code: graph.Limit, Msg: "the file is nested too deeply to be read"}
	}
	return nil
}

type anchors struct{ at *token.Token }

// Visit implements [ast.Visitor].
func (a *anchors) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		if a.at == nil {
			a.at = n.GetToken()
		}
	}
	return a
}

func yamlProblem(name string, err error) error {
	var wrong yaml.Error
	if !errors.As(err, &wrong) {
		return graph.Problems{{Path: name, Code: graph.BadInput, Msg: "not valid YAML"}}
	}
	msg := wrong.GetMessage()
	p := graph.Problem{Path: at(name, wrong.GetToken()), Code: graph.BadInput, Msg: msg}
	if key, ok := strings.CutPrefix(msg, "unknown field "); ok {
		key = strings.Trim(key, `"`)
		p.Msg, p.Hint = fmt.Sprintf("unknown key %q", key), graph.DidYouMean(key, mappingKeys)
	}
	return graph.Problems{p}
}

// mappingKeys are all keys of mappings and decisions.
var mappingKeys = slices.Collect(keysOf(Mapping{}, Decisions{}))

func at(name string, t *token.Token) string {
	if t == nil || t.Position == nil {
		return name
	}
	return fmt.Sprintf("%s:%d:%d", name, t.Position.Line, t.Position.Column)
}
