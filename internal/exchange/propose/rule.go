package propose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// proposal is a mapping on its way.
type proposal struct {
	*survey
	o      *graph.Ontology
	file   *table.File
	name   string // of the mapping
	prefix string // of ids
	parts  []*part

	main      *entity
	entities  []*entity
	relations []*relation
	dates     []string
	numbers   bool // with a decimal comma
	each      *part
	eachSplit string
	notes     []string // for the author
	repeated  []*part  // dates and words of rows that repeat a name
}

// entity is a rule for entities.
type entity struct {
	as, id, kind, form, name, key string
	when                          []string // columns that must be there
	match                         []string
	aliases, properties           []value
	notes                         []string
	column                        *part
	byPlace                       bool // the id has a place in it, as names recur
}

type value struct{ property, text, split, otherwise, note string }

// relation is a rule for relations.
type relation struct {
	subject, typ, verb, object, key string
	qualifiers                      [][2]string
	from, to                        string
	absent                          []string // columns that must not be there
	skip                            bool
	notes                           []string
}

// decide makes rules of the columns.
func (p *proposal) decide() {
	p.places()
	p.choose()
	p.others()
	p.parents()
	p.details()
	p.extras()
}

func of(name string) string { return "{" + name + "}" }

func (p *proposal) with(r role) (found []*part) {
	for _, x := range p.parts {
		if x.role == r {
			found = append(found, x)
		}
	}
	return found
}

// as returns a name for a rule that no other has.
func (p *proposal) as(want string) string {
	name := want
	for n := 2; slices.ContainsFunc(p.entities, func(e *entity) bool { return e.as == name }); n++ {
		name = fmt.Sprintf("%s-%d", want, n)
	}
	return name
}

// places makes a rule for each level of places.
func (p *proposal) places() {
	list := p.with(placing)
	slices.SortStableFunc(list, func(a, b *part) int {
		if a.level == b.level {
			return a.distinct() - b.distinct()
		}
		return a.level - b.level
	})
	within := ""
	var above *entity
	for i, x := range list {
		if i > 0 && list[i-1].level == x.level && list[i-1].distinct() == x.distinct() && p.rows > 1 && x.distinct() > 1 {
			x.role, x.why = leftOut, fmt.Sprintf("%q names the %s", list[i-1].name, p.levelName(x.level))
			continue
		}
		if x.american() && p.prefix != "us" {
			p.prefix = "us"
			p.notes = append(p.notes, "The states are those of the United States: ids begin with us-, as in the mappings that missiongraph ships.")
		}
		start := p.prefix + "-"
		if p.prefix != "us" {
			start += levels[x.level].as + "-"
		}
		within += "{" + x.name + "|slug}"
		e := &entity{as: p.as(p.levelName(x.level)), id: start + within, kind: "Place", form: "AREA", name: of(x.name), column: x}
		if x.shouts() {
			e.name = "{" + x.name + "|title}"
		}
		if x.filled < p.rows {
			e.when = []string{x.name}
		}
		if above != nil {
			e.when = append(slices.Clone(above.when), e.when...)
			p.relations = append(p.relations, &relation{subject: e.as, typ: "partOf", object: above.as, skip: true})
		}
		p.entities = append(p.entities, e)
		above = e
		within += "-"
	}
}

// levelName is what a rule for places of a level is called.
func (p *proposal) levelName(level int) string {
	if p.prefix == "us" && level > 0 && level < 3 {
		return []string{"state", "county"}[level-1]
	}
	return levels[level].as
}

// shouts reports whether values are in capitals, as ALABAMA.
func (c *column) shouts() bool {
	for _, v := range c.first {
		if len(v) < 4 || strings.IndexFunc(v, unicode.IsLower) >= 0 || strings.IndexFunc(v, unicode.IsUpper) < 0 {
			return false
		}
	}
	return len(c.first) > 0
}

// choose finds the column that names what the rows are about, and makes its rule.
func (p *proposal) choose() {
	names := p.with(naming)
	if len(names) == 0 && len(p.entities) == 0 {
		names = p.desperate()
	}
	if len(names) == 0 {
		if len(p.entities) > 0 { // a list of places
			p.main = p.entities[len(p.entities)-1]
		}
		return
	}
	best := slices.MaxFunc(names, func(a, b *part) int { return a.weight() - b.weight() })
	kind, as := best.kind, best.as
	note := ""
	if kind == "" {
		if kind, as = fileKind(p.file.Name); kind != "" {
			note = "The name of the file tells the kind: is it right?"
		} else {
			kind, as, note = "Agency", "agency", "Nothing tells the kind: this is a guess (docs/ontology.md lists the kinds)."
		}
	}
	best.kind = kind
	e := &entity{as: p.as(as), kind: kind, form: formOf(best.words), name: of(best.name), column: best}
	if note != "" {
		e.notes = append(e.notes, note)
	}
	if best.filled < p.rows && 5*best.filled < 4*p.rows {
		e.when = []string{best.name}
	}
	p.identify(e)
	p.main = e
	p.entities = append(p.entities, e)
}

// formOf returns the form that a column's name speaks of, "" for none.
func formOf(list []string) string {
	if has(list, taskWords) {
		return "TASK_FORCE"
	}
	return ""
}

// weight is how likely a column names what the rows are about.
func (x *part) weight() int {
	w := 2 * x.distinct()
	if x.named {
		w = 3 * x.distinct()
	}
	if x.lists > 0 || x.split() != "" {
		w /= 4
	}
	return w
}

// desperate returns the column of words with the most values, where none says
// that it names anything.
func (p *proposal) desperate() []*part {
	var best *part
	for _, x := range p.parts {
		usable := x.filled > 0 && x.column.named() && x.lists == 0 && !x.most(x.numbers) && !x.most(x.links) && !x.most(x.mails) && x.role != dating
		if usable && (best == nil || x.distinct() > best.distinct()) {
			best = x
		}
	}
	if best == nil {
		for _, x := range p.parts {
			if x.filled > 0 && x.column.named() && x.lists == 0 && (best == nil || x.distinct() > best.distinct()) {
				best = x
			}
		}
	}
	if best == nil {
		return nil
	}
	best.role, best.why = naming, ""
	return []*part{best}
}

// identify chooses the text of the main entity's ids.
func (p *proposal) identify(e *entity) {
	x := e.column
	start := p.prefix + "-"
	if p.prefix == "us" { // places begin so, too
		start += e.as + "-"
	}
	e.id = start + "{" + x.name + "|slug}"
	code := p.code()
	slugs := map[string]bool{}
	for v := range x.values {
		slugs[slug(v)] = true
	}
	switch {
	case code != nil && code.slugged() && len(code.words) > 0 && slices.Contains(code.words, "slug"):
		e.id = start + of(code.name)
	case x.foreign() && code != nil && !slices.ContainsFunc(p.with(parenting), func(y *part) bool { return p.keyOf(y) == nil }):
		e.id = start + "{" + code.name + "|slug}"
		e.notes = append(e.notes, "The names are in another script than Latin, and make long ids: the code is taken.")
	case x.filled == p.rows && len(slugs) == p.rows:
	case code != nil && x.distinct() < x.filled:
		e.id = start + "{" + code.name + "|slug}"
		e.notes = append(e.notes, fmt.Sprintf("%d of %d rows have a name of their own, so that the code tells them apart.", x.distinct(), p.rows))
	default:
		p.byPlace(e)
	}
}

// byPlace puts the place into the id where few names are in several places, as
// the sheriffs of counties of one name are.
func (p *proposal) byPlace(e *entity) {
	for _, place := range p.entities {
		if place.form != "AREA" {
			continue
		}
		several, all := p.several(e.column.cell, place.column.cell)
		if several == 0 || 10*several > 3*all {
			continue
		}
		e.byPlace = true
		e.id = place.id + "-{" + e.column.name + "|slug}"
		e.when = append(slices.Clone(place.when), e.when...)
		e.notes = append(e.notes, fmt.Sprintf("%d names are in more than one %s, so that it is part of the id.", several, place.as))
		return
	}
	if n := e.column.filled - e.column.distinct(); n > 0 {
		e.notes = append(e.notes, fmt.Sprintf("%d rows repeat a name: they say more of the same %s.", n, e.as))
	}
}

// several counts the values of one column, and those of them that stand beside
// more than one value of another.
func (p *proposal) several(of, beside func(row int) string) (several, all int) {
	seen, more := map[string]string{}, map[string]bool{}
	for i := range p.rows {
		v, other := fold(of(i)), fold(beside(i))
		if v == "" || other == "" {
			continue
		}
		if was, ok := seen[v]; ok && was != other {
			more[v] = true
		}
		seen[v] = other
	}
	return len(more), len(seen)
}

// rowName is what tells the main entity of a row from others.
func (p *proposal) rowName(row int) string {
	name := p.main.column.cell(row)
	if name != "" && p.main.byPlace {
		for _, e := range p.entities {
			if e.form == "AREA" && strings.HasPrefix(p.main.id, e.id+"-") {
				name += "\x00" + e.column.cell(row)
			}
		}
	}
	return name
}

// code returns the best column that tells rows apart, nil for none.
func (p *proposal) code() *part {
	var best *part
	for _, x := range p.with(coding) {
		if x.unique(p.rows) && (best == nil || !best.slugged() && x.slugged()) {
			best = x
		}
	}
	return best
}

// slugged reports whether all values may be ids as they are.
func (c *column) slugged() bool {
	for v := range c.values {
		if !graph.IsEntityID(v) {
			return false
		}
	}
	return true
}

// slug is as the function of templates, near enough to see whether ids differ.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.NewReplacer("'", "", "’", "").Replace(fold(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}
