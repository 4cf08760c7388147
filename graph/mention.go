package graph

import (
	"slices"
	"strings"
)

// Mentions are the sentences of the sources that name two entities.
type Mentions struct {
	List     []Mention // by source, then place; at most MaxMentions
	Searched []string  // ids of the sources read, sorted
	Unread   int       // sources that were not read for want of budget
	More     bool      // there are more sentences
}

// Mention is a sentence of a source.
type Mention struct {
	Source string // id
	Sentence
}

// MaxMentions bounds [Mentions.List].
const MaxMentions = 5

// bytesPerUnit is the length of a text that is read for one unit of budget.
const bytesPerUnit = 160

// FindMentions reads the sources for sentences that name both entities, by name
// or another name, compared as [Fold] does. It may spend half of the budget
// that is left. The error has code LIMIT or TIMEOUT, or is the store's.
func FindMentions(v *View, a, b Node) (Mentions, error) {
	var m Mentions
	names := [2][]string{}
	for i, n := range [...]Node{a, b} {
		var err error
		if names[i], err = foldedNames(v, n); err != nil {
			return m, err
		}
	}
	ids, err := v.SourceIDs()
	if err != nil {
		return m, err
	}
	left := v.Budget.Left() / 2
	for i, id := range ids {
		source, ok, err := v.Source(id)
		if err != nil {
			return m, err
		}
		if !ok {
			continue
		}
		cost := 1 + len(source.Text)/bytesPerUnit
		if left -= cost; left < 0 {
			m.Unread = len(ids) - i
			break
		}
		if err := v.Budget.Spend(cost); err != nil {
			return m, err
		}
		m.Searched = append(m.Searched, id)
		m.read(&source, names)
	}
	return m, nil
}

func (m *Mentions) read(s *Source, names [2][]string) {
	for _, sentence := range Sentences(s.Text) {
		words := " " + Fold(sentence.Text) + " "
		in := func(name string) bool { return strings.Contains(words, name) }
		if !slices.ContainsFunc(names[0], in) || !slices.ContainsFunc(names[1], in) {
			continue
		}
		if len(m.List) == MaxMentions {
			m.More = true
			return
		}
		m.List = append(m.List, Mention{s.ID, sentence})
	}
}

// foldedNames returns an entity's names, folded, a space around each. A name
// that says nothing when it is folded is left out.
func foldedNames(v *View, n Node) ([]string, error) {
	info := v.topology.Node(n)
	names := []string{info.Name}
	for _, e := range OfType(info.Out, v.Term(AliasProperty)) {
		if err := v.Budget.Spend(1); err != nil {
			return nil, err
		}
		if e.Rank == Deprecated {
			continue
		}
		f, err := v.Fact(e.Fact)
		if err != nil {
			return nil, err
		}
		names = append(names, f.Value.Text)
	}
	var folded []string
	for _, name := range names {
		if name = Fold(name); name != "" {
			folded = append(folded, " "+name+" ")
		}
	}
	return folded, nil
}
