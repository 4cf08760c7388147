package graph

import (
	"slices"
	"strings"
)

// Sort tells entities, facts and sources apart.
type Sort uint8

// The sorts, in the order in which differences list them.
const (
	EntitySort Sort = iota
	FactSort
	SourceSort
)

// String returns "ENTITY", "FACT" or "SOURCE".
func (s Sort) String() string {
	switch s {
	case EntitySort:
		return "ENTITY"
	case FactSort:
		return "FACT"
	default:
		return "SOURCE"
	}
}

// Ref names an entity, a fact or a source, whether or not it is there.
type Ref struct {
	Sort Sort
	ID   string
}

// CompareRefs orders refs by sort, then id: a fact comes beside the others of
// its subject.
func CompareRefs(a, b Ref) int {
	if a.Sort != b.Sort {
		return int(a.Sort) - int(b.Sort)
	}
	return strings.Compare(a.ID, b.ID)
}

// Touches returns what an op puts or retracts. The op must have one field set.
func (op *Op) Touches() Ref {
	switch {
	case op.Entity != nil:
		return Ref{EntitySort, op.Entity.ID}
	case op.Fact != nil:
		return Ref{FactSort, op.Fact.ID}
	case op.Source != nil:
		return Ref{SourceSort, op.Source.ID}
	case op.RetractEntity != "":
		return Ref{EntitySort, op.RetractEntity}
	case op.RetractFact != "":
		return Ref{FactSort, op.RetractFact}
	default:
		return Ref{SourceSort, op.RetractSource}
	}
}

// OpCounts are numbers of ops, by [Sort].
type OpCounts struct {
	Put, Retracted [SourceSort + 1]int
}

// CountOps counts ops, each of which must have one field set.
func CountOps(ops []Op) (c OpCounts) {
	for i := range ops {
		op := &ops[i]
		if op.Entity != nil || op.Fact != nil || op.Source != nil {
			c.Put[op.Touches().Sort]++
		} else {
			c.Retracted[op.Touches().Sort]++
		}
	}
	return c
}

// Refs returns what an id may name: a fact when it has a slash, else an entity
// or a source.
func Refs(id string) []Ref {
	if strings.Contains(id, "/") {
		return []Ref{{FactSort, id}}
	}
	return []Ref{{EntitySort, id}, {SourceSort, id}}
}

// Record is what stands under a [Ref] at one revision: one field is set, or
// none where nothing was there.
type Record struct {
	Entity *Entity
	Fact   *Fact
	Source *Source
}

// Exists reports whether there is something.
func (r Record) Exists() bool { return r.Entity != nil || r.Fact != nil || r.Source != nil }

// About reports whether the record is the entity, or a fact that has it at one
// end.
func (r Record) About(entity string) bool {
	switch {
	case r.Entity != nil:
		return r.Entity.ID == entity
	case r.Fact != nil:
		return r.Fact.Subject == entity || r.Fact.Object == entity
	}
	return false
}

// FieldChange is a field in which two records of one [Ref] differ, by the name
// that GraphQL gives it, with its values as people read them: "" for none. The
// text of a source is too long to be shown, and has "" twice.
type FieldChange struct {
	Name          string
	Before, After string
}

// FieldChanges returns the fields in which two records differ, in order of
// declaration; none unless both are of one sort and exist.
func FieldChanges(before, after Record) []FieldChange {
	var c fieldChanges
	switch {
	case before.Entity != nil && after.Entity != nil:
		c.entity(before.Entity, after.Entity)
	case before.Fact != nil && after.Fact != nil:
		c.fact(before.Fact, after.Fact)
	case before.Source != nil && after.Source != nil:
		c.source(before.Source, after.Source)
	}
	return c
}

type fieldChanges []FieldChange

// text notes a field unless it is the same.
func (c *fieldChanges) text(name, before, after string) {
	if before != after {
		*c = append(*c, FieldChange{name, before, after})
	}
}

func (c *fieldChanges) entity(a, b *Entity) {
	c.text("kind", a.Kind, b.Kind)
	c.text("form", a.Form, b.Form)
	c.text("name", a.Name, b.Name)
	c.text("grade", a.Grade.String(), b.Grade.String())
	c.evidence(a.Evidence, b.Evidence)
	c.text("note", a.Note, b.Note)
}

func (c *fieldChanges) fact(a, b *Fact) {
	c.text("subject", a.Subject, b.Subject)
	c.text("type", a.Type, b.Type)
	c.text("verb", a.Verb, b.Verb)
	c.text("object", a.Object, b.Object)
	if !a.Value.Equal(b.Value) {
		*c = append(*c, FieldChange{"value", a.Value.String(), b.Value.String()})
	}
	c.text("grade", a.Grade.String(), b.Grade.String())
	c.text("rank", a.Rank.String(), b.Rank.String())
	c.text("reason", a.Reason, b.Reason)
	if !slices.Equal(a.Qualifiers, b.Qualifiers) {
		*c = append(*c, FieldChange{"qualifiers", qualifierText(a.Qualifiers), qualifierText(b.Qualifiers)})
	}
	c.text("reading", string(a.Reading), string(b.Reading))
	c.text("validFrom", a.ValidFrom, b.ValidFrom)
	c.text("validTo", a.ValidTo, b.ValidTo)
	c.evidence(a.Evidence, b.Evidence)
	c.text("note", a.Note, b.Note)
}

func (c *fieldChanges) source(a, b *Source) {
	c.text("title", a.Title, b.Title)
	c.text("publisher", a.Publisher, b.Publisher)
	c.text("reviewedOn", a.ReviewedOn, b.ReviewedOn)
	c.text("url", a.URL, b.URL)
	if a.Text != b.Text {
		*c = append(*c, FieldChange{Name: "text"})
	}
	c.text("sha256", a.SHA256, b.SHA256)
}

func (c *fieldChanges) evidence(a, b []Evidence) {
	if !slices.Equal(a, b) {
		*c = append(*c, FieldChange{"evidence", quoteText(a), quoteText(b)})
	}
}

func qualifierText(list []Qualifier) string {
	parts := make([]string, len(list))
	for i, q := range list {
		parts[i] = q.Name + ": " + q.Value
	}
	return strings.Join(parts, "; ")
}

func quoteText(list []Evidence) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = "“" + list[i].Quote + "”"
	}
	return strings.Join(parts, " ")
}
