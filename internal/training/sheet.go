package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// Sheet is what the graph tells about an entity, as text.
type Sheet struct {
	Entity   string     `json:"entity"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`     // its label
	Sections []Section  `json:"sections"` // at least one
	Notes    []Citation `json:"notes"`    // footnotes, from 1
	Receipt  Receipt    `json:"receipt"`
}

// Section is a paragraph under a heading.
type Section struct {
	Heading   string     `json:"heading"`
	Sentences []Sentence `json:"sentences"` // at least one
}

// Sentence is a sentence with its footnotes.
type Sentence struct {
	Text  string   `json:"text"`
	Notes []int    `json:"notes"` // numbers of footnotes, from 1; at least one
	Facts []string `json:"facts"` // ids
}

// Headings of a sheet, in order.
var headings = []string{"What it is", "What it does", "With whom", "Under which authority", "What is said of it"}

// pluralHeading turns headings to several: "What they are".
var pluralHeading = strings.NewReplacer("it is", "they are", "it does", "they do", "of it", "of them")

const (
	whatIs = iota
	whatDoes
	withWhom
	authority
	saidOf
)

// statement is what one sentence tells: facts that are alike but for the far
// end.
type statement struct {
	section int
	passive bool
	grade   graph.Grade
	reading bool
	facts   []*graph.Fact
	far     []string
}

// certainty orders statements: what is stated is told first, what holds on one
// reading last.
func (x *statement) certainty() int {
	if x.reading {
		return 0
	}
	return int(x.grade)
}

func (b *bank) sheets() ([]Sheet, error) {
	list := make([]Sheet, 0, len(b.scope.Nodes))
	for _, n := range b.scope.Nodes {
		s, err := b.sheet(n)
		if err != nil {
			return nil, err
		}
		if s != nil {
			list = append(list, *s)
		}
	}
	return list, nil
}

// sheet returns nil for an entity of which nothing can be told.
func (b *bank) sheet(n graph.Node) (*Sheet, error) {
	info := b.t.Node(n)
	var list []statement
	for _, side := range []struct {
		edges   []graph.Edge
		passive bool
	}{{info.Out, false}, {info.In, true}} {
		for i := range side.edges {
			if e := &side.edges[i]; e.Grade >= graph.Contextual && b.v.Shows(e) {
				if err := b.state(&list, n, e, side.passive); err != nil {
					return nil, err
				}
			}
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(x, y statement) int { return y.certainty() - x.certainty() })
	s := &Sheet{Entity: info.ID, Name: info.Name, Kind: b.label(b.t.Terms().Name(info.Kind))}
	var facts []*graph.Fact
	for section, heading := range headings {
		if graph.IsPlural(info.Name) {
			heading = pluralHeading.Replace(heading)
		}
		out := Section{Heading: heading}
		var told []clause
		for i := range list {
			if list[i].section == section {
				told = append(told, b.clause(&list[i], info.Name))
				facts = append(facts, list[i].facts...)
			}
		}
		for _, x := range paragraph(told, info.Name) {
			sentence, err := b.noted(s, x)
			if err != nil {
				return nil, err
			}
			out.Sentences = append(out.Sentences, sentence)
		}
		if len(out.Sentences) > 0 {
			s.Sections = append(s.Sections, out)
		}
	}
	var err error
	s.Receipt, err = b.receipt(facts...)
	return s, err
}

// state puts a fact to the statement it belongs to. What only repeats the name
// is left out.
func (b *bank) state(list *[]statement, n graph.Node, e *graph.Edge, passive bool) error {
	f, err := b.fact(e.Fact)
	if err != nil {
		return err
	}
	name := b.name(n)
	next := statement{passive: passive, grade: f.Grade, reading: f.Reading != "", facts: []*graph.Fact{f}}
	if e.Other == 0 {
		if f.Type == graph.LabelProperty || strings.Contains(strings.ToLower(name), strings.ToLower(f.Value.Words())) {
			return nil
		}
		*list = append(*list, next)
		return nil
	}
	r := b.types[e.Type]
	if r == nil {
		return nil
	}
	if passive && r.Symmetric {
		next.passive = false
	}
	far := b.t.Node(e.Other)
	next.far = []string{far.Name}
	next.section = b.section(r, b.t.Terms().Name(far.Kind), next.passive)
	for i := range *list {
		x := &(*list)[i]
		if y := x.facts[0]; len(x.far) > 0 && y.Type == f.Type && y.Verb == f.Verb && x.passive == next.passive && x.grade == f.Grade && x.section == next.section && x.reading == next.reading {
			if !slices.Contains(x.far, far.Name) {
				x.far = append(x.far, far.Name)
			}
			x.facts = append(x.facts, f)
			return nil
		}
	}
	*list = append(*list, next)
	return nil
}

func (b *bank) section(r *graph.RelationType, kind string, passive bool) int {
	switch {
	case r.Transitive && !passive:
		return whatIs
	case passive:
		return saidOf
	case kind == "Authority":
		return authority
	case b.v.Ontology.Is(kind, []string{"Organization"}):
		return withWhom
	}
	return whatDoes
}

// noted gives a sentence its footnotes.
func (b *bank) noted(s *Sheet, x clause) (Sentence, error) {
	out := Sentence{Text: x.text}
	for _, f := range x.facts {
		out.Facts = append(out.Facts, f.ID)
		cited, err := b.citations(f.Evidence)
		if err != nil {
			return out, err
		}
		for _, c := range cited {
			at := slices.Index(s.Notes, c)
			if at < 0 {
				at = len(s.Notes)
				s.Notes = append(s.Notes, c)
			}
			if !slices.Contains(out.Notes, at+1) {
				out.Notes = append(out.Notes, at+1)
			}
		}
	}
	slices.Sort(out.Notes)
	return out, nil
}
