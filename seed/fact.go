package seed

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
)

// page is a file of facts while it is read: all its quotes are of one source.
type page struct {
	*loader
	*reader
	source string
	text   *graph.SourceText // nil when the source is not known
}

// factFile reads a file of entities, passages or both.
func (l *loader) factFile(fsys fs.FS, name string) {
	r := &reader{file: name, problems: l.problems()}
	m := l.open(fsys, r, "a file of facts", "source", "entities", "passages")
	if m == nil {
		return
	}
	m.need("a file of facts", "source")
	p := &page{loader: l, reader: r, source: m.text("source")}
	if p.text = l.texts[p.source]; p.text == nil && p.source != "" {
		found := l.problems().Add(m.at("source"), graph.NotFound, "there is no source %q", p.source)
		found.Hint = graph.DidYouMean(p.source, l.sourceIDs())
	}
	for _, n := range m.list("entities") {
		p.entity(n)
	}
	for _, n := range m.list("passages") {
		p.passage(n)
	}
}

func (l *loader) sourceIDs() []string {
	ids := make([]string, len(l.data.Sources))
	for i, s := range l.data.Sources {
		ids[i] = s.ID
	}
	return ids
}

// entity reads an entity and its other names.
func (p *page) entity(n ast.Node) {
	const what = "an entity"
	m := p.mapping(n, what, "id", "kind", "form", "name", "grade", "quote", "line", "at", "note", "aliases")
	if m == nil {
		return
	}
	m.need(what, "id", "kind", "name", "grade")
	e := graph.Entity{
		ID: m.text("id"), Kind: m.text("kind"), Form: m.text("form"), Name: m.text("name"),
		Grade: p.grade(m), Note: m.text("note"),
	}
	at := places{"": p.at(n)}
	at.add(m, "id", "kind", "form", "name", "grade", "note")
	at["evidence[0].grade"] = m.at("grade")
	if evidence, ok := p.evidence(m, at, "evidence[0]"); ok {
		evidence.Grade = e.Grade
		e.Evidence = []graph.Evidence{evidence}
	}
	for _, n := range m.list("aliases") {
		p.alias(e.ID, n)
	}
	if e.ID == "" {
		return
	}
	if before, ok := p.data.places["entity "+e.ID]; ok {
		p.loader.problems().Add(m.at("id"), graph.BadInput, "entity %q is there already, at %s", e.ID, before[""])
		return
	}
	p.data.Entities = append(p.data.Entities, e)
	p.data.places["entity "+e.ID] = at
}

// alias reads another name of an entity: a fact of its own.
func (p *page) alias(entity string, n ast.Node) {
	const what = "another name"
	m := p.mapping(n, what, "text", "grade", "quote", "line", "at", "note")
	if m == nil {
		return
	}
	m.need(what, "text", "grade")
	text, at := m.text("text"), places{"": p.at(n), "value": m.at("text"), "evidence[0].grade": m.at("grade")}
	at.add(m, "grade")
	evidence, ok := p.evidence(m, at, "evidence[0]")
	if !ok || entity == "" || text == "" {
		return
	}
	evidence.Grade, evidence.Note = p.grade(m), m.text("note")
	p.assert(graph.Fact{
		ID:      graph.AttributeID(entity, graph.AliasProperty, text),
		Subject: entity, Type: graph.AliasProperty, Value: graph.Value{Type: graph.String, Text: text},
		Evidence: []graph.Evidence{evidence},
	}, at)
}

// passage reads a quote and what rests on it.
func (p *page) passage(n ast.Node) {
	const what = "a passage"
	m := p.mapping(n, what, "quote", "line", "at", "relations", "attributes")
	if m == nil {
		return
	}
	at := places{}
	evidence, ok := p.evidence(m, at, "evidence[0]")
	relations, attributes := m.list("relations"), m.list("attributes")
	if len(relations)+len(attributes) == 0 {
		p.bad(n, "nothing rests on this passage").Hint = "give it relations or attributes, or leave it out"
	}
	for _, n := range relations {
		p.relation(n, evidence, ok, at)
	}
	for _, n := range attributes {
		p.attribute(n, evidence, ok, at)
	}
}

// row is what relations and attributes have in common.
var rowKeys = []string{"subject", "grade", "rank", "reason", "reading", "qualifiers", "validFrom", "validTo", "note"}

// relation reads a relation that rests on a passage. The type is written with
// a verb that it declares, as "counters:investigates"; the key verb keeps the
// source's own word where the type declares none.
func (p *page) relation(n ast.Node, evidence graph.Evidence, quoted bool, passage places) {
	const what = "a relation"
	m := p.mapping(n, what, append([]string{"type", "verb", "object"}, rowKeys...)...)
	if m == nil {
		return
	}
	m.need(what, "subject", "type", "object", "grade")
	typ, declared, _ := strings.Cut(m.text("type"), ":")
	verb, verbAt := declared, m.at("type")
	if _, ok := m.values["verb"]; ok {
		if declared != "" {
			p.loader.problems().Add(m.at("verb"), graph.BadInput, "a relation has one verb, and its type brings %q already", declared)
		} else {
			verb, verbAt = m.text("verb"), m.at("verb")
		}
	}
	f, at := p.fact(m, n, evidence, passage)
	f.Type, f.Verb, f.Object = typ, verb, m.text("object")
	at.add(m, "type", "object")
	at["verb"] = verbAt
	if !quoted || f.Subject == "" || f.Type == "" || f.Object == "" {
		return
	}
	f.ID = graph.RelationID(f.Subject, f.Type, declared, f.Object)
	p.assert(f, at)
}

// attribute reads an attribute that rests on a passage: value gives the one
// value, values gives each as a fact of its own.
func (p *page) attribute(n ast.Node, evidence graph.Evidence, quoted bool, passage places) {
	const what = "an attribute"
	m := p.mapping(n, what, append([]string{"property", "value", "values"}, rowKeys...)...)
	if m == nil {
		return
	}
	m.need(what, "subject", "property", "grade")
	_, one := m.values["value"]
	_, many := m.values["values"]
	if one == many {
		p.bad(n, "an attribute needs either value or values").Hint =
			"value is the one value; values gives several facts, for a property such as alias"
		return
	}
	f, at := p.fact(m, n, evidence, passage)
	f.Type = m.text("property")
	at["type"] = m.at("property")
	put := func(n ast.Node, discriminator bool) {
		v, ok := p.value(n)
		if !ok || !quoted || f.Subject == "" || f.Type == "" {
			return
		}
		f, at := f, at.clone()
		f.Value, f.Evidence, at["value"] = v, slices.Clone(f.Evidence), p.at(n)
		if discriminator {
			f.ID = graph.AttributeID(f.Subject, f.Type, v.String())
		} else {
			f.ID = graph.AttributeID(f.Subject, f.Type, "")
		}
		p.assert(f, at)
	}
	if one {
		put(m.values["value"], false)
	}
	for _, n := range m.list("values") {
		put(n, true)
	}
}

// fact reads what relations and attributes have in common.
func (p *page) fact(m *mapping, n ast.Node, evidence graph.Evidence, passage places) (graph.Fact, places) {
	at := passage.clone()
	at[""] = p.at(n)
	at.add(m, "subject", "grade", "rank", "reason", "reading", "qualifiers", "validFrom", "validTo")
	evidence.Grade, evidence.Note = p.grade(m), m.text("note")
	at["evidence[0].grade"], at["evidence[0].note"] = m.at("grade"), m.at("note")
	f := graph.Fact{
		Subject: m.text("subject"), Rank: p.rank(m), Reason: m.text("reason"), Reading: graph.Reading(m.text("reading")),
		ValidFrom: m.text("validFrom"), ValidTo: m.text("validTo"), Evidence: []graph.Evidence{evidence},
	}
	if n, ok := m.values["qualifiers"]; ok {
		if q := p.mapping(n, "the qualifiers"); q != nil {
			for _, name := range q.keys {
				f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: name, Value: q.text(name)})
			}
		}
		slices.SortFunc(f.Qualifiers, func(a, b graph.Qualifier) int { return strings.Compare(a.Name, b.Name) })
	}
	return f, at
}

// evidence reads quote, line and at, cuts the quote's context from the text
// and reports whether the quote is where it is said to be. Evidence that is
// not is returned all the same, so that what rests on it is read, too.
func (p *page) evidence(m *mapping, at places, path string) (graph.Evidence, bool) {
	for _, key := range []string{"quote", "line"} {
		at[path+"."+key] = m.at(key)
	}
	at[path+".source"], at[path+".start"], at[path+".end"] = m.at("quote"), m.at("at"), m.at("at")
	m.need("a quote", "quote", "line")
	e := graph.Evidence{Source: p.source, Quote: m.text("quote")}
	if n, ok := m.values["line"]; ok {
		e.Line, _ = p.integer(n)
	}
	if p.text == nil || e.Quote == "" {
		return e, e.Quote != ""
	}
	ends := m.list("at")
	if len(ends) != 2 {
		p.loader.problems().Add(m.at("quote"), graph.BadInput, "a quote needs the key \"at\": the code points it begins and ends with, as [start, end]").
			Hint = p.text.Whereabouts(e.Quote)
		return e, true
	}
	var okStart, okEnd bool
	e.Start, okStart = p.integer(ends[0])
	e.End, okEnd = p.integer(ends[1])
	if !okStart || !okEnd {
		return e, true
	}
	if cut, ok := p.text.Cut(e.Start, e.End); ok {
		e.Prefix, e.Suffix = cut.Prefix, cut.Suffix
	}
	for _, found := range p.text.Verify(&e) {
		found.Path = at[path+"."+found.Path]
		*p.loader.problems() = append(*p.loader.problems(), found)
	}
	return e, true
}

func (p *page) grade(m *mapping) graph.Grade {
	s := m.text("grade")
	g, ok := graph.ParseGrade(s)
	if !ok && s != "" {
		p.loader.problems().Add(m.at("grade"), graph.BadInput, "unknown grade %q: expected STATED, CONSTRUED, CONTEXTUAL or EDITORIAL", s).
			Hint = graph.DidYouMean(s, []string{"STATED", "CONSTRUED", "CONTEXTUAL", "EDITORIAL"})
	}
	return g
}

func (p *page) rank(m *mapping) graph.Rank {
	s := m.text("rank")
	if s == "" {
		return graph.Normal
	}
	rank, ok := graph.ParseRank(s)
	if !ok {
		p.loader.problems().Add(m.at("rank"), graph.BadInput, "unknown rank %q: expected PREFERRED, NORMAL or DEPRECATED", s).
			Hint = graph.DidYouMean(s, []string{"PREFERRED", "NORMAL", "DEPRECATED"})
	}
	return rank
}

func (p places) add(m *mapping, keys ...string) {
	for _, key := range keys {
		p[key] = m.at(key)
	}
}

func (p places) clone() places {
	next := make(places, len(p)+8)
	for k, v := range p {
		next[k] = v
	}
	return next
}
