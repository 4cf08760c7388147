package propose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// joins are the relations that are proposed between what rows are about and what
// another column names, the first that the ontology allows. body stands for the
// kinds of bodies.
var joins = []struct {
	main, other, word, typ string
	reverse                bool
}{
	{"Program", body, "lead", "leads", true},
	{"Program", body, "partner", "partnerIn", true},
	{"Program", "Partner", "", "worksWith", false},
	{"Program", body, "", "operates", true},
	{body, "Program", "", "participatesIn", false},
	{body, "Partner", "", "worksWith", false},
	{"Partner", body, "", "worksWith", false},
	{body, "MissionArea", "", "responsibleFor", false},
	{body, "Threat", "", "counters", false},
	{body, "Capability", "", "hasCapability", false},
	{body, "Authority", "", "exercises", false},
	{body, body, "partner", "worksWith", false},
	{body, body, "", "partOf", false},
}

const body = "Organization"

// join returns a relation between the main entity and another, nil where none
// fits.
func (p *proposal) join(other *entity) *relation {
	for _, j := range joins {
		if !p.o.Is(p.main.kind, []string{j.main}) || !p.o.Is(other.kind, []string{j.other}) || j.word != "" && !slices.Contains(other.column.words, j.word) {
			continue
		}
		r := &relation{subject: p.main.as, typ: j.typ, object: other.as, skip: true}
		from, to := p.main.kind, other.kind
		if j.reverse {
			r.subject, r.object = r.object, r.subject
			from, to = to, from
		}
		t := p.o.Relation(j.typ)
		if t == nil || !p.o.Is(from, t.Domain) || !p.o.Is(to, t.Range) {
			continue
		}
		if len(t.Verbs) > 0 {
			r.verb = t.Verbs[0].Name
		}
		return r
	}
	return nil
}

// others makes a rule for each further column that names something, and joins it
// and the places to the main entity.
func (p *proposal) others() {
	if p.main == nil {
		return
	}
	for _, x := range p.with(naming) {
		if x == p.main.column {
			continue
		}
		if x.kind == "" { // another name of the same, or of something unknown
			if x.distinct() == x.filled && 10*x.filled >= 5*p.rows && x.split() == "" {
				x.role = aliasing
			} else {
				x.role, x.why = leftOut, "nothing tells what it names"
			}
			continue
		}
		p.other(x)
	}
	p.chain()
	if p.main.kind == "Place" {
		return
	}
	for i := len(p.entities) - 1; i >= 0; i-- {
		if e := p.entities[i]; e.form == "AREA" && !p.whole(e) {
			p.locate(e)
		}
	}
}

func (p *proposal) other(x *part) {
	split := ""
	if x.lists > 0 {
		split = "list"
	} else if s := x.split(); s != "" && s != "," {
		split = s
	}
	if split != "" {
		if p.each != nil {
			x.role, x.why = leftOut, "its cells have several values, and each: takes one such column"
			return
		}
		p.each, p.eachSplit = x, split
	}
	as := x.as
	if x.kind == p.main.kind && latin(x.name) {
		as = strings.Join(words(x.name), "-")
	}
	e := &entity{as: p.as(as), kind: x.kind, name: of(x.name), column: x}
	e.id = p.prefix + "-{" + x.name + "|slug}"
	if x.kind != p.main.kind {
		e.id = p.prefix + "-" + x.as + "-{" + x.name + "|slug}"
	}
	if x.filled < p.rows {
		e.when = []string{x.name}
	}
	r := p.join(e)
	if r == nil {
		x.role, x.why = leftOut, fmt.Sprintf("no relation of the ontology joins the kind %s to what it names", p.main.kind)
		if p.each == x {
			p.each = nil
		}
		return
	}
	r.notes = append(r.notes, fmt.Sprintf("Is %s what the column %q says?", r.typ, x.name))
	if organization(p.o, x.kind) {
		e.match = []string{of(x.name)}
	}
	p.entities = append(p.entities, e)
	p.relations = append(p.relations, r)
}

func latin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r > unicode.MaxLatin1 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
	}) < 0
}

// chain makes a unit part of a division, and that part of a department, where
// each division is in one department, instead of the unit part of both.
func (p *proposal) chain() {
	var above []*relation
	column := map[string]*part{}
	for _, e := range p.entities {
		column[e.as] = e.column
	}
	for _, r := range p.relations {
		if r.subject == p.main.as && r.typ == "partOf" && r.key == "" {
			above = append(above, r)
		}
	}
	slices.SortStableFunc(above, func(a, b *relation) int { return column[b.object].distinct() - column[a.object].distinct() })
	for i := 1; i < len(above); i++ {
		finer, wider := column[above[i-1].object], column[above[i].object]
		if several, _ := p.several(finer.cell, wider.cell); several == 0 && wider.distinct() < finer.distinct() {
			above[i].subject = above[i-1].object
		}
	}
}

// locate joins the main entity to the finest place of a row: to a wider one only
// where the finer is absent.
func (p *proposal) locate(place *entity) {
	typ, verb := "locatedIn", ""
	several, all := p.several(p.rowName, place.column.cell)
	covers := 10*several > 3*all
	if covers {
		typ = "covers"
	}
	t := p.o.Relation(typ)
	if t == nil || !p.o.Is(p.main.kind, t.Domain) {
		return
	}
	if len(t.Verbs) > 0 {
		verb = t.Verbs[0].Name
	}
	r := &relation{subject: p.main.as, typ: typ, verb: verb, object: place.as, absent: p.finer(place), skip: true}
	if covers {
		r.notes = append(r.notes, fmt.Sprintf("Most have more than one %s: it covers them.", place.as))
	}
	p.relations = append(p.relations, r)
}

// finer returns the columns of the places within those of a rule, where that may
// be missing.
func (p *proposal) finer(place *entity) (columns []string) {
	below := false
	for _, e := range p.entities {
		if e.form == "AREA" && below && e.column.filled < p.rows {
			columns = append(columns, e.column.name)
		} else if e.form == "AREA" && below {
			return nil
		}
		below = below || e == place
	}
	return columns
}

// whole reports whether each row has a finer place than those of a rule.
func (p *proposal) whole(place *entity) bool {
	below := false
	for _, e := range p.entities {
		if e.form == "AREA" && below && e.column.filled == p.rows {
			return true
		}
		below = below || e == place
	}
	return false
}

// parents joins rows to the rows above them.
func (p *proposal) parents() {
	for _, x := range p.with(parenting) {
		if p.main == nil {
			x.role, x.why = leftOut, "nothing tells what the rows are"
			continue
		}
		if key := p.keyOf(x); key != nil && p.main.key == "" || key != nil && p.main.key == of(key.name) {
			p.main.key = of(key.name)
			p.relations = append(p.relations, &relation{
				subject: p.main.as, typ: "partOf", object: p.main.as, key: of(x.name), skip: true,
				notes: []string{fmt.Sprintf("%q names the row above by its %q.", x.name, key.name)},
			})
			continue
		}
		if x.most(x.numbers) || !organization(p.o, p.main.kind) {
			x.role, x.why = leftOut, "what it refers to is not in the file"
			continue
		}
		if x.kind == "" || !organization(p.o, x.kind) {
			x.kind, x.as = "Agency", "parent"
		}
		if p.keyed(x) {
			continue
		}
		p.other(x)
	}
}

// keyed leaves a second column out that says of the row above what one before it
// said.
func (p *proposal) keyed(x *part) bool {
	if p.main.key == "" {
		return false
	}
	x.role, x.why = leftOut, "another column says which row is above"
	return true
}

// keyOf returns the column whose values another refers to, nil for none.
func (p *proposal) keyOf(x *part) *part {
	var best *part
	share := 0.8
	for _, c := range p.parts {
		if c != x && c.filled == p.rows && (c.unique(p.rows) || p.main != nil && c == p.main.column) && c.lists == 0 {
			if s := x.within(c.column); s > share || s == share && best == nil {
				best, share = c, s
			}
		}
	}
	return best
}
