package table

import (
	"cmp"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"missiongraph/graph"
)

// maxLinked is how many bytes a document of JSON-LD may have: it is expanded as a
// whole.
const maxLinked = 32 << 20

// resource is a subject of an RDF file with its statements: a row.
type resource struct {
	start, end int    // bytes in the text
	cells      []Cell // by column
}

// rdf reads N-Quads, of which N-Triples are a part, or JSON-LD. The text is made
// of it: N-Triples, a line for each statement, those of a subject together and
// sorted by predicate. The names of graphs are not kept.
func (f *File) rdf() error {
	var quads []*ld.Quad
	var err error
	if f.Format == JSONLD {
		quads, err = f.linked()
	} else {
		quads, err = f.quads()
	}
	if err != nil {
		return err
	}
	if len(quads) == 0 {
		return f.wrong(0, "the file has no statements")
	}
	return f.group(quads)
}

// quads reads N-Quads line by line.
func (f *File) quads() ([]*ld.Quad, error) {
	var list []*ld.Quad
	at := 0
	for line := range strings.Lines(f.Text) {
		text := strings.TrimSpace(line)
		if len(text) > f.opts.Limits.Line {
			return nil, f.limit(at, "the line has %d bytes; at most %d", len(text), f.opts.Limits.Line)
		}
		if text != "" && text[0] != '#' {
			found := parse(text)
			if len(found) == 0 {
				p := f.wrong(at, "not a statement of N-Quads")
				p[0].Hint = "a line is: <subject> <predicate> <object> ."
				return nil, p
			}
			list = append(list, found...)
		}
		at += len(line)
	}
	return list, nil
}

// tagged is a statement whose object is a text of a language: up to the text's
// end, the language, the rest.
var tagged = regexp.MustCompile(`^(.*")@([A-Za-z]+(?:-[A-Za-z0-9]+)*)(\s*(?:(?:<[^"]*>|_:\S+)\s*)?\.\s*(?:#[^"]*)?)$`)

// parse reads a line; nil when it is no statement. The language of a text is
// read here: the library takes some texts with an @ in them for others.
func parse(line string) []*ld.Quad {
	language := ""
	if m := tagged.FindStringSubmatch(line); m != nil {
		line, language = m[1]+m[3], m[2]
	}
	list := statements(func() (*ld.RDFDataset, error) { return ld.ParseNQuads(line) })
	for _, q := range list {
		if l, ok := q.Object.(ld.Literal); ok && language != "" {
			q.Object = ld.NewLiteral(l.Value, ld.RDFLangString, language)
		}
	}
	return list
}

// statements returns those of what is read, in order of the names of their
// graphs; nil when it cannot be read. The library panics on some texts.
func statements(read func() (*ld.RDFDataset, error)) (list []*ld.Quad) {
	defer func() {
		if recover() != nil {
			list = nil
		}
	}()
	set, err := read()
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(set.Graphs))
	for name := range set.Graphs {
		names = append(names, name)
	}
	slices.Sort(names)
	list = []*ld.Quad{}
	for _, name := range names {
		list = append(list, set.Graphs[name]...)
	}
	return list
}

// offline refuses to load what a document names.
type offline struct{ asked string }

var errOffline = errors.New("nothing is fetched")

// LoadDocument implements [ld.DocumentLoader].
func (o *offline) LoadDocument(url string) (*ld.RemoteDocument, error) {
	o.asked = url
	return nil, errOffline
}

// linked reads JSON-LD. A context is used where it stands in the document; one on
// the network is never fetched.
func (f *File) linked() ([]*ld.Quad, error) {
	if len(f.Text) > maxLinked {
		return nil, f.limit(0, "the document has %d bytes; at most %d as JSON-LD", len(f.Text), maxLinked)
	}
	r := &jsonReader{File: f}
	r.reset(0, len(f.Text))
	if r.deep(1); r.problem != nil {
		return nil, graph.Problems{*r.problem}
	}
	var document any
	if err := json.Unmarshal([]byte(f.Text), &document); err != nil {
		return nil, f.wrong(0, "not valid JSON")
	}
	loader := &offline{}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = loader
	list := statements(func() (*ld.RDFDataset, error) {
		found, err := ld.NewJsonLdProcessor().ToRDF(document, options)
		set, _ := found.(*ld.RDFDataset)
		if err == nil && set == nil {
			err = errOffline
		}
		return set, err
	})
	switch {
	case loader.asked != "":
		p := f.wrong(0, "the document names the context %.200q, and nothing is fetched from the network", loader.asked)
		p[0].Hint = "put the context itself into the document, as the value of @context"
		return nil, p
	case list == nil:
		return nil, f.wrong(0, "not valid JSON-LD")
	}
	slices.SortFunc(list, func(a, b *ld.Quad) int { // the library has them in no order
		return cmp.Or(
			strings.Compare(a.Subject.GetValue(), b.Subject.GetValue()),
			strings.Compare(a.Predicate.GetValue(), b.Predicate.GetValue()),
			strings.Compare(a.Object.GetValue(), b.Object.GetValue()),
		)
	})
	return list, nil
}

// group makes the text and the rows of statements.
func (f *File) group(quads []*ld.Quad) error {
	var subjects []string
	of := map[string][]*ld.Quad{}
	for _, q := range quads {
		id := q.Subject.GetValue()
		if of[id] == nil {
			subjects = append(subjects, id)
		}
		of[id] = append(of[id], q)
	}
	var text strings.Builder
	f.addColumn("@id")
	names := map[string]string{}
	for _, id := range subjects {
		slices.SortStableFunc(of[id], func(a, b *ld.Quad) int {
			return strings.Compare(a.Predicate.GetValue(), b.Predicate.GetValue())
		})
		r := resource{start: text.Len(), cells: []Cell{{Value: id, Start: text.Len() + 1, End: text.Len() + 1 + len(id)}}}
		for _, q := range of[id] {
			if err := f.statement(&r, q, &text, names); err != nil {
				return err
			}
		}
		r.end = text.Len() - 1
		f.resources = append(f.resources, r)
	}
	f.Text = text.String()
	return nil
}

// statement writes a statement and adds its object to the cells of its subject.
func (f *File) statement(r *resource, q *ld.Quad, text *strings.Builder, names map[string]string) error {
	set := ld.NewRDFDataset()
	set.Graphs["@default"] = []*ld.Quad{q}
	line, err := (&ld.NQuadRDFSerializer{}).Serialize(set)
	written, ok := line.(string)
	if err != nil || !ok {
		return f.wrong(0, "a statement about %.200q cannot be written as N-Triples", q.Subject.GetValue())
	}
	name := f.predicate(q, names)
	i := f.Column(name)
	if i < 0 {
		if len(f.columns) >= f.opts.Limits.Columns {
			return f.limit(0, "the file has more than %d different predicates", f.opts.Limits.Columns)
		}
		i = f.addColumn(name)
	}
	for len(r.cells) <= i {
		r.cells = append(r.cells, Cell{})
	}
	start, end := object(written)
	c := &r.cells[i]
	if value := q.Object.GetValue(); c.End == 0 {
		*c = Cell{Value: value, Start: text.Len() + start, End: text.Len() + end}
	} else {
		if c.List == nil {
			c.List = []string{c.Value}
		}
		c.List = append(c.List, value)
		c.Value, c.End = strings.Join(c.List, "; "), text.Len()+end
	}
	text.WriteString(written)
	return nil
}

// predicate returns the name of a statement's column: what the predicate ends
// in, the whole IRI where another one that came earlier ends in the same, and
// with the language of a text, as "prefLabel@de".
func (f *File) predicate(q *ld.Quad, names map[string]string) string {
	iri := q.Predicate.GetValue()
	name, ok := names[iri]
	if !ok {
		if name = iri[strings.LastIndexAny(iri, "/#")+1:]; name == "" || names["<"+name] != "" {
			name = iri
		}
		names[iri], names["<"+name] = name, iri
	}
	if l, ok := q.Object.(ld.Literal); ok && l.Language != "" {
		name += "@" + l.Language
	}
	return name
}

// object returns where the object of a line of N-Triples is, without its
// brackets or quotation marks.
func object(line string) (start, end int) {
	for range 2 {
		start += strings.IndexByte(line[start:], ' ') + 1
	}
	end = strings.LastIndex(line, " .")
	switch line[start] {
	case '"':
		return start + 1, strings.LastIndexByte(line[:end], '"')
	case '<':
		return start + 1, end - 1
	}
	return start, end
}

// described yields the subjects.
func (f *File) described(yield func(*Row, *graph.Problem) bool) {
	row := Row{Column: 1}
	line := lineCounter{text: f.Text, line: 1}
	for i := range f.resources {
		r := &f.resources[i]
		row.Number, row.Start, row.End, row.Cells = i+1, r.start, r.end, r.cells
		row.Line, _ = line.to(r.start)
		if !yield(&row, nil) {
			return
		}
	}
}
