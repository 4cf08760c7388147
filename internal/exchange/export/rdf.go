package export

import (
	"strconv"
	"strings"
	"unicode"

	"missiongraph/graph"
)

// prefixes of the vocabularies that kinds and relation types are mapped to.
var prefixes = [...][2]string{
	{"dct", "http://purl.org/dc/terms/"}, {"eli", "http://data.europa.eu/eli/ontology#"}, {"oa", "http://www.w3.org/ns/oa#"},
	{"org", "http://www.w3.org/ns/org#"}, {"prov", "http://www.w3.org/ns/prov#"}, {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"}, {"schema", "https://schema.org/"}, {"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
}

// term is a name as "org:Organization", or an IRI of the graph's own.
type term struct {
	prefix, local string // prefix "" for the graph's own
}

// namespaceOf returns the IRI that a prefix stands for, "" for none.
func namespaceOf(prefix string) string {
	if prefix != "" {
		for i := range prefixes {
			if prefixes[i][0] == prefix {
				return prefixes[i][1]
			}
		}
	}
	return ""
}

// object is what a triple says: an IRI, or a text of a type.
type object struct {
	iri   term
	text  string
	typ   string // of xsd; "" for a plain text
	plain bool   // text counts
}

func link(t term) object            { return object{iri: t} }
func text(s string) object          { return object{text: s, plain: true} }
func typed(s, typ string) object    { return object{text: s, typ: typ, plain: true} }
func self(parts ...string) term     { return term{"", strings.Join(parts, "")} }
func voc(prefix, local string) term { return term{prefix, local} }
func known(name string) (t term, ok bool) {
	prefix, local, found := strings.Cut(name, ":")
	if !found {
		return t, false
	}
	for _, p := range prefixes {
		if p[0] == prefix {
			return term{prefix, local}, true
		}
	}
	return t, false
}

// triples calls yield for everything that is said, those of one subject one
// after the other. A relation is a triple of its own and a statement about it
// (rdf:Statement), which carries grade, qualifiers and evidence: Web Annotations
// whose target is the place in the source.
func (w *writer) triples(yield func(s, p term, o object)) error {
	if err := w.sources(func(s *graph.Source) error { w.sourceTriples(s, yield); return nil }); err != nil {
		return err
	}
	t := w.View.Topology()
	return w.entities(func(e *graph.Entity) error {
		s := self(e.ID)
		w.entityTriples(e, s, yield)
		info := t.Node(t.Lookup(e.ID))
		err := w.factsOf(info, all, func(f *graph.Fact) error {
			yield(s, w.predicate(f), w.object(f))
			return nil
		})
		if err != nil {
			return err
		}
		annotations(s, e.Evidence, yield)
		return w.factsOf(info, all, func(f *graph.Fact) error { // read again, not kept: an entity may have very many
			w.statement(f, yield)
			return nil
		})
	})
}

func (w *writer) sourceTriples(s *graph.Source, yield func(s, p term, o object)) {
	id := self(s.ID)
	yield(id, voc("rdf", "type"), link(voc("prov", "Entity")))
	yield(id, voc("dct", "title"), text(s.Title))
	yield(id, voc("dct", "publisher"), text(s.Publisher))
	if s.URL != "" {
		yield(id, voc("schema", "url"), typed(s.URL, "anyURI"))
	}
	if s.ReviewedOn != "" {
		yield(id, voc("dct", "modified"), typed(s.ReviewedOn, "date"))
	}
	yield(id, voc("schema", "sha256"), text(s.SHA256))
}

func (w *writer) entityTriples(e *graph.Entity, s term, yield func(s, p term, o object)) {
	yield(s, voc("rdf", "type"), link(self("kind/", e.Kind)))
	if k := w.View.Ontology.Kind(e.Kind); k != nil {
		for _, name := range k.MapsTo {
			if c, ok := known(name); ok && unicode.IsUpper(rune(c.local[0])) {
				yield(s, voc("rdf", "type"), link(c))
			}
		}
	}
	yield(s, voc("rdfs", "label"), text(e.Name))
	yield(s, voc("skos", "prefLabel"), text(e.Name))
	if e.Form != "" {
		yield(s, self("form"), text(e.Form))
	}
	yield(s, self("grade"), text(e.Grade.String()))
}

func (w *writer) predicate(f *graph.Fact) term {
	if f.Type == graph.AliasProperty && !f.IsRelation() {
		return voc("skos", "altLabel")
	}
	if r := w.View.Ontology.Relation(f.Type); r != nil && f.IsRelation() {
		if p, ok := known(r.MapsTo); ok {
			return p
		}
	}
	return self("type/", f.Type)
}

func (w *writer) object(f *graph.Fact) object {
	if f.IsRelation() {
		return link(self(f.Object))
	}
	switch f.Value.Type {
	case graph.Integer:
		return typed(f.Value.String(), "integer")
	case graph.Boolean:
		return typed(f.Value.String(), "boolean")
	case graph.Date:
		return typed(f.Value.Text, "date")
	case graph.URL:
		return typed(f.Value.Text, "anyURI")
	case graph.Decimal:
		return typed(strconv.FormatFloat(f.Value.Number, 'E', -1, 64), "double")
	}
	return text(f.Value.String())
}

// statement says of a fact what a triple cannot.
func (w *writer) statement(f *graph.Fact, yield func(s, p term, o object)) {
	s := self("fact/", f.ID)
	yield(s, voc("rdf", "type"), link(voc("rdf", "Statement")))
	yield(s, voc("rdf", "subject"), link(self(f.Subject)))
	yield(s, voc("rdf", "predicate"), link(w.predicate(f)))
	yield(s, voc("rdf", "object"), w.object(f))
	yield(s, self("grade"), text(f.Grade.String()))
	yield(s, self("rank"), text(f.Rank.String()))
	for _, x := range [...][2]string{{"verb", f.Verb}, {"reading", string(f.Reading)}, {"note", f.Note}} {
		if x[1] != "" {
			yield(s, self(x[0]), text(x[1]))
		}
	}
	for _, x := range [...][2]string{{"validFrom", f.ValidFrom}, {"validThrough", f.ValidTo}} {
		if x[1] != "" {
			yield(s, voc("schema", x[0]), typed(x[1], "date"))
		}
	}
	for _, q := range f.Qualifiers {
		yield(s, self("qualifier/", q.Name), text(q.Value))
	}
	annotations(s, f.Evidence, yield)
}

// annotations are the evidence of a thing (https://www.w3.org/TR/annotation-model/).
func annotations(of term, list []graph.Evidence, yield func(s, p term, o object)) {
	for i := range list {
		e := &list[i]
		a := self(of.local, "#evidence-", strconv.Itoa(i+1))
		yield(a, voc("rdf", "type"), link(voc("oa", "Annotation")))
		yield(a, voc("oa", "hasBody"), link(of))
		yield(a, self("grade"), text(e.Grade.String()))
		if e.Quote == "" {
			yield(a, voc("oa", "hasTarget"), link(self(e.Source)))
			continue
		}
		place, quote, position := self(a.local, "-place"), self(a.local, "-quote"), self(a.local, "-position")
		yield(a, voc("oa", "hasTarget"), link(place))
		yield(place, voc("rdf", "type"), link(voc("oa", "SpecificResource")))
		yield(place, voc("oa", "hasSource"), link(self(e.Source)))
		yield(place, voc("oa", "hasSelector"), link(quote))
		yield(place, voc("oa", "hasSelector"), link(position))
		yield(quote, voc("rdf", "type"), link(voc("oa", "TextQuoteSelector")))
		yield(quote, voc("oa", "exact"), text(e.Quote))
		if e.Prefix != "" {
			yield(quote, voc("oa", "prefix"), text(e.Prefix))
		}
		if e.Suffix != "" {
			yield(quote, voc("oa", "suffix"), text(e.Suffix))
		}
		yield(position, voc("rdf", "type"), link(voc("oa", "TextPositionSelector")))
		yield(position, voc("oa", "start"), typed(strconv.Itoa(e.Start), "nonNegativeInteger"))
		yield(position, voc("oa", "end"), typed(strconv.Itoa(e.End), "nonNegativeInteger"))
	}
}

// escapedIRI percent-encodes what an IRI may not have.
func escapedIRI(s string) string {
	const hex = "0123456789ABCDEF"
	if !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '-' || r > ':') && (r < 'A' || r > 'Z') && r != '_' && r != '~' && r != '#'
	}) {
		return s // from - to : are . / and the digits
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/:#", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
	return b.String()
}

// literal writes a text as N-Triples and Turtle have it.
func (w *writer) literal(s string) {
	_ = w.WriteByte('"')
	_, _ = rdfEscapes.WriteString(w, s)
	_ = w.WriteByte('"')
}

var rdfEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\x00", `\u0000`)

// reference writes a term in angle brackets.
func (w *writer) reference(t term) {
	w.put("<")
	switch namespace := namespaceOf(t.prefix); {
	case namespace != "":
		w.put(namespace, t.local)
	case t.prefix == "":
		w.put(w.Base, escapedIRI(t.local))
	default:
		w.put(w.Base, escapedIRI(t.prefix+":"+t.local))
	}
	w.put(">")
}

// short writes a term as Turtle has it.
func (w *writer) short(t term) {
	if t.prefix == "" {
		w.reference(t)
		return
	}
	w.put(t.prefix, ":", t.local)
}

func (w *writer) nquads() error {
	context := " <" + w.Base + "revision/" + strconv.FormatUint(uint64(w.View.Revision()), 10) + "> .\n"
	return w.triples(func(s, p term, o object) {
		w.reference(s)
		w.put(" ")
		w.reference(p)
		w.put(" ")
		switch {
		case !o.plain:
			w.reference(o.iri)
		case o.typ != "":
			w.literal(o.text)
			w.put("^^")
			w.reference(voc("xsd", o.typ))
		default:
			w.literal(o.text)
		}
		w.put(context)
	})
}

func (w *writer) turtle() error {
	for _, p := range prefixes {
		w.put("@prefix ", p[0], ": <", p[1], "> .\n")
	}
	last := term{}
	err := w.triples(func(s, p term, o object) {
		if s != last {
			if last != (term{}) {
				w.put(" .\n")
			}
			w.put("\n")
			w.short(s)
			w.put("\n    ")
			last = s
		} else {
			w.put(" ;\n    ")
		}
		w.short(p)
		w.put(" ")
		switch {
		case !o.plain:
			w.short(o.iri)
		case o.typ != "":
			w.literal(o.text)
			w.put("^^xsd:", o.typ)
		default:
			w.literal(o.text)
		}
	})
	if last != (term{}) {
		w.put(" .\n")
	}
	return err
}

// jsonld writes one node object for each run of triples of one subject
// (https://www.w3.org/TR/json-ld11/).
func (w *writer) jsonld() error {
	w.put(`{"@context":{`)
	for i, p := range prefixes {
		if i > 0 {
			w.put(",")
		}
		w.put(encoded(p[0]), ":", encoded(p[1]))
	}
	w.put("},\n\"@graph\":[")
	name := func(t term) string {
		if t.prefix != "" {
			return t.prefix + ":" + t.local
		}
		return w.Base + escapedIRI(t.local)
	}
	last, first := term{}, true
	var order []term
	values := map[term][]string{}
	held := 0 // of one subject, which may have very many: it is then written in parts
	flush := func() {
		if last == (term{}) {
			return
		}
		if !first {
			w.put(",")
		}
		first = false
		w.put("\n{\"@id\":", encoded(name(last)))
		for _, p := range order {
			key := name(p)
			if p == voc("rdf", "type") {
				key = "@type"
			}
			w.put(",", encoded(key), ":[", strings.Join(values[p], ","), "]")
		}
		w.put("}")
		order, held = order[:0], 0
		clear(values)
	}
	err := w.triples(func(s, p term, o object) {
		if s != last || held >= 1000 {
			flush()
			last = s
		}
		held++
		if values[p] == nil {
			order = append(order, p)
		}
		v := ""
		switch {
		case !o.plain && p == voc("rdf", "type"):
			v = encoded(name(o.iri))
		case !o.plain:
			v = `{"@id":` + encoded(name(o.iri)) + `}`
		case o.typ != "":
			v = `{"@value":` + encoded(o.text) + `,"@type":` + encoded("xsd:"+o.typ) + `}`
		default:
			v = `{"@value":` + encoded(o.text) + `}`
		}
		values[p] = append(values[p], v)
	})
	flush()
	w.put("\n]}\n")
	return err
}
