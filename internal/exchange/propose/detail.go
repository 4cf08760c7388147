package propose

import (
	"fmt"
	"slices"
	"strings"
)

// details gives the main entity its other names and properties.
func (p *proposal) details() {
	e := p.main
	if e == nil {
		return
	}
	if organization(p.o, e.kind) && !e.byPlace {
		e.match = append(e.match, e.name)
	}
	for _, x := range p.with(aliasing) {
		e.aliases = append(e.aliases, value{text: of(x.name), split: p.splitOf(x)})
		if has(x.words, shortWords) && len(e.match) > 0 {
			e.match = append(e.match, of(x.name))
		}
	}
	for _, x := range p.parts {
		p.property(x)
	}
}

func (p *proposal) splitOf(x *part) string {
	if x.lists > 0 {
		return ";"
	}
	return x.split()
}

// property makes one of staff, of what a body is called, and of every column that
// is called as a property.
func (p *proposal) property(x *part) {
	name := ""
	switch {
	case x.role == counting:
		name = "workforceSize"
	case x.role == typing && p.main.kind == "Agency" && !slices.ContainsFunc(p.main.properties, func(v value) bool { return v.property == "classification" }) && (has(x.words, typeWords) || x.kind != ""):
		name = "classification"
	case x.role == typing || x.role == leftOut && x.why == "nothing tells what it is about":
		for _, known := range p.o.Properties {
			if fold(known.Name) == strings.Join(x.words, "") {
				name = known.Name
			}
		}
	}
	known := p.o.Property(name)
	switch {
	case name == "":
		return
	case known == nil || len(known.Kinds) > 0 && !p.o.Is(p.main.kind, known.Kinds):
		x.role, x.why = leftOut, fmt.Sprintf("the kind %s has no property for it", p.main.kind)
		return
	case !known.Many && p.differs(x):
		if x.role == counting {
			x.role, x.why = leftOut, "rows that repeat a name say different things in it"
		}
		return
	}
	if x.commas > 0 {
		p.numbers = true
	}
	x.role = counting
	p.main.properties = append(p.main.properties, value{property: name, text: of(x.name), otherwise: "skip"})
}

// differs reports whether rows about one entity have different values in a column.
func (p *proposal) differs(x *part) bool {
	several, _ := p.several(p.rowName, x.cell)
	return several > 0
}

// extras keeps dates and words of rows with the main entity's first relation
// where each row has a relation of its own, and says so of the others.
func (p *proposal) extras() {
	var first *relation
	for _, r := range p.relations {
		switch {
		case p.main == nil:
		case r.subject == p.main.as && (first == nil || first.subject != p.main.as), r.object == p.main.as && first == nil:
			first = r
		}
	}
	alone := p.main != nil && p.main.column.distinct() == p.main.column.filled
	for _, x := range p.parts {
		if x.role != dating && x.role != typing {
			continue
		}
		switch {
		case x.distinct() == 1 && p.rows > 1:
			x.why = "all rows have the same"
		case first == nil:
			x.why = "no relation is proposed that it could qualify"
		case !alone:
			x.why = "it may be about something more that each row says"
			p.repeated = append(p.repeated, x)
		default:
			p.qualify(first, x)
			continue
		}
		if x.role == dating {
			x.why = "dates, as " + strings.Join(x.layouts, ", ") + ": " + x.why
		}
		x.role = leftOut
	}
}

func (p *proposal) qualify(r *relation, x *part) {
	if x.role == typing {
		r.qualifiers = append(r.qualifiers, [2]string{qualifier(x, "class"), column1(x.name)})
		return
	}
	for _, l := range x.layouts {
		if !slices.Contains(p.dates, l) {
			p.dates = append(p.dates, l)
		}
	}
	if x.ambiguous {
		r.notes = append(r.notes, fmt.Sprintf("Nothing in %q tells day from month: %s is a guess.", x.name, strings.Join(x.layouts, ", ")))
	}
	text := "{?" + x.name + "|date}"
	switch {
	case has(x.words, fromWords) && r.from == "":
		r.from = text
	case has(x.words, untilWords) && r.to == "":
		r.to = text
	default:
		r.qualifiers = append(r.qualifiers, [2]string{qualifier(x, "date"), text})
	}
	r.notes = append(r.notes, fmt.Sprintf("%q is kept with this relation: is it about it?", x.name))
}

// qualifier makes the name of a qualifier of a column's.
func qualifier(x *part, otherwise string) string {
	if !latin(x.name) {
		return otherwise
	}
	for _, w := range x.words {
		if len(w) > 2 {
			return w
		}
	}
	return otherwise
}
