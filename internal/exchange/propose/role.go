package propose

import (
	"strings"

	"missiongraph/graph"
)

// role is what a column is about.
type role int

const (
	leftOut   role = iota
	naming         // names entities of a kind
	placing        // names places of a level
	coding         // an id or number that tells rows apart
	parenting      // says which other row, or which body, a row belongs to
	aliasing       // another name
	typing         // one of few words
	dating
	counting // staff
)

// part is a column with its role.
type part struct {
	*column
	role      role
	why       string // it was left out, or what is to be known of it
	kind, as  string // of a naming one; "" where the name says none
	named     bool   // a naming one whose name says that it names
	level     int    // of a placing one
	layouts   []string
	ambiguous bool
}

// roles decides what each column is about.
func (s *survey) roles(dayFirst bool) []*part {
	list := make([]*part, len(s.columns))
	for i, c := range s.columns {
		list[i] = s.role(c, dayFirst)
	}
	return list
}

func (s *survey) role(c *column, dayFirst bool) *part {
	p := &part{column: c}
	no := func(why string) *part { p.why = why; return p }
	number := c.most(c.numbers)
	switch {
	case c.name == "":
		return no("it has no name to be used by")
	case !c.named():
		return no("its name has characters that templates use")
	case c.filled == 0:
		return no("it is empty")
	case number && has(c.words, staffWords):
		p.role = counting
		return p
	case has(c.words, childWords):
		return no("what is below a row says its own row, too")
	case c.most(c.links):
		return no("an address, which a qualifier of a relation can keep")
	case c.most(c.mails), has(c.words, contactWords) && levelOf(c.words) < 0:
		return no("where it is and how it is reached: the ontology has no property for that")
	case c.counts && c.filled == s.rows && s.rows > 2 && c.last < s.rows+2 && has(c.words, counterWords):
		return no("it counts the rows")
	}
	if p.layouts, p.ambiguous = c.dates(dayFirst); p.layouts != nil {
		p.role = dating
		return p
	}
	if c.lists > 0 && c.lists < c.filled {
		return no("some cells are lists, and some are not")
	}
	return s.text(p, number)
}

// text decides for columns of words and codes.
func (s *survey) text(p *part, number bool) *part {
	c := p.column
	kind, as := kindOf(c.words)
	p.kind, p.as, p.level = kind, as, levelOf(c.words)
	last := func(v *vocabulary) bool { return len(c.words) > 0 && v.has(c.words[len(c.words)-1]) }
	switch {
	case has(c.words, parentWords):
		p.role = parenting
	case has(c.words, shortWords) && !number && c.average() < 30, has(c.words, aliasWords) && has(c.words, nameWords) && !number,
		len(c.words) == 1 && has(c.words, aliasWords) && !number:
		p.role = aliasing
	case number && has(c.words, dateWords) && c.longest == 4: // years
		p.role = typing
	case number && !has(c.words, idWords):
		p.why = "numbers: the ontology has no property for them"
	case has(c.words, idWords) && !last(nameWords) && (c.unique(s.rows) || number || c.average() < 12 || last(idWords)) && !(p.level >= 0 && !last(idWords)):
		p.role = coding
	case has(c.words, textWords) || c.average() > 120:
		p.why = "long text: the source keeps it, the ontology has no property for it"
	case has(c.words, typeWords) && !c.unique(s.rows):
		p.role = typing
	case p.level >= 0 && !(kind != "" && c.kindLast()):
		p.role = placing
	case kind != "" || has(c.words, nameWords):
		p.role, p.named = naming, has(c.words, nameWords)
	case number:
		p.why = "numbers: the ontology has no property for them"
	case s.rows > 4 && 3*c.distinct() < c.filled:
		p.role = typing
	default:
		p.why = "nothing tells what it is about"
	}
	return p
}

// kindLast reports whether the last word of a name that tells anything tells a
// kind, and not a level of places.
func (c *column) kindLast() bool {
	for i := len(c.words) - 1; i >= 0; i-- {
		one := c.words[i : i+1]
		if kind, _ := kindOf(one); kind != "" {
			return true
		}
		if levelOf(one) >= 0 {
			return false
		}
	}
	return false
}

// column1 is the template of a column whose cell may be empty.
func column1(name string) string { return "{?" + name + "}" }

// organization reports whether a kind is one of bodies that act.
func organization(o *graph.Ontology, kind string) bool { return o.Is(kind, []string{"Organization"}) }

// fileKind guesses what the rows are from the name of the file.
func fileKind(name string) (kind, as string) {
	name = strings.TrimSuffix(name, ".gz")
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	list := words(strings.ReplaceAll(name, "_", " "))
	for i, w := range list {
		list[i] = strings.TrimSuffix(w, "s")
		if strings.HasSuffix(w, "ies") {
			list[i] = strings.TrimSuffix(w, "ies") + "y"
		}
	}
	return kindOf(list)
}
