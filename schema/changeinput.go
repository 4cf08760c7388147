package schema

import (
	"github.com/graph-gophers/graphql-go"
)

// changeInput is the input ChangeInput.
type changeInput struct {
	Entity           *entityInput
	Fact             *factInput
	Source           *sourceInput
	RetractEntity    *graphql.ID
	RetractFact      *graphql.ID
	RetractSource    *graphql.ID
	IfEntityRevision *Revision
	IfFactRevision   *Revision
	IfSourceRevision *Revision
}

// entityInput is the input EntityInput.
type entityInput struct {
	ID       graphql.ID
	Kind     string
	Form     *string
	Name     string
	Grade    *string
	Evidence []evidenceInput
	Note     *string
}

// factInput is the input FactInput.
type factInput struct {
	ID                 *graphql.ID
	Subject            graphql.ID
	Type               string
	Verb               *string
	Object             *graphql.ID
	Value              *valueInput
	Grade              *string
	Rank               string
	Reason             *string
	Qualifiers         *[]qualifierInput
	Reading            *string
	ValidFrom, ValidTo *Date
	Evidence           []evidenceInput
	Note               *string
}

// sourceInput is the input SourceInput.
type sourceInput struct {
	ID         graphql.ID
	Title      string
	Publisher  string
	ReviewedOn *Date
	URL        *URL
	Text       string
}

// evidenceInput is the input EvidenceInput.
type evidenceInput struct {
	Source graphql.ID
	Quote  string
	Start  *int32
	Line   *int32
	Grade  *string
	Note   *string
}

// qualifierInput is the input QualifierInput.
type qualifierInput struct{ Name, Value string }
