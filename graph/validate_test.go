package graph

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// with returns a copy of an op's fact, changed.
func with(op Op, edit func(*Fact)) Op {
	f := *op.Fact
	f.Evidence = slices.Clone(f.Evidence)
	edit(&f)
	return Op{Fact: &f}
}

func withEntity(op Op, edit func(*Entity)) Op {
	e := *op.Entity
	e.Evidence = slices.Clone(e.Evidence)
	edit(&e)
	return Op{Entity: &e}
}

func TestValidateAcceptsASoundChange(t *testing.T) {
	o := heldOntology(t)
	assert.NoError(t, Validate(o, nil, Change{Ops: heldOps()}).Err())
	base := NewView(hold(t, heldOps()), o, Lens{}, nil)
	sound := [][]Op{
		heldOps(), // again
		{relation("gamma", "partOf", "", "alpha")},
		{{RetractFact: "alpha/partOf/beta"}, relation("beta", "partOf", "", "alpha")},
		{with(relation("alpha", "partOf", "", "beta"), func(f *Fact) { f.Rank, f.Reason = Deprecated, "old" }), relation("beta", "partOf", "", "alpha")},
		{{RetractFact: "beta/counters:fights/crime"}, {RetractEntity: "crime"}},
		{{RetractFact: "alpha/size"}},
		{with(relation("alpha", "partOf", "", "beta"), func(f *Fact) { f.ID += "/1990"; f.ValidFrom, f.ValidTo = "1990-01-01", "1995-01-01" })},
		{with(attribute("alpha", "size", Value{Type: Quantity, Number: 3}), func(f *Fact) { f.ValidTo = "2020-01-01" }),
			with(attribute("alpha", "size", Value{Type: Quantity, Number: 4}), func(f *Fact) { f.ID += "/later"; f.ValidFrom = "2020-01-01" })},
		{entity("x", "Agency"), entity("x", "Agency"), {RetractEntity: "x"}, entity("x", "Partner")},
		{attribute("alpha", "level", Value{Type: Coded, Text: "LOW"}), attribute("beta", "site", Value{Type: URL, Text: "https://example.org/x"})},
		{with(attribute("alpha", AliasProperty, Value{Type: String, Text: "A"}), func(f *Fact) { f.ID = AttributeID("alpha", AliasProperty, "A") })},
	}
	for i, ops := range sound {
		assert.NoError(t, Validate(o, base, Change{Ops: ops}).Err(), "change %d", i)
	}
}

func TestValidateReports(t *testing.T) {
	o := heldOntology(t)
	partOf := relation("gamma", "partOf", "", "alpha")
	size := attribute("beta", "size", Value{Type: Quantity, Number: 1})
	tests := []struct {
		name string
		ops  []Op
		want []string
	}{
		{"no op", []Op{{}}, []string{"ops[0]: exactly one of entity, fact, source, retractEntity, retractFact and retractSource must be set; 0 are"}},
		{"two in one", []Op{{RetractFact: "a", RetractEntity: "b"}}, []string{"must be set; 2 are"}},
		{"kind", []Op{entity("x", "Agenda")}, []string{`ops[0].entity.kind: unknown kind "Agenda" (did you mean "Agency"?)`}},
		{"abstract", []Op{entity("x", "Organization")}, []string{`kind Organization is abstract: it has no entities of its own (use one of Agency, Partner)`}},
		{"form", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Form = "BUREAUX" })}, []string{`ops[0].entity.form: unknown form "BUREAUX" of Agency: expected BUREAU (did you mean "BUREAU"?)`}},
		{"form of none", []Op{withEntity(entity("x", "Threat"), func(e *Entity) { e.Form = "BUREAU" })}, []string{`kind Threat has no forms`}},
		{"id", []Op{entity("X y", "Agency")}, []string{`ops[0].entity.id: "X y" is not an id`}},
		{"id of a source", []Op{entity("page", "Agency")}, []string{`"page" is the id of a source`}},
		{"id of an entity", []Op{heldSource("alpha", heldText)}, []string{`ops[0].source.id: "alpha" is the id of an entity`}},
		{"name", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = " " })}, []string{`ops[0].entity.name: must not be empty`}},
		{"two lines", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = "a\nb" })}, []string{`must be one line`}},
		{"an escape", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = "a\x1b[31m" })}, []string{`ops[0].entity.name: has the control character U+001B`}},
		{"another direction", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = "a\u202eb" })}, []string{`has the control character U+202E`}},
		{"nothing to see", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = "\u200b" })}, []string{`must not be empty`}},
		{"joined emoji", []Op{withEntity(entity("x", "Agency"), func(e *Entity) { e.Name = "👩‍🚒 é\u0301" })}, nil},
		{"no evidence", []Op{with(partOf, func(f *Fact) { f.Evidence = nil })}, []string{`ops[0].fact.evidence: nothing is asserted without a source`}},
		{"weak grade", []Op{with(partOf, func(f *Fact) { f.Grade = Construed })}, []string{`ops[0].fact.grade: is CONSTRUED, and the strongest quote is STATED`}},
		{"no grade", []Op{with(partOf, func(f *Fact) { f.Grade, f.Evidence[0].Grade = 0, 0 })}, []string{`ops[0].fact.evidence[0].grade: no grade`, `ops[0].fact.grade: no grade`}},
		{"no source", []Op{with(partOf, func(f *Fact) { f.Evidence[0].Source = "pages" })}, []string{`ops[0].fact.evidence[0].source: there is no source "pages" (did you mean "page"?)`}},
		{"altered quote", []Op{with(partOf, func(f *Fact) { f.Evidence[0].Quote = "Beta" })}, []string{`ops[0].fact.evidence[0].quote: the quote is not in the source at code points 0 to 22 (it stands on line 1 at [17, 21], on line 1 at [23, 27])`}},
		{"line", []Op{with(partOf, func(f *Fact) { f.Evidence[0].Line = 2 })}, []string{`ops[0].fact.evidence[0].line: the quote begins on line 1, not on line 2`}},
		{"context", []Op{with(partOf, func(f *Fact) { f.Evidence[0].Suffix = "" })}, []string{`ops[0].fact.evidence[0].suffix: the text after the quote is " Beta fights crime.\nGamma?"`}},
		{"subject", []Op{relation("gama", "partOf", "", "alpha")}, []string{`ops[0].fact.subject: there is no entity "gama" (did you mean "gamma"?)`}},
		{"object", []Op{relation("gamma", "partOf", "", "alpa")}, []string{`ops[0].fact.object: there is no entity "alpa" (did you mean "alpha"?)`}},
		{"entity after its fact", []Op{relation("delta", "partOf", "", "alpha"), entity("delta", "Agency")}, []string{`ops[0].fact.subject: there is no entity "delta"`}},
		{"type", []Op{relation("gamma", "partof", "", "alpha")}, []string{`ops[0].fact.type: unknown relation type "partof" (did you mean "partOf"?)`}},
		{"inverse", []Op{relation("gamma", "hasPart", "", "alpha")}, []string{`that is partOf read from the other end: swap subject and object`}},
		{"verb as type", []Op{relation("gamma", "fights", "", "crime")}, []string{`that is a verb of counters`}},
		{"no verb", []Op{relation("gamma", "counters", "", "crime")}, []string{`ops[0].fact.verb: relation type counters has no verb "": expected fights or prevents`}},
		{"verb", []Op{relation("gamma", "counters", "fight", "crime")}, []string{`relation type counters has no verb "fight": expected fights or prevents (did you mean "fights"?)`}},
		{"domain", []Op{relation("crime", "partOf", "", "alpha")}, []string{`ops[0].fact.subject: crime is of kind Threat, and partOf starts from Organization`}},
		{"range", []Op{relation("alpha", "partOf", "", "crime")}, []string{`ops[0].fact.object: crime is of kind Threat, and partOf leads to Organization`}},
		{"wrong way", []Op{relation("crime", "counters", "fights", "alpha")}, []string{`are subject and object the wrong way round?`, `crime is of kind Threat`}},
		{"same kind", []Op{relation("alpha", "kindOf", "", "gamma")}, []string{`alpha is of kind Agency and gamma of kind Partner: the ends of kindOf must be of one kind`}},
		{"grade of the type", []Op{relation("crime", "seeks", "", "crime")}, []string{`ops[0].fact.grade: a relation of type seeks is never STATED: expected CONSTRUED or CONTEXTUAL`}},
		{"itself", []Op{relation("alpha", "partOf", "", "alpha")}, []string{`partOf cannot join alpha to itself`}},
		{"cycle with the base", []Op{relation("beta", "partOf", "", "gamma"), relation("gamma", "partOf", "", "alpha")}, []string{
			`ops[0].fact.object: partOf must not lead back to where it started: beta -> gamma -> alpha -> beta`}},
		{"two cycles", []Op{
			entity("x", "Agency"), entity("y", "Agency"), relation("x", "partOf", "", "y"), relation("y", "partOf", "", "x"), relation("beta", "partOf", "", "alpha"),
		}, []string{`ops[4].fact.object: partOf must not lead back`, `ops[2].fact.object: partOf must not lead back to where it started: x -> y -> x`}},
		{"fact id", []Op{with(partOf, func(f *Fact) { f.ID = "gamma/partOf/beta" })}, []string{`ops[0].fact.id: fact id "gamma/partOf/beta" must be "gamma/partOf/alpha"`}},
		{"another subject", []Op{with(partOf, func(f *Fact) { f.ID = "alpha/partOf/beta" })}, []string{`ops[0].fact.subject: fact "alpha/partOf/beta" is about "alpha", and a fact keeps its subject`, `must be "gamma/partOf/alpha"`}},
		{"value of a relation", []Op{with(partOf, func(f *Fact) { f.Value = Value{Type: String, Text: "x"} })}, []string{`a relation has an object and no value`}},
		{"relation without object", []Op{attribute("alpha", "partOf", Value{Type: String, Text: "beta"})}, []string{`ops[0].fact.object: partOf is a relation type: it needs an object`}},
		{"property", []Op{attribute("alpha", "sizes", Value{Type: Quantity})}, []string{`unknown property "sizes" (did you mean "size"?)`}},
		{"property of another kind", []Op{attribute("crime", "size", Value{Type: Quantity})}, []string{`crime is of kind Threat, and size is a property of Organization`}},
		{"value type", []Op{attribute("alpha", "size", Value{Type: Integer})}, []string{`ops[0].fact.value: size is of type Quantity, and the value is of type Integer`}},
		{"no value", []Op{attribute("alpha", "size", Value{})}, []string{`and the value is of type none`}},
		{"not a number", []Op{with(size, func(f *Fact) { f.Value.Number = nan() })}, []string{`is not a finite number`}},
		{"code", []Op{attribute("alpha", "level", Value{Type: Coded, Text: "LOWER"})}, []string{`"LOWER" is no code of level: expected HIGH or LOW`}},
		{"URL", []Op{attribute("alpha", "site", Value{Type: URL, Text: "/x"})}, []string{`"/x" is not an absolute URL`}},
		{"empty list", []Op{attribute("alpha", "tags", Value{Type: List})}, []string{`the list is empty`}},
		{"mixed list", []Op{attribute("alpha", "tags", Value{Type: List, List: []Value{{Type: String, Text: "a"}, {Type: Integer}}})}, []string{`the list holds values of type String and Integer`}},
		{"many", []Op{attribute("alpha", AliasProperty, Value{Type: String, Text: "A"})}, []string{`fact id "alpha/alias" must begin with "alpha/alias/"`}},
		{"verb of an attribute", []Op{with(size, func(f *Fact) { f.Verb = "is" })}, []string{`an attribute has no verb`}},
		{"reason", []Op{with(partOf, func(f *Fact) { f.Rank = Deprecated })}, []string{`ops[0].fact.reason: a deprecated fact needs the reason why`}},
		{"reading", []Op{with(partOf, func(f *Fact) { f.Reading = "x/A/B" })}, []string{`"x/A/B" is not a reading`}},
		{"qualifiers", []Op{with(partOf, func(f *Fact) { f.Qualifiers = []Qualifier{{"b", "1"}, {"a", "1"}, {"a", ""}} })}, []string{
			`ops[0].fact.qualifiers[1].name: qualifiers are not sorted by name`, `ops[0].fact.qualifiers[2].value: must not be empty`, `ops[0].fact.qualifiers[2].name: "a" stands here twice`}},
		{"period", []Op{with(partOf, func(f *Fact) { f.ValidFrom, f.ValidTo = "2020-01-02", "2020-01-02" })}, []string{`ops[0].fact.validTo: 2020-01-02 is not after 2020-01-02, when it begins to hold`}},
		{"retract nothing", []Op{{RetractEntity: "alpa"}, {RetractFact: "x/y/z"}, {RetractSource: "pag"}}, []string{
			`ops[0].retractEntity: there is no entity "alpa" (did you mean "alpha"?)`, `ops[1].retractFact: there is no fact "x/y/z"`, `ops[2].retractSource: there is no source "pag" (did you mean "page"?)`}},
		{"retract what is used", []Op{{RetractEntity: "beta"}}, []string{`ops[0].retractEntity: "beta" still has 2 facts (retract its facts first)`}},
		{"retract what this change uses", []Op{relation("gamma", "partOf", "", "alpha"), {RetractEntity: "gamma"}}, []string{`ops[1].retractEntity: "gamma" still has 1 facts`}},
		{"retract what is quoted", []Op{{RetractSource: "page"}}, []string{`ops[0].retractSource: "page" is still quoted by 7 entities and facts`}},
		{"use what was retracted", []Op{{RetractFact: "beta/counters:fights/crime"}, {RetractEntity: "crime"}, relation("alpha", "counters", "fights", "crime")}, []string{`ops[2].fact.object: there is no entity "crime"`}},
		{"new text breaks quotes", []Op{heldSource("page", "Alpha is part of Beta. ")}, []string{`ops[0].source.text: the new text breaks the quotes of 7 entities and facts, alpha first`}},
		{"new kind", []Op{entity("crime", "Agency")}, []string{`ops[0].entity.kind: "crime" cannot become of kind Agency: beta/counters:fights/crime would no longer fit its type`}},
		{"new kind and property", []Op{{RetractFact: "alpha/partOf/beta"}, entity("alpha", "Threat")}, []string{`"alpha" cannot become of kind Threat: alpha/size would no longer fit its property`}},
		{"new kind after a new fact", []Op{relation("alpha", "counters", "fights", "crime"), entity("crime", "Agency")}, []string{
			`ops[1].entity.kind: "crime" cannot become of kind Agency: alpha/counters:fights/crime would no longer fit its type`,
			`ops[1].entity.kind: "crime" cannot become of kind Agency: beta/counters:fights/crime would no longer fit its type`}},
		{"twice", []Op{entity("x", "Agency"), entity("x", "Partner"), size, with(size, func(f *Fact) { f.Value.Number = 2 }), size}, []string{
			`ops[1].entity.id: "x" is put twice by this change, in two versions (put it once)`, `ops[3].fact.id: "beta/size" is put twice`, `ops[4].fact.id: "beta/size" is put twice`}},
		{"a source twice", []Op{heldSource("q", "x"), heldSource("q", "y")}, []string{`ops[1].source.id: "q" is put twice`}},
		{"infinite", []Op{with(size, func(f *Fact) { f.Value.Number = -inf() }), with(size, func(f *Fact) { f.Value.Number = inf() })}, []string{
			`ops[0].fact.value: is not a finite number`, `ops[1].fact.value: is not a finite number`, `is put twice`}},
		{"two values", []Op{with(attribute("alpha", "size", Value{Type: Quantity, Number: 4}), func(f *Fact) { f.ID += "/later"; f.ValidFrom = "2020-01-01" })}, []string{
			`ops[0].fact.value: alpha has one size at a time, and alpha/size holds, too: 3 (say until when the one holds`}},
		{"two values at once", []Op{
			with(size, func(f *Fact) { f.ID += "/a"; f.ValidTo = "2020-01-02" }), with(size, func(f *Fact) { f.ID += "/b"; f.ValidFrom = "2020-01-01" }),
		}, []string{`ops[0].fact.value: beta has one size at a time, and beta/size/b holds, too`, `ops[1].fact.value: beta has one size at a time, and beta/size/a holds, too`}},
		{"checksum", []Op{{Source: &Source{ID: "q", Title: "Q", Publisher: "P", Text: "x", SHA256: "y"}}}, []string{`ops[0].source.sha256: is not the SHA-256 of the text`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			base := NewView(hold(t, heldOps()), o, Lens{}, nil)
			found := Validate(o, base, Change{Ops: test.ops})
			for _, want := range test.want {
				assert.Contains(t, found.Error(), want)
			}
			assert.Len(t, found, len(test.want), found.Error())
		})
	}
}

func TestValidateReadingsAcrossChanges(t *testing.T) {
	o := heldOntology(t)
	read := func(op Op, r Reading, rank Rank) Op {
		return with(op, func(f *Fact) { f.Reading, f.Rank, f.Reason = r, rank, "why" })
	}
	a, b := relation("alpha", "counters", "fights", "crime"), relation("gamma", "counters", "fights", "crime")
	base := NewView(hold(t, append(heldOps(), read(a, "who/A", Preferred))), o, Lens{}, nil)
	assert.NoError(t, Validate(o, base, Change{Ops: []Op{read(b, "who/B", Deprecated)}}).Err())
	assert.NoError(t, Validate(o, base, Change{Ops: []Op{read(b, "who/B", Preferred), read(a, "who/A", Deprecated)}}).Err())
	found := Validate(o, base, Change{Ops: []Op{read(b, "who/B", Normal)}})
	require.Len(t, found, 1)
	assert.Equal(t, "ops[0].fact.reading: who/A and who/B are ways to read one sentence, and all would be shown (deprecate all but one, with the reason)", found.Error())
	found = Validate(o, base, Change{Ops: []Op{read(b, "who/A", Deprecated)}})
	assert.Contains(t, found.Error(), "the facts of reading who/A must be of one rank")
}

func inf() float64 { zero := 0.0; return 1 / zero }

func nan() float64 { zero := 0.0; return zero / zero }

// A deep hierarchy whose every relation closes a cycle is told shortly and
// soon.
func TestValidateBoundsWhatItTellsAboutCycles(t *testing.T) {
	ops := []Op{heldSource("page", heldText)}
	const n = 3000
	id := func(i int) string { return fmt.Sprintf("e%d", i) }
	for i := range n {
		ops = append(ops, entity(id(i), "Agency"))
	}
	for i := 1; i < n; i++ {
		ops = append(ops, relation(id(i), "partOf", "", id(i-1)), relation(id(i), "partOf", "", "e0"))
	}
	o := heldOntology(t)
	assert.NoError(t, Validate(o, nil, Change{Ops: ops}).Err())
	found := Validate(o, nil, Change{Ops: append(ops, relation("e0", "partOf", "", id(n-1)))})
	assert.Len(t, found, maxCycles)
	assert.Contains(t, found[len(found)-1].Msg, "…")
	assert.Less(t, len(found.Error()), 10_000)
}
