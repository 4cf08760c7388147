package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// compiler checks a mapping and makes its templates ready.
type compiler struct {
	*Mapping
	o        *graph.Ontology
	problems graph.Problems
	rules    map[string]int // entity rules by name
}

func (t Text) at(file string) string {
	if t.line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, t.line, t.column)
}

func (c *compiler) wrong(t Text, format string, args ...any) *graph.Problem {
	return c.problems.Add(t.at(c.file), graph.BadInput, format, args...)
}

// one checks that a text is one of several, or left out.
func (c *compiler) one(t Text, what string, of []string) {
	if t.Value != "" && !slices.Contains(of, t.Value) {
		c.wrong(t, "unknown %s %q: expected %s", what, t.Value, graph.OneOf(of)).Hint = graph.DidYouMean(t.Value, of)
	}
}

func (c *compiler) template(t Text) *template {
	if t.Value == "" {
		return nil
	}
	parsed, problem, hint := parseTemplate(t.Value)
	if problem != "" {
		c.wrong(t, "%s", problem).Hint = hint
		return &template{}
	}
	parsed.place = t.at(c.file)
	return parsed
}

func (c *compiler) compile() {
	if c.Name.Value == "" || !graph.IsEntityID(c.Name.Value) {
		c.wrong(c.Name, "a mapping needs a name: mapping: NAME, of lower-case letters, digits and hyphens")
	}
	c.one(c.File.Format, "format", table.Formats())
	if d := c.File.Delimiter.Value; d != "" && d != `\t` && d != "tab" && utf8.RuneCountInString(d) != 1 {
		c.wrong(c.File.Delimiter, "a delimiter is one character, or tab")
	}
	if c.Source.ID.Value == "" {
		c.Source.ID = c.Name
	} else if !graph.IsEntityID(c.Source.ID.Value) {
		c.wrong(c.Source.ID, "%q is not the id of a source", c.Source.ID.Value)
	}
	if c.Source.Publisher.Value == "" {
		c.wrong(c.Source.Publisher, "the source needs a publisher: source: {publisher: ...}")
	}
	if d := c.Source.ReviewedOn.Value; d != "" && !graph.IsDate(d) {
		c.wrong(c.Source.ReviewedOn, "%q is not a date (expected YYYY-MM-DD)", d)
	}
	c.grade(c.Grade)
	if c.Each != nil && c.Each.Column.Value == "" {
		c.wrong(c.Each.Split, "each needs a column: each: {column: NAME, split: ...}")
	}
	if len(c.Entities) == 0 {
		c.wrong(Text{}, "the mapping has no entities")
	}
	c.rules = map[string]int{}
	for i := range c.Entities {
		c.entity(i, &c.Entities[i])
	}
	for i := range c.Relations {
		c.relation(&c.Relations[i])
	}
}

func (c *compiler) grade(t Text) {
	if _, ok := graph.ParseGrade(t.Value); !ok && t.Value != "" {
		c.one(t, "grade", []string{"STATED", "CONSTRUED", "CONTEXTUAL", "EDITORIAL"})
	}
}

func (c *compiler) entity(i int, e *EntityRule) {
	if e.As.Value == "" {
		c.wrong(e.ID, "an entity needs a name in the mapping: as: NAME")
	} else if _, twice := c.rules[e.As.Value]; twice {
		c.wrong(e.As, "two entities are called %q", e.As.Value)
	}
	c.rules[e.As.Value] = i
	e.id, e.name, e.key, e.existing = c.template(e.ID), c.template(e.Name), c.template(e.Key), c.template(e.Existing)
	c.grade(e.Grade)
	if e.existing != nil {
		if e.id != nil || e.Kind.Value != "" || e.name != nil || e.Match != nil {
			c.wrong(e.Existing, "an existing entity has its id, kind and name: leave those out")
		}
	} else {
		c.made(e)
	}
	for j := range e.Aliases {
		c.value(&e.Aliases[j])
	}
	for j := range e.Properties {
		p := &e.Properties[j]
		c.value(&p.ValueRule)
		if c.o.Property(p.Property.Value) == nil {
			var names []string
			for _, known := range c.o.Properties {
				names = append(names, known.Name)
			}
			c.one(Text{p.Property.Value + "", p.Property.line, p.Property.column}, "property", names)
		}
	}
}

// made checks the rule of an entity that the file brings.
func (c *compiler) made(e *EntityRule) {
	place := e.As
	if e.id == nil {
		c.wrong(place, "the entity %q needs an id", e.As.Value).Hint = "id: a text with columns, as us-{STATE|slug}, or existing: the id of one in the graph"
	}
	if e.name == nil {
		c.wrong(place, "the entity %q needs a name", e.As.Value)
	}
	kind := c.o.Kind(e.Kind.Value)
	switch {
	case e.Kind.Value == "":
		c.wrong(place, "the entity %q needs a kind", e.As.Value)
	case kind == nil:
		var names []string
		for _, k := range c.o.Kinds {
			names = append(names, k.Name)
		}
		c.one(e.Kind, "kind", names)
	case kind.Abstract:
		c.wrong(e.Kind, "kind %s is abstract: it has no entities of its own", kind.Name)
	case e.Form.Value != "" && kind.Form(e.Form.Value) == nil:
		c.wrong(e.Form, "kind %s has no form %q", kind.Name, e.Form.Value)
	}
	if e.Match == nil {
		return
	}
	if e.Match.Score == 0 {
		e.Match.Score = 1
	}
	if e.Match.Near == 0 {
		e.Match.Near = 0.6
	}
	if len(e.Match.Kinds) == 0 {
		e.Match.Kinds = []Text{e.Kind}
	}
	for _, n := range e.Match.Names {
		e.Match.names = append(e.Match.names, c.template(n))
	}
	if e.Match.names == nil {
		e.Match.names = []*template{e.name}
	}
}

func (c *compiler) value(v *ValueRule) {
	if v.value = c.template(v.Value); v.value == nil {
		c.wrong(v.Value, "a value is missing: value: a text with columns, as {SHORT NAME}")
	}
	c.one(v.Else, "else", []string{"refuse", "skip"})
	c.grade(v.Grade)
}

func (c *compiler) relation(r *RelationRule) {
	c.one(r.Else, "else", []string{"refuse", "skip"})
	c.grade(r.Grade)
	t := c.o.Relation(r.Type.Value)
	if t == nil {
		var names []string
		for _, known := range c.o.Relations {
			names = append(names, known.Name)
			if known.Inverse == r.Type.Value {
				c.wrong(r.Type, "unknown relation type %q", r.Type.Value).Hint = "that is " + known.Name + " read from the other end: swap subject and object"
				return
			}
		}
		if r.Type.Value == "" {
			c.wrong(r.Subject.Entity, "a relation needs a type")
		}
		c.one(r.Type, "relation type", names)
	} else if len(t.Verbs) > 0 && t.Verb(r.Verb.Value) == nil {
		names := make([]string, len(t.Verbs))
		for i, v := range t.Verbs {
			names[i] = v.Name
		}
		place := r.Verb
		if place.line == 0 {
			place = r.Type
		}
		c.wrong(place, "%s has no verb %q: expected verb: %s", t.Name, r.Verb.Value, graph.OneOf(names)).Hint = graph.DidYouMean(r.Verb.Value, names)
	}
	c.reference(&r.Subject, r.Type, "subject")
	c.reference(&r.Object, r.Type, "object")
	r.key, r.validFrom, r.validTo = c.template(r.Key), c.template(r.ValidFrom), c.template(r.ValidTo)
	r.names = slices.Sorted(maps.Keys(r.Qualifiers))
	for _, name := range r.names {
		t := c.template(r.Qualifiers[name])
		if t == nil {
			t = &template{}
		}
		r.qualifiers = append(r.qualifiers, t)
	}
}

func (c *compiler) reference(r *Reference, place Text, what string) {
	r.rule = -1
	r.key, r.id = c.template(r.Key), c.template(r.ID)
	switch {
	case r.Entity.Value == "" && r.id == nil:
		c.wrong(place, "the relation needs a %s: the name of an entity of the mapping, or {id: one of the graph}", what)
	case r.Entity.Value != "":
		i, ok := c.rules[r.Entity.Value]
		if !ok {
			c.one(r.Entity, "entity", slices.Sorted(maps.Keys(c.rules)))
			return
		}
		r.rule = i
		if r.key != nil && c.Entities[i].key == nil {
			c.wrong(r.Key, "the entity %q has no key to be found by", r.Entity.Value).Hint = "give it key: a text with columns"
		}
	}
}

// Options returns how the mapping's files are read.
func (m *Mapping) Options() table.Options {
	d, _ := utf8.DecodeRuneInString(m.File.Delimiter.Value)
	switch m.File.Delimiter.Value {
	case "":
		d = 0
	case `\t`, "tab":
		d = '\t'
	}
	return table.Options{
		Format: m.File.Format.Value, Delimiter: d, Encoding: m.File.Encoding.Value, Skip: m.File.Skip,
		Sheet: m.File.Sheet.Value, Records: m.File.Records.Value,
	}
}

// templates yields every template, and every condition's column.
func (m *Mapping) templates(yield func(*template)) {
	each := func(list ...*template) {
		for _, t := range list {
			if t != nil {
				yield(t)
			}
		}
	}
	for i := range m.Entities {
		e := &m.Entities[i]
		each(e.id, e.name, e.key, e.existing)
		if e.Match != nil {
			each(e.Match.names...)
		}
		for j := range e.Aliases {
			each(e.Aliases[j].value)
		}
		for j := range e.Properties {
			each(e.Properties[j].value)
		}
	}
	for i := range m.Relations {
		r := &m.Relations[i]
		each(r.key, r.validFrom, r.validTo, r.Subject.key, r.Subject.id, r.Object.key, r.Object.id)
		each(r.qualifiers...)
	}
}

func (m *Mapping) conditions(yield func(*Condition)) {
	each := func(list Conditions) {
		for i := range list {
			yield(&list[i])
		}
	}
	for i := range m.Entities {
		e := &m.Entities[i]
		each(e.When)
		for j := range e.Aliases {
			each(e.Aliases[j].When)
		}
		for j := range e.Properties {
			each(e.Properties[j].When)
		}
	}
	for i := range m.Relations {
		each(m.Relations[i].When)
	}
}

// bind finds the mapping's columns in a file. Those that are not there are a
// problem, unless they are optional: {?COLUMN}, or one of {COLUMN ?? OTHER}.
func (m *Mapping) bind(f *table.File) graph.Problems {
	var found graph.Problems
	told := map[string]bool{}
	missing := func(place, name string) {
		if told[name] {
			return
		}
		told[name] = true
		p := found.Add(place, graph.BadInput, "%s has no column %q", f.Name, name)
		p.Hint = graph.DidYouMean(name, f.Columns())
		if p.Hint == "" {
			names := f.Columns()
			p.Hint = "it has " + strings.Join(names[:min(len(names), 20)], ", ")
		}
		if len(f.Columns()) == 1 {
			p.Hint = "it has the one column " + strconv.Quote(f.Columns()[0]) + ": is the delimiter another, or does the header stand below other lines (file: {delimiter: ..., skip: ...})?"
		}
	}
	m.templates(func(t *template) {
		for i := range t.pieces {
			p := &t.pieces[i]
			p.numbers = p.numbers[:0]
			have := false
			for _, name := range p.columns {
				n := f.Column(name)
				have = have || n >= 0
				p.numbers = append(p.numbers, n)
			}
			if !have && !p.optional && len(p.columns) > 0 {
				missing(t.place, p.columns[0])
			}
		}
	})
	m.conditions(func(c *Condition) {
		if c.column = f.Column(c.Column.Value); c.column < 0 {
			missing(c.Column.at(m.file), c.Column.Value)
		}
	})
	if m.Each != nil {
		if m.Each.column = f.Column(m.Each.Column.Value); m.Each.column < 0 {
			missing(m.Each.Column.at(m.file), m.Each.Column.Value)
		}
	}
	return found
}
