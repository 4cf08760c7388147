package schema

// STUB. This file stands in for the hand-written runtime so that the generated
// resolvers compile and the engine can match them with the schema. It is
// deleted when the runtime is merged.

import (
	"missiongraph/graph"

	graphql "github.com/graph-gophers/graphql-go"
)

// What the generated code calls.

type EntityResolver struct {
	q    *Query
	n    graph.Node
	info *graph.NodeInfo
}

type entityPtr interface{ entity() *EntityResolver }

func (r *EntityResolver) entity() *EntityResolver { return r }

func (r *EntityResolver) kindIs(k kindIndex) bool { panic("stub") }

func listOf[T any, P interface {
	*T
	entityPtr
}](r *EntityResolver, far kindIndex, d graph.Direction, types ...relationIndex) []P {
	panic("stub")
}

func connectionOf[T any, P interface {
	*T
	entityPtr
}](r *EntityResolver, args pageArgs, far kindIndex, d graph.Direction, types ...relationIndex) (*RelationConnection[P], error) {
	panic("stub")
}

func entityOf[T any, P interface {
	*T
	entityPtr
}](q *Query, kind kindIndex, id graphql.ID) (P, error) {
	panic("stub")
}

func entitiesOf[T any, P interface {
	*T
	entityPtr
}](q *Query, kind kindIndex, args entityPageArgs) (*Connection[P], error) {
	panic("stub")
}

func (r *EntityResolver) stringProperty(p propertyIndex) *string                  { panic("stub") }
func (r *EntityResolver) stringsProperty(p propertyIndex) *[]string               { panic("stub") }
func (r *EntityResolver) integerProperty(p propertyIndex) *int32                  { panic("stub") }
func (r *EntityResolver) integersProperty(p propertyIndex) *[]int32               { panic("stub") }
func (r *EntityResolver) decimalProperty(p propertyIndex) *float64                { panic("stub") }
func (r *EntityResolver) decimalsProperty(p propertyIndex) *[]float64             { panic("stub") }
func (r *EntityResolver) booleanProperty(p propertyIndex) *bool                   { panic("stub") }
func (r *EntityResolver) booleansProperty(p propertyIndex) *[]bool                { panic("stub") }
func (r *EntityResolver) dateProperty(p propertyIndex) *Date                      { panic("stub") }
func (r *EntityResolver) datesProperty(p propertyIndex) *[]Date                   { panic("stub") }
func (r *EntityResolver) urlProperty(p propertyIndex) *URL                        { panic("stub") }
func (r *EntityResolver) urlsProperty(p propertyIndex) *[]URL                     { panic("stub") }
func (r *EntityResolver) quantityProperty(p propertyIndex) *QuantityResolver      { panic("stub") }
func (r *EntityResolver) quantitiesProperty(p propertyIndex) *[]*QuantityResolver { panic("stub") }

type pageArgs struct {
	First *int32
	After *string
}

type entityPageArgs struct {
	Filter *EntityFilter
	First  *int32
	After  *string
	Last   *int32
	Before *string
}

type EntityFilter struct {
	Kinds *[]string
	Forms *[]string
	Name  *StringFilter
}

type StringFilter struct {
	Eq         *string
	In         *[]string
	Contains   *string
	StartsWith *string
}

type Connection[P any] struct{}

func (c *Connection[P]) Edges() []*Edge[P]           { panic("stub") }
func (c *Connection[P]) Nodes() []P                  { panic("stub") }
func (c *Connection[P]) PageInfo() *PageInfoResolver { panic("stub") }
func (c *Connection[P]) TotalCount() int32           { panic("stub") }

type Edge[P any] struct{}

func (e *Edge[P]) Cursor() string { panic("stub") }
func (e *Edge[P]) Node() P        { panic("stub") }

type RelationConnection[P any] struct{}

func (c *RelationConnection[P]) Edges() []*RelationEdge[P]   { panic("stub") }
func (c *RelationConnection[P]) Nodes() []P                  { panic("stub") }
func (c *RelationConnection[P]) PageInfo() *PageInfoResolver { panic("stub") }
func (c *RelationConnection[P]) TotalCount() int32           { panic("stub") }

type RelationEdge[P any] struct{}

func (e *RelationEdge[P]) Cursor() string              { panic("stub") }
func (e *RelationEdge[P]) Node() P                     { panic("stub") }
func (e *RelationEdge[P]) Relation() *RelationResolver { panic("stub") }

type scalar struct{ text string }

func (s *scalar) UnmarshalGraphQL(input any) error { return nil }
func (s scalar) MarshalJSON() ([]byte, error)      { return []byte("null"), nil }

type Date struct{ scalar }

func (Date) ImplementsGraphQLType(name string) bool { return name == "Date" }

type DateTime struct{ scalar }

func (DateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

type URL struct{ scalar }

func (URL) ImplementsGraphQLType(name string) bool { return name == "URL" }

type Revision struct{ scalar }

func (Revision) ImplementsGraphQLType(name string) bool { return name == "Revision" }

type Query struct{}

// NodeResolver shows how the conversions to kinds serve interface Node: they
// are promoted from a pointer that may be nil, which kindIs must allow.
type NodeResolver struct{ *EntityResolver }

func (r *NodeResolver) ID() graphql.ID                          { panic("stub") }
func (r *NodeResolver) ToRelation() (*RelationResolver, bool)   { panic("stub") }
func (r *NodeResolver) ToAttribute() (*AttributeResolver, bool) { panic("stub") }
func (r *NodeResolver) ToSource() (*SourceResolver, bool)       { panic("stub") }

// The rest of the schema.

type AliasResolver struct{}

func (r *AliasResolver) Text() string                  { panic("stub") }
func (r *AliasResolver) Grade() string                 { panic("stub") }
func (r *AliasResolver) Evidence() []*EvidenceResolver { panic("stub") }

type AttributeResolver struct{}

func (r *AttributeResolver) ID() graphql.ID                   { panic("stub") }
func (r *AttributeResolver) Type() string                     { panic("stub") }
func (r *AttributeResolver) Subject() *EntityResolver         { panic("stub") }
func (r *AttributeResolver) Text() string                     { panic("stub") }
func (r *AttributeResolver) Values() []string                 { panic("stub") }
func (r *AttributeResolver) Quantity() *QuantityResolver      { panic("stub") }
func (r *AttributeResolver) Grade() string                    { panic("stub") }
func (r *AttributeResolver) Rank() string                     { panic("stub") }
func (r *AttributeResolver) Reason() *string                  { panic("stub") }
func (r *AttributeResolver) Qualifiers() []*QualifierResolver { panic("stub") }
func (r *AttributeResolver) Reading() *string                 { panic("stub") }
func (r *AttributeResolver) ValidFrom() *Date                 { panic("stub") }
func (r *AttributeResolver) ValidTo() *Date                   { panic("stub") }
func (r *AttributeResolver) Note() *string                    { panic("stub") }
func (r *AttributeResolver) Evidence() []*EvidenceResolver    { panic("stub") }
func (r *AttributeResolver) Sentence() string                 { panic("stub") }
func (r *AttributeResolver) Claimant() string                 { panic("stub") }

type CountResolver struct{}

func (r *CountResolver) Name() string { panic("stub") }
func (r *CountResolver) Count() int32 { panic("stub") }

type CoverageResolver struct{}

func (r *CoverageResolver) Total() int32                   { panic("stub") }
func (r *CoverageResolver) Used() int32                    { panic("stub") }
func (r *CoverageResolver) Sentences() []*SentenceResolver { panic("stub") }

type DegreeCountResolver struct{}

func (r *DegreeCountResolver) Degree() int32   { panic("stub") }
func (r *DegreeCountResolver) Entities() int32 { panic("stub") }

func (r *EntityResolver) ID() graphql.ID                   { panic("stub") }
func (r *EntityResolver) Name() string                     { panic("stub") }
func (r *EntityResolver) Kind() string                     { panic("stub") }
func (r *EntityResolver) Form() *string                    { panic("stub") }
func (r *EntityResolver) Grade() string                    { panic("stub") }
func (r *EntityResolver) Note() *string                    { panic("stub") }
func (r *EntityResolver) Evidence() []*EvidenceResolver    { panic("stub") }
func (r *EntityResolver) Aliases() []*AliasResolver        { panic("stub") }
func (r *EntityResolver) Attributes() []*AttributeResolver { panic("stub") }
func (r *EntityResolver) Relations() []*RelationResolver   { panic("stub") }
func (r *EntityResolver) Neighbors(args struct {
	Types     *[]string
	Direction string
	Kinds     *[]string
	First     *int32
	After     *string
}) (*RelationConnection[*EntityResolver], error) {
	panic("stub")
}
func (r *EntityResolver) Facts(args pageArgs) (*FactConnectionResolver, error) { panic("stub") }
func (r *EntityResolver) Degree() int32                                        { panic("stub") }

type EvidenceResolver struct{}

func (r *EvidenceResolver) Quote() string           { panic("stub") }
func (r *EvidenceResolver) Prefix() string          { panic("stub") }
func (r *EvidenceResolver) Suffix() string          { panic("stub") }
func (r *EvidenceResolver) Line() int32             { panic("stub") }
func (r *EvidenceResolver) Start() int32            { panic("stub") }
func (r *EvidenceResolver) End() int32              { panic("stub") }
func (r *EvidenceResolver) Grade() string           { panic("stub") }
func (r *EvidenceResolver) Note() *string           { panic("stub") }
func (r *EvidenceResolver) Source() *SourceResolver { panic("stub") }

type FactResolver struct{}

func (r *FactResolver) ID() graphql.ID                          { panic("stub") }
func (r *FactResolver) Type() string                            { panic("stub") }
func (r *FactResolver) Subject() *EntityResolver                { panic("stub") }
func (r *FactResolver) Grade() string                           { panic("stub") }
func (r *FactResolver) Rank() string                            { panic("stub") }
func (r *FactResolver) Reason() *string                         { panic("stub") }
func (r *FactResolver) Qualifiers() []*QualifierResolver        { panic("stub") }
func (r *FactResolver) Reading() *string                        { panic("stub") }
func (r *FactResolver) ValidFrom() *Date                        { panic("stub") }
func (r *FactResolver) ValidTo() *Date                          { panic("stub") }
func (r *FactResolver) Note() *string                           { panic("stub") }
func (r *FactResolver) Evidence() []*EvidenceResolver           { panic("stub") }
func (r *FactResolver) Sentence() string                        { panic("stub") }
func (r *FactResolver) Claimant() string                        { panic("stub") }
func (r *FactResolver) ToRelation() (*RelationResolver, bool)   { panic("stub") }
func (r *FactResolver) ToAttribute() (*AttributeResolver, bool) { panic("stub") }

type FactConnectionResolver struct{}

func (r *FactConnectionResolver) Edges() []*FactEdgeResolver  { panic("stub") }
func (r *FactConnectionResolver) Nodes() []*FactResolver      { panic("stub") }
func (r *FactConnectionResolver) PageInfo() *PageInfoResolver { panic("stub") }
func (r *FactConnectionResolver) TotalCount() int32           { panic("stub") }

type FactEdgeResolver struct{}

func (r *FactEdgeResolver) Cursor() string      { panic("stub") }
func (r *FactEdgeResolver) Node() *FactResolver { panic("stub") }

type FormInfoResolver struct{}

func (r *FormInfoResolver) Name() string        { panic("stub") }
func (r *FormInfoResolver) Description() string { panic("stub") }

type HighlightResolver struct{}

func (r *HighlightResolver) Field() string          { panic("stub") }
func (r *HighlightResolver) Text() string           { panic("stub") }
func (r *HighlightResolver) Spans() []*SpanResolver { panic("stub") }

type KindInfoResolver struct{}

func (r *KindInfoResolver) Name() string               { panic("stub") }
func (r *KindInfoResolver) Label() string              { panic("stub") }
func (r *KindInfoResolver) Plural() string             { panic("stub") }
func (r *KindInfoResolver) Description() string        { panic("stub") }
func (r *KindInfoResolver) Abstract() bool             { panic("stub") }
func (r *KindInfoResolver) IsA() []string              { panic("stub") }
func (r *KindInfoResolver) Forms() []*FormInfoResolver { panic("stub") }
func (r *KindInfoResolver) MapsTo() []string           { panic("stub") }
func (r *KindInfoResolver) Color() *string             { panic("stub") }
func (r *KindInfoResolver) Shape() *string             { panic("stub") }
func (r *KindInfoResolver) Count() int32               { panic("stub") }

type MatchResolver struct{}

func (r *MatchResolver) Entity() *EntityResolver { panic("stub") }
func (r *MatchResolver) Match() string           { panic("stub") }
func (r *MatchResolver) Matched() string         { panic("stub") }
func (r *MatchResolver) Grade() string           { panic("stub") }
func (r *MatchResolver) Score() float64          { panic("stub") }

type OntologyResolver struct{}

func (r *OntologyResolver) Kinds() []*KindInfoResolver                 { panic("stub") }
func (r *OntologyResolver) Properties() []*PropertyInfoResolver        { panic("stub") }
func (r *OntologyResolver) RelationTypes() []*RelationTypeInfoResolver { panic("stub") }

type PageInfoResolver struct{}

func (r *PageInfoResolver) HasNextPage() bool     { panic("stub") }
func (r *PageInfoResolver) HasPreviousPage() bool { panic("stub") }
func (r *PageInfoResolver) StartCursor() *string  { panic("stub") }
func (r *PageInfoResolver) EndCursor() *string    { panic("stub") }

type PathResolver struct{}

func (r *PathResolver) Length() int32               { panic("stub") }
func (r *PathResolver) WeakestGrade() *string       { panic("stub") }
func (r *PathResolver) Entities() []*EntityResolver { panic("stub") }
func (r *PathResolver) Steps() []*PathStepResolver  { panic("stub") }

type PathResultResolver struct{}

func (r *PathResultResolver) Paths() []*PathResolver { panic("stub") }
func (r *PathResultResolver) Exhausted() bool        { panic("stub") }
func (r *PathResultResolver) Reason() *string        { panic("stub") }

type PathStepResolver struct{}

func (r *PathStepResolver) Relation() *RelationResolver { panic("stub") }
func (r *PathStepResolver) Direction() string           { panic("stub") }
func (r *PathStepResolver) Entity() *EntityResolver     { panic("stub") }
func (r *PathStepResolver) Sentence() string            { panic("stub") }

type PropertyInfoResolver struct{}

func (r *PropertyInfoResolver) Name() string        { panic("stub") }
func (r *PropertyInfoResolver) Description() string { panic("stub") }
func (r *PropertyInfoResolver) Type() string        { panic("stub") }
func (r *PropertyInfoResolver) Many() bool          { panic("stub") }
func (r *PropertyInfoResolver) Kinds() []string     { panic("stub") }

type QualifierResolver struct{}

func (r *QualifierResolver) Name() string  { panic("stub") }
func (r *QualifierResolver) Value() string { panic("stub") }

type QuantityResolver struct{}

func (r *QuantityResolver) Number() float64     { panic("stub") }
func (r *QuantityResolver) Comparator() *string { panic("stub") }
func (r *QuantityResolver) Unit() *string       { panic("stub") }
func (r *QuantityResolver) Text() string        { panic("stub") }

func (r *Query) Node(args struct{ ID graphql.ID }) (*NodeResolver, error)           { panic("stub") }
func (r *Query) Nodes(args struct{ Ids []graphql.ID }) ([]*NodeResolver, error)     { panic("stub") }
func (r *Query) Entity(args struct{ ID graphql.ID }) (*EntityResolver, error)       { panic("stub") }
func (r *Query) Entities(args entityPageArgs) (*Connection[*EntityResolver], error) { panic("stub") }
func (r *Query) Resolve(args struct {
	Text  string
	Kinds *[]string
	First int32
}) ([]*MatchResolver, error) {
	panic("stub")
}
func (r *Query) Search(args struct {
	Text  string
	Kinds *[]string
	First int32
	After *string
}) (*SearchConnectionResolver, error) {
	panic("stub")
}
func (r *Query) Facts(args struct {
	Filter *FactFilter
	First  *int32
	After  *string
}) (*FactConnectionResolver, error) {
	panic("stub")
}
func (r *Query) Neighbors(args struct {
	ID        graphql.ID
	Types     *[]string
	Direction string
	Kinds     *[]string
	First     *int32
	After     *string
}) (*RelationConnection[*EntityResolver], error) {
	panic("stub")
}
func (r *Query) Subgraph(args struct {
	Roots     []graphql.ID
	Depth     int32
	Types     *[]string
	Direction string
	Kinds     *[]string
	Limit     int32
}) (*SubgraphResolver, error) {
	panic("stub")
}
func (r *Query) Ancestors(args struct {
	ID       graphql.ID
	Types    []string
	MaxDepth int32
}) ([]*TreeNodeResolver, error) {
	panic("stub")
}
func (r *Query) Descendants(args struct {
	ID       graphql.ID
	Types    []string
	MaxDepth int32
}) ([]*TreeNodeResolver, error) {
	panic("stub")
}
func (r *Query) Paths(args struct {
	From      graphql.ID
	To        graphql.ID
	MaxLength int32
	First     int32
	Types     *[]string
	Direction string
	Avoid     *[]graphql.ID
}) (*PathResultResolver, error) {
	panic("stub")
}
func (r *Query) Ontology() *OntologyResolver                                  { panic("stub") }
func (r *Query) Source(args struct{ ID graphql.ID }) (*SourceResolver, error) { panic("stub") }
func (r *Query) Sources(args pageArgs) (*SourceConnectionResolver, error)     { panic("stub") }
func (r *Query) Stats() *StatsResolver                                        { panic("stub") }
func (r *Query) Revision() *RevisionInfoResolver                              { panic("stub") }
func (r *Query) Revisions(args pageArgs) (*RevisionConnectionResolver, error) { panic("stub") }
func (r *Query) View(args struct{ Lens Lens }) (*Query, error)                { panic("stub") }

type RelationResolver struct{}

func (r *RelationResolver) ID() graphql.ID                   { panic("stub") }
func (r *RelationResolver) Type() string                     { panic("stub") }
func (r *RelationResolver) Verb() *string                    { panic("stub") }
func (r *RelationResolver) Subject() *EntityResolver         { panic("stub") }
func (r *RelationResolver) Object() *EntityResolver          { panic("stub") }
func (r *RelationResolver) Grade() string                    { panic("stub") }
func (r *RelationResolver) Rank() string                     { panic("stub") }
func (r *RelationResolver) Reason() *string                  { panic("stub") }
func (r *RelationResolver) Qualifiers() []*QualifierResolver { panic("stub") }
func (r *RelationResolver) Reading() *string                 { panic("stub") }
func (r *RelationResolver) ValidFrom() *Date                 { panic("stub") }
func (r *RelationResolver) ValidTo() *Date                   { panic("stub") }
func (r *RelationResolver) Note() *string                    { panic("stub") }
func (r *RelationResolver) Evidence() []*EvidenceResolver    { panic("stub") }
func (r *RelationResolver) Sentence() string                 { panic("stub") }
func (r *RelationResolver) InverseSentence() string          { panic("stub") }
func (r *RelationResolver) Claimant() string                 { panic("stub") }

type RelationTypeInfoResolver struct{}

func (r *RelationTypeInfoResolver) Name() string            { panic("stub") }
func (r *RelationTypeInfoResolver) Inverse() string         { panic("stub") }
func (r *RelationTypeInfoResolver) Description() string     { panic("stub") }
func (r *RelationTypeInfoResolver) Domain() []string        { panic("stub") }
func (r *RelationTypeInfoResolver) Range() []string         { panic("stub") }
func (r *RelationTypeInfoResolver) Symmetric() bool         { panic("stub") }
func (r *RelationTypeInfoResolver) Transitive() bool        { panic("stub") }
func (r *RelationTypeInfoResolver) Acyclic() bool           { panic("stub") }
func (r *RelationTypeInfoResolver) Sentence() string        { panic("stub") }
func (r *RelationTypeInfoResolver) InverseSentence() string { panic("stub") }
func (r *RelationTypeInfoResolver) Verbs() []string         { panic("stub") }
func (r *RelationTypeInfoResolver) MapsTo() *string         { panic("stub") }
func (r *RelationTypeInfoResolver) Count() int32            { panic("stub") }

type RevisionConnectionResolver struct{}

func (r *RevisionConnectionResolver) Edges() []*RevisionEdgeResolver { panic("stub") }
func (r *RevisionConnectionResolver) Nodes() []*RevisionInfoResolver { panic("stub") }
func (r *RevisionConnectionResolver) PageInfo() *PageInfoResolver    { panic("stub") }
func (r *RevisionConnectionResolver) TotalCount() int32              { panic("stub") }

type RevisionEdgeResolver struct{}

func (r *RevisionEdgeResolver) Cursor() string              { panic("stub") }
func (r *RevisionEdgeResolver) Node() *RevisionInfoResolver { panic("stub") }

type RevisionInfoResolver struct{}

func (r *RevisionInfoResolver) Revision() Revision { panic("stub") }
func (r *RevisionInfoResolver) Time() *DateTime    { panic("stub") }
func (r *RevisionInfoResolver) Author() string     { panic("stub") }
func (r *RevisionInfoResolver) Message() string    { panic("stub") }
func (r *RevisionInfoResolver) Ops() int32         { panic("stub") }
func (r *RevisionInfoResolver) Hash() string       { panic("stub") }

type SearchConnectionResolver struct{}

func (r *SearchConnectionResolver) Edges() []*SearchEdgeResolver { panic("stub") }
func (r *SearchConnectionResolver) Nodes() []*SearchHitResolver  { panic("stub") }
func (r *SearchConnectionResolver) PageInfo() *PageInfoResolver  { panic("stub") }
func (r *SearchConnectionResolver) TotalCount() int32            { panic("stub") }

type SearchEdgeResolver struct{}

func (r *SearchEdgeResolver) Cursor() string           { panic("stub") }
func (r *SearchEdgeResolver) Node() *SearchHitResolver { panic("stub") }

type SearchHitResolver struct{}

func (r *SearchHitResolver) Entity() *EntityResolver          { panic("stub") }
func (r *SearchHitResolver) Score() float64                   { panic("stub") }
func (r *SearchHitResolver) Highlights() []*HighlightResolver { panic("stub") }

type SentenceResolver struct{}

func (r *SentenceResolver) Text() string           { panic("stub") }
func (r *SentenceResolver) Line() int32            { panic("stub") }
func (r *SentenceResolver) Start() int32           { panic("stub") }
func (r *SentenceResolver) End() int32             { panic("stub") }
func (r *SentenceResolver) Used() bool             { panic("stub") }
func (r *SentenceResolver) Facts() []*FactResolver { panic("stub") }

type SourceResolver struct{}

func (r *SourceResolver) ID() graphql.ID                                       { panic("stub") }
func (r *SourceResolver) Title() string                                        { panic("stub") }
func (r *SourceResolver) Publisher() string                                    { panic("stub") }
func (r *SourceResolver) ReviewedOn() *Date                                    { panic("stub") }
func (r *SourceResolver) Url() *URL                                            { panic("stub") }
func (r *SourceResolver) Text() string                                         { panic("stub") }
func (r *SourceResolver) Sha256() string                                       { panic("stub") }
func (r *SourceResolver) Coverage() *CoverageResolver                          { panic("stub") }
func (r *SourceResolver) Facts(args pageArgs) (*FactConnectionResolver, error) { panic("stub") }

type SourceConnectionResolver struct{}

func (r *SourceConnectionResolver) Edges() []*SourceEdgeResolver { panic("stub") }
func (r *SourceConnectionResolver) Nodes() []*SourceResolver     { panic("stub") }
func (r *SourceConnectionResolver) PageInfo() *PageInfoResolver  { panic("stub") }
func (r *SourceConnectionResolver) TotalCount() int32            { panic("stub") }

type SourceEdgeResolver struct{}

func (r *SourceEdgeResolver) Cursor() string        { panic("stub") }
func (r *SourceEdgeResolver) Node() *SourceResolver { panic("stub") }

type SpanResolver struct{}

func (r *SpanResolver) Start() int32 { panic("stub") }
func (r *SpanResolver) End() int32   { panic("stub") }

type StatsResolver struct{}

func (r *StatsResolver) Entities() int32                 { panic("stub") }
func (r *StatsResolver) Relations() int32                { panic("stub") }
func (r *StatsResolver) Attributes() int32               { panic("stub") }
func (r *StatsResolver) Sources() int32                  { panic("stub") }
func (r *StatsResolver) Kinds() []*CountResolver         { panic("stub") }
func (r *StatsResolver) RelationTypes() []*CountResolver { panic("stub") }
func (r *StatsResolver) Grades() []*CountResolver        { panic("stub") }
func (r *StatsResolver) Components() int32               { panic("stub") }
func (r *StatsResolver) Isolated() int32                 { panic("stub") }
func (r *StatsResolver) Degrees() []*DegreeCountResolver { panic("stub") }

type SubgraphResolver struct{}

func (r *SubgraphResolver) Nodes() []*EntityResolver   { panic("stub") }
func (r *SubgraphResolver) Edges() []*RelationResolver { panic("stub") }
func (r *SubgraphResolver) TotalCount() int32          { panic("stub") }
func (r *SubgraphResolver) Truncated() bool            { panic("stub") }
func (r *SubgraphResolver) Reason() *string            { panic("stub") }

type TreeNodeResolver struct{}

func (r *TreeNodeResolver) Depth() int32                { panic("stub") }
func (r *TreeNodeResolver) Entity() *EntityResolver     { panic("stub") }
func (r *TreeNodeResolver) Parent() *EntityResolver     { panic("stub") }
func (r *TreeNodeResolver) Relation() *RelationResolver { panic("stub") }

type FactFilter struct {
	Types      *[]string
	Properties *[]string
	Verbs      *[]string
	Subject    *graphql.ID
	Object     *graphql.ID
	Grades     *[]string
	Ranks      *[]string
	Source     *graphql.ID
}

type Lens struct {
	Revision   *Revision
	Time       *DateTime
	ValidAt    *Date
	MinGrade   *string
	Readings   *[]string
	Deprecated bool
}
