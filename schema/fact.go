package schema

import (
	"strings"
	"sync"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// factResolver answers what every fact has. What the topology knows (type,
// verb, ends, grade, rank, reading, sentence) costs no read; the row is
// decoded once, when a field first needs it.
type factResolver struct {
	v       *view
	subject graph.Node
	edge    graph.Edge // seen from the subject

	once sync.Once
	fact graph.Fact
	err  error
}

func (r *factResolver) row() *graph.Fact {
	r.once.Do(func() {
		if r.err = r.v.Budget.Spend(1); r.err == nil {
			r.fact, r.err = r.v.Fact(r.edge.Fact)
		}
	})
	must(r.err)
	return &r.fact
}

// relation returns a relation found from a node's end.
func (v *view) relation(from graph.Node, x graph.Rel) *RelationResolver {
	subject, edge := from, x.Edge
	if !x.Forward {
		subject, edge.Other = x.Edge.Other, from
	}
	return &RelationResolver{&factResolver{v: v, subject: subject, edge: edge}}
}

// relations returns relations found from a node's end.
func (v *view) relations(from graph.Node, found []graph.Rel) []*RelationResolver {
	list := make([]*RelationResolver, len(found))
	for i, x := range found {
		list[i] = v.relation(from, x)
	}
	return list
}

func (v *view) termName(t graph.Term) string { return v.Topology().Terms().Name(t) }

// ID returns the fact's id.
func (r *factResolver) ID() graphql.ID { return graphql.ID(r.row().ID) }

// Type returns the name of the relation type or property.
func (r *factResolver) Type() string { return r.v.termName(r.edge.Type) }

// Subject returns the entity the fact is about.
func (r *factResolver) Subject() *EntityResolver { return r.v.entity(r.subject) }

// Grade returns the fact's grade.
func (r *factResolver) Grade() graph.Grade { return r.edge.Grade }

// Rank returns the fact's rank.
func (r *factResolver) Rank() graph.Rank { return r.edge.Rank }

// Reason returns why the rank is not normal, or nil.
func (r *factResolver) Reason() *string { return optional(r.row().Reason) }

// Reading returns the reading the fact belongs to, or nil.
func (r *factResolver) Reading() *string { return optional(r.v.termName(r.edge.Reading)) }

// ValidFrom returns the first day the fact holds, or nil.
func (r *factResolver) ValidFrom() *Date { return optionalDate(r.row().ValidFrom) }

// ValidTo returns the day the fact ends, or nil.
func (r *factResolver) ValidTo() *Date { return optionalDate(r.row().ValidTo) }

// Note returns the editor's remark, or nil.
func (r *factResolver) Note() *string { return optional(r.row().Note) }

// Evidence returns the quotes that support the fact.
func (r *factResolver) Evidence() []*EvidenceResolver { return r.v.evidence(r.row().Evidence) }

// Qualifiers returns what narrows the fact, by name.
func (r *factResolver) Qualifiers() []*QualifierResolver {
	row := r.row()
	list := make([]*QualifierResolver, len(row.Qualifiers))
	for i, q := range row.Qualifiers {
		list[i] = &QualifierResolver{Name: q.Name, Value: q.Value}
	}
	return list
}

// Claimant returns who says so: the titles and publishers of the sources.
func (r *factResolver) Claimant() string {
	var parts []string
	seen := map[string]bool{}
	for _, e := range r.row().Evidence {
		if seen[e.Source] {
			continue
		}
		seen[e.Source] = true
		s := r.v.source(e.Source)
		name := s.row.Title
		if s.row.Publisher != "" {
			name += " (" + s.row.Publisher + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "; ")
}

// QualifierResolver answers Qualifier.
type QualifierResolver struct{ Name, Value string }

// RelationResolver answers Relation.
type RelationResolver struct{ *factResolver }

// Verb returns the narrower word, or nil.
func (r *RelationResolver) Verb() *string { return optional(r.v.termName(r.edge.Verb)) }

// Object returns the entity the relation leads to.
func (r *RelationResolver) Object() *EntityResolver { return r.v.entity(r.edge.Other) }

// Sentence returns the relation in words.
func (r *RelationResolver) Sentence() string { return r.render(false) }

// InverseSentence returns the relation in words, read from the object.
func (r *RelationResolver) InverseSentence() string { return r.render(true) }

func (r *RelationResolver) render(passive bool) string {
	t := r.v.Topology()
	subject, object := t.Node(r.subject).Name, t.Node(r.edge.Other).Name
	name := r.v.termName(r.edge.Type)
	if typ := r.v.Ontology.Relation(name); typ != nil {
		return typ.Render(r.v.termName(r.edge.Verb), subject, object, passive)
	}
	if passive {
		return object + " is reached from " + subject + " by " + name
	}
	return subject + " " + name + " " + object
}

// AttributeResolver answers Attribute.
type AttributeResolver struct{ *factResolver }

// Text returns the value as text.
func (r *AttributeResolver) Text() string { return r.row().Value.String() }

// Values returns the values of a list, or the one value.
func (r *AttributeResolver) Values() []string {
	value := r.row().Value
	if value.Type != graph.List {
		return []string{value.String()}
	}
	list := make([]string, len(value.List))
	for i, x := range value.List {
		list[i] = x.String()
	}
	return list
}

// Quantity returns the value as a quantity, or nil.
func (r *AttributeResolver) Quantity() *QuantityResolver { return quantityOf(r.row().Value) }

// Sentence returns the attribute in words.
func (r *AttributeResolver) Sentence() string {
	subject := r.v.Topology().Node(r.subject).Name
	if r.Type() == graph.AliasProperty {
		return subject + " is also called " + r.Text()
	}
	return subject + " has the " + words(r.Type()) + " " + r.Text()
}

// words turns "workforceSize" into "workforce size".
func words(name string) string {
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte(' ')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// FactResolver is what fields of the interface Fact return.
type FactResolver struct{ *factResolver }

// ToRelation returns the fact as a relation, if it is one.
func (r *FactResolver) ToRelation() (*RelationResolver, bool) {
	if r.edge.Other == 0 {
		return nil, false
	}
	return &RelationResolver{r.factResolver}, true
}

// ToAttribute returns the fact as an attribute, if it is one.
func (r *FactResolver) ToAttribute() (*AttributeResolver, bool) {
	if r.edge.Other != 0 {
		return nil, false
	}
	return &AttributeResolver{r.factResolver}, true
}

// Sentence returns the fact in words.
func (r *FactResolver) Sentence() string {
	if x, ok := r.ToRelation(); ok {
		return x.Sentence()
	}
	return (&AttributeResolver{r.factResolver}).Sentence()
}

// AliasResolver answers Alias.
type AliasResolver struct{ *factResolver }

// Text returns the name.
func (r *AliasResolver) Text() string { return r.row().Value.Text }

// QuantityResolver answers Quantity.
type QuantityResolver struct {
	Number     float64
	Comparator *string
	Unit       *string
	Text       string
}

func quantityOf(v graph.Value) *QuantityResolver {
	switch v.Type {
	case graph.Quantity, graph.Decimal:
		return &QuantityResolver{v.Number, optional(v.Comparator), optional(v.Unit), v.String()}
	case graph.Integer:
		return &QuantityResolver{float64(v.Integer), nil, nil, v.String()}
	}
	return nil
}
