package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// rowReader reads one row by the mapping.
type rowReader struct {
	*assembler
	row      *table.Row
	part     part
	ids      rowIDs
	entities []*graph.Entity
	facts    []*graph.Fact
	skipped  graph.Problems
}

// mapping is for templates.
func (r *rowReader) m() *Mapping { return r.assembler.Mapping }

// cell returns a cell, cleaned.
func (r *rowReader) cell(n int) string {
	switch {
	case n < 0 || n >= len(r.row.Cells):
		return ""
	case r.Each != nil && n == r.Each.column:
		return r.Mapping.clean(r.part.value)
	}
	return r.Mapping.clean(r.row.Cells[n].Value)
}

// problem is one of a cell, or of the row for -1.
func (r *rowReader) problem(column int, msg, hint string) *graph.Problem {
	at := r.row.Start
	if column >= 0 && column < len(r.row.Cells) {
		at = r.row.Cells[column].Start
		msg = fmt.Sprintf("%s: %s", r.file.Columns()[column], msg)
	}
	return &graph.Problem{Path: r.where(at), Code: graph.BadInput, Msg: msg, Hint: hint}
}

// where returns the "file:line:column" of a byte of the row.
func (r *rowReader) where(at int) string {
	line, column := r.row.Line, r.row.Column
	if before := r.file.Text[r.row.Start:max(at, r.row.Start)]; strings.Contains(before, "\n") {
		line += strings.Count(before, "\n")
		column = utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	} else {
		column += utf8.RuneCountInString(before)
	}
	return fmt.Sprintf("%s:%d:%d", r.file.Name, line, column)
}

// cut quotes bytes of the row.
func (r *rowReader) cut(start, end int, g graph.Grade) graph.Evidence {
	text := r.file.Text
	e := graph.Evidence{
		Source: r.out.Source.ID, Quote: text[start:end], Grade: g,
		Line: r.row.Line + strings.Count(text[r.row.Start:start], "\n"),
	}
	e.Start = r.pointer.to(start)
	e.End = e.Start + utf8.RuneCountInString(e.Quote)
	from, to := start, end
	for range graph.ContextLength {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
		_, size = utf8.DecodeRuneInString(text[to:])
		to += size
	}
	e.Prefix, e.Suffix = text[from:start], text[end:to]
	return e
}

func (r *rowReader) holds(list Conditions) bool {
	for i := range list {
		if !list[i].holds(r.cell(list[i].column)) {
			return false
		}
	}
	return true
}

// need returns a template's text, which must not be empty.
func (r *rowReader) need(t *template, what string) (string, *graph.Problem) {
	s, missing, p := t.text(r)
	if p == nil && missing != "" {
		p = r.problem(r.file.Column(missing), "the cell is empty, and "+what+" needs it", "when: {"+missing+": present} makes only those rows count that have it")
	}
	return s, p
}

// identify returns the id of a rule's entity and its key, "" for none.
func (r *rowReader) identify(e *EntityRule) (id, key string, p *graph.Problem, err error) {
	if !r.holds(e.When) {
		return "", "", nil, nil
	}
	if e.existing != nil {
		if id, p = r.need(e.existing, "the id of "+e.As.Value); p == nil && r.base.Topology().Lookup(id) == 0 {
			p = r.problem(e.existing.only(), fmt.Sprintf("the graph has no entity %q", id), "")
		}
		return id, "", p, nil
	}
	if id, p = r.need(e.id, "the id of "+e.As.Value); p != nil {
		return "", "", p, nil
	}
	if !graph.IsEntityID(id) {
		return "", "", r.problem(e.id.only(), fmt.Sprintf("%.100q is not an id", id), "use {COLUMN|slug} in the id"), nil
	}
	if e.key != nil {
		if key, p = r.need(e.key, "the key of "+e.As.Value); p != nil {
			return "", "", p, nil
		}
	}
	id, err = r.join(e, id)
	return id, key, nil, err
}

// say reads what the row says, without keeping it.
func (r *rowReader) say() *graph.Problem {
	for i := range r.m().Entities {
		if id := r.ids[i]; id != "" {
			if p := r.entity(&r.m().Entities[i], id); p != nil {
				return p
			}
		}
	}
	for i := range r.m().Relations {
		rule := &r.m().Relations[i]
		if p := r.relation(rule); p != nil {
			if rule.Else.Value != "skip" {
				return p
			}
			r.skipped = append(r.skipped, *p)
		}
	}
	return nil
}

func (r *rowReader) entity(e *EntityRule, id string) *graph.Problem {
	grade := r.grade(e.Grade)
	if e.existing == nil {
		name, p := r.need(e.name, "the name of "+e.As.Value)
		if p != nil {
			return p
		}
		evidence := r.evidence(e.name, grade)
		if r.out.Joined[id] {
			if p := r.alias(id, name, evidence); p != nil {
				return p
			}
		} else if p := r.allowed(id, e.name.only()); p != nil {
			return p
		} else {
			r.entities = append(r.entities, &graph.Entity{
				ID: id, Kind: e.Kind.Value, Form: e.Form.Value, Name: name, Grade: grade, Note: e.Note.Value, Evidence: evidence,
			})
		}
	}
	for i := range e.Aliases {
		v := &e.Aliases[i]
		p := r.values(v, nil, func(s string, evidence []graph.Evidence) *graph.Problem {
			return r.alias(id, s, evidence)
		})
		if p != nil {
			return p
		}
	}
	for i := range e.Properties {
		if p := r.property(&e.Properties[i], id); p != nil {
			return p
		}
	}
	return nil
}

// alias says that an entity has another name, unless it is its name.
func (r *rowReader) alias(id, name string, evidence []graph.Evidence) *graph.Problem {
	if n := r.base.Topology().Node(r.base.Topology().Lookup(id)); n != nil && n.Name == name {
		return nil
	}
	for _, e := range r.entities {
		if e.ID == id && e.Name == name {
			return nil
		}
	}
	value := graph.Value{Type: graph.String, Text: name}
	return r.add(-1, &graph.Fact{
		ID: graph.AttributeID(id, graph.AliasProperty, name), Subject: id, Type: graph.AliasProperty, Value: value,
		Grade: evidence[0].Grade, Evidence: evidence,
	})
}

// add says a fact of a column, or of the row for -1, unless the ontology does
// not allow it.
func (r *rowReader) add(column int, f *graph.Fact) *graph.Problem {
	p := r.allowed(f.ID, column)
	if p == nil {
		r.facts = append(r.facts, f)
	}
	return p
}

// allowed returns what is wrong with an entity or fact, nil for nothing.
func (r *rowReader) allowed(id string, column int) *graph.Problem {
	why, ok := r.banned[id]
	if !ok {
		return nil
	}
	return r.problem(column, id+": "+why.Msg, why.Hint)
}

func (r *rowReader) property(rule *PropertyRule, id string) *graph.Problem {
	p := r.base.Ontology.Property(rule.Property.Value)
	var list []graph.Value
	var quoted []graph.Evidence
	return r.values(&rule.ValueRule, func() *graph.Problem {
		if p.Type == graph.List && len(list) > 0 {
			return r.attribute(rule, id, p, graph.Value{Type: graph.List, List: list}, quoted)
		}
		return nil
	}, func(s string, evidence []graph.Evidence) *graph.Problem {
		if code, ok := rule.Codes[s]; ok {
			s = code.Value
		}
		if p.Type == graph.List {
			list, quoted = append(list, graph.Value{Type: graph.String, Text: s}), evidence
			return nil
		}
		v, msg, hint := r.m().value(p, s)
		if msg != "" {
			return r.problem(rule.value.only(), msg, hint)
		}
		return r.attribute(rule, id, p, v, evidence)
	})
}

func (r *rowReader) attribute(rule *PropertyRule, id string, p *graph.Property, v graph.Value, evidence []graph.Evidence) *graph.Problem {
	discriminator := ""
	if p.Many {
		discriminator = v.String()
	}
	return r.add(rule.value.only(), &graph.Fact{
		ID: graph.AttributeID(id, p.Name, discriminator), Subject: id, Type: p.Name, Value: v, Grade: evidence[0].Grade, Evidence: evidence,
	})
}

// values calls yield for each value of a rule.
func (r *rowReader) values(v *ValueRule, done func() *graph.Problem, yield func(string, []graph.Evidence) *graph.Problem) *graph.Problem {
	if !r.holds(v.When) {
		return nil
	}
	s, _, p := v.value.text(r)
	parts := []string{s}
	if n := v.value.only(); v.Split.Value != "" && n >= 0 && n < len(r.row.Cells) && r.row.Cells[n].List != nil {
		parts = r.row.Cells[n].List
	} else if v.Split.Value != "" {
		parts = strings.Split(s, v.Split.Value)
	}
	evidence := r.evidence(v.value, r.grade(v.Grade))
	for _, part := range parts {
		if part = r.m().clean(part); part == "" || p != nil {
			continue
		}
		p = yield(part, slices.Clone(evidence))
	}
	if p == nil && done != nil {
		p = done()
	}
	if p != nil && v.Else.Value == "skip" {
		r.skipped = append(r.skipped, *p)
		return nil
	}
	return p
}

func (r *rowReader) relation(rule *RelationRule) *graph.Problem {
	if !r.holds(rule.When) {
		return nil
	}
	subject, p := r.end(&rule.Subject)
	if p != nil || subject == "" {
		return p
	}
	object, p := r.end(&rule.Object)
	if p != nil || object == "" {
		return p
	}
	f := &graph.Fact{
		ID: graph.RelationID(subject, rule.Type.Value, rule.Verb.Value, object), Subject: subject, Type: rule.Type.Value,
		Verb: rule.Verb.Value, Object: object, Grade: r.grade(rule.Grade), Note: rule.Note.Value,
	}
	if rule.key != nil {
		key, p := r.need(rule.key, "the key of the relation "+rule.Type.Value)
		if p != nil {
			return p
		}
		f.ID += "/" + key
	}
	for i, t := range rule.qualifiers {
		s, _, p := t.text(r)
		if p != nil {
			return p
		}
		if s != "" {
			f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: rule.names[i], Value: s})
		}
	}
	for _, d := range []struct {
		to *string
		t  *template
	}{{&f.ValidFrom, rule.validFrom}, {&f.ValidTo, rule.validTo}} {
		if d.t == nil {
			continue
		}
		s, _, p := d.t.text(r)
		if p == nil && s != "" && !graph.IsDate(s) {
			p = r.problem(d.t.only(), fmt.Sprintf("%.60q is not a date", s), "use {COLUMN|date}")
		}
		if p != nil {
			return p
		}
		*d.to = s
	}
	f.Evidence = r.evidence(nil, f.Grade)
	return r.add(-1, f)
}

// end returns the entity at an end of a relation, "" where the row has none.
func (r *rowReader) end(ref *Reference) (string, *graph.Problem) {
	if ref.rule < 0 {
		id, missing, p := ref.id.text(r)
		if p == nil && missing == "" && r.base.Topology().Lookup(id) == 0 {
			p = r.problem(ref.id.only(), fmt.Sprintf("the graph has no entity %q", id), "")
		}
		return id, p
	}
	if ref.key == nil {
		return r.ids[ref.rule], nil
	}
	key, missing, p := ref.key.text(r)
	if p != nil || missing != "" || key == "" {
		return "", p
	}
	id, ok := r.keys[ref.rule][key]
	if !ok {
		return "", r.problem(ref.key.only(), fmt.Sprintf("no row has the %s %q", ref.Entity.Value, key), "else: skip loads the row without this relation")
	}
	return id, nil
}

func (r *rowReader) grade(t Text) graph.Grade {
	for _, s := range []string{t.Value, r.Grade.Value} {
		if g, ok := graph.ParseGrade(s); ok {
			return g
		}
	}
	return graph.Stated
}

// evidence quotes the cell that a template consists of, else the row.
func (r *rowReader) evidence(t *template, g graph.Grade) []graph.Evidence {
	start, end := r.row.Start, r.row.End
	if t != nil {
		if n := t.only(); n >= 0 && n < len(r.row.Cells) {
			from, to := r.row.Cells[n].Start, r.row.Cells[n].End
			if r.Each != nil && n == r.Each.column {
				from, to = r.part.start, r.part.end
			}
			if s, e := trimmed(r.file.Text, from, to); s < e {
				start, end = s, e
			}
		}
	}
	return []graph.Evidence{r.cut(start, end, g)}
}

// trimmed leaves out space at the ends of a stretch.
func trimmed(text string, start, end int) (int, int) {
	s := text[start:end]
	left := strings.TrimLeftFunc(s, unicode.IsSpace)
	return end - len(left), end - len(left) + len(strings.TrimRightFunc(left, unicode.IsSpace))
}

// clash returns what the row says otherwise than one before it.
func (r *rowReader) clash() *graph.Problem {
	for _, e := range r.entities {
		if was := r.assembler.entities[e.ID]; was != nil && (was.Kind != e.Kind || was.Form != e.Form) {
			return r.problem(-1, fmt.Sprintf("%s is of another kind or form at %s", e.ID, r.place[e.ID]), "")
		}
	}
	for _, f := range r.facts {
		if was := r.assembler.facts[f.ID]; was != nil && !sameFact(was, f) {
			return r.problem(-1, fmt.Sprintf("%s says otherwise at %s", f.ID, r.place[f.ID]), "a key that tells the two apart makes two facts of them; else: skip leaves the second out")
		}
	}
	return nil
}

// keep adds what the row says to what the file says.
func (r *rowReader) keep() {
	at := r.where(r.row.Start)
	for _, e := range r.entities {
		if r.assembler.entities[e.ID] == nil {
			r.assembler.entities[e.ID], r.place[e.ID] = e, at
			r.out.Entities = append(r.out.Entities, e)
		}
	}
	for _, f := range r.facts {
		was := r.assembler.facts[f.ID]
		if was == nil {
			r.assembler.facts[f.ID], r.place[f.ID] = f, at
			r.out.Facts = append(r.out.Facts, f)
			continue
		}
		for _, e := range f.Evidence {
			if len(was.Evidence) < mostEvidence && !slices.Contains(was.Evidence, e) {
				was.Evidence = append(was.Evidence, e)
				was.Grade = max(was.Grade, e.Grade)
			}
		}
	}
}

// sameFact reports whether two facts of one id say the same, whatever they
// rest on.
func sameFact(a, b *graph.Fact) bool {
	return a.Verb == b.Verb && a.Value.Equal(b.Value) && slices.Equal(a.Qualifiers, b.Qualifiers) &&
		a.ValidFrom == b.ValidFrom && a.ValidTo == b.ValidTo
}
