package training

import (
	"fmt"

	"missiongraph/graph"
)

// Format names the form of a pack, with its version.
const Format = "missiongraph.training/1"

// Pack is a set of training material for one scope at one revision.
type Pack struct {
	Format   string         `json:"format"`
	Title    string         `json:"title"`
	Audience string         `json:"audience,omitempty"`
	Scope    string         `json:"scope"` // in words
	Revision graph.Revision `json:"revision"`
	Lens     Lens           `json:"lens"`
	Seed     uint64         `json:"seed"`
	Branding *Branding      `json:"branding,omitempty"`

	Glossary    []Term       `json:"glossary"`    // by term
	Sheets      []Sheet      `json:"sheets"`      // by entity's name
	Comparisons []Comparison `json:"comparisons"` // one, or none where fewer than two entities are compared
	Timeline    []Event      `json:"timeline"`    // by date
	Questions   []Question   `json:"questions"`   // in the order to be asked
	Sources     []Source     `json:"sources"`     // that are cited, by id
}

// Lens is how the graph was seen.
type Lens struct {
	MinGrade   string   `json:"minGrade"`
	ValidAt    string   `json:"validAt,omitempty"`
	Readings   []string `json:"readings,omitempty"`
	Deprecated bool     `json:"deprecated,omitempty"`
}

func lensOf(l *graph.Lens) Lens {
	out := Lens{MinGrade: l.Grade().String(), ValidAt: l.ValidAt, Deprecated: l.Deprecated}
	for _, r := range l.Readings {
		out.Readings = append(out.Readings, string(r))
	}
	return out
}

// key tells lenses apart.
func (l *Lens) key() string {
	return fmt.Sprintf("%s|%s|%q|%t", l.MinGrade, l.ValidAt, l.Readings, l.Deprecated)
}

// Lens returns the lens, to see another revision as this was seen.
func (l Lens) Lens() graph.Lens {
	out := graph.Lens{ValidAt: l.ValidAt, Deprecated: l.Deprecated}
	out.MinGrade, _ = graph.ParseGrade(l.MinGrade)
	for _, r := range l.Readings {
		out.Readings = append(out.Readings, graph.Reading(r))
	}
	return out
}

// Source is a document that the pack cites.
type Source struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Publisher  string `json:"publisher,omitempty"`
	ReviewedOn string `json:"reviewedOn,omitempty"`
	URL        string `json:"url,omitempty"`
	SHA256     string `json:"sha256"`
}

// Citation is a place in a source.
type Citation struct {
	Source string `json:"source"`
	Title  string `json:"title"`
	Line   int    `json:"line"`
	Quote  string `json:"quote"` // verbatim
}

// Proof is a fact that an item rests on, as it was.
type Proof struct {
	Fact      string     `json:"fact"`  // id of a fact; of an entity where its name is what is cited
	Grade     string     `json:"grade"` // of the fact
	Sentence  string     `json:"sentence"`
	From      string     `json:"from,omitempty"` // the days between which the fact holds; "" where they are open
	Until     string     `json:"until,omitempty"`
	Citations []Citation `json:"citations"` // at least one
}

// Denial is a statement that must be false: that the subject has anything to
// do with the object.
type Denial struct {
	Subject string `json:"subject"` // entity ids
	Object  string `json:"object"`
}

// Sole says that an entity has exactly so many relations of a type, or values of
// a property, whatever the lens: an answer is the only one.
type Sole struct {
	Entity  string `json:"entity"`
	Type    string `json:"type"`
	Passive bool   `json:"passive,omitempty"` // the entity is the object
	Count   int    `json:"count"`
}

// Under says that words stand under one heading of a source, and nowhere else in
// it.
type Under struct {
	Words   string `json:"words"`
	Source  string `json:"source"`
	Heading string `json:"heading"`
}

// Uncalled says that an entity does not have a name.
type Uncalled struct {
	Entity string `json:"entity"`
	Name   string `json:"name"`
}

// Receipt is what proves an item.
type Receipt struct {
	Revision graph.Revision `json:"revision"`
	Lens     Lens           `json:"lens"`
	Query    string         `json:"query"`  // GraphQL that answers the facts
	Proofs   []Proof        `json:"proofs"` // by fact
	False    []Denial       `json:"false,omitempty"`
	Sole     []Sole         `json:"sole,omitempty"`
	Under    []Under        `json:"under,omitempty"`
	Uncalled []Uncalled     `json:"uncalled,omitempty"`
}

// Item is anything of a pack that has a receipt.
type Item struct {
	Name    string // as "question q7"
	Receipt *Receipt
}

// Items lists what a pack holds, in its order.
func (p *Pack) Items() []Item {
	var list []Item
	for i := range p.Glossary {
		list = append(list, Item{"term " + p.Glossary[i].Entity, &p.Glossary[i].Receipt})
	}
	for i := range p.Sheets {
		list = append(list, Item{"sheet " + p.Sheets[i].Entity, &p.Sheets[i].Receipt})
	}
	for i := range p.Comparisons {
		list = append(list, Item{"comparison", &p.Comparisons[i].Receipt})
	}
	for i := range p.Timeline {
		list = append(list, Item{"event " + p.Timeline[i].ID, &p.Timeline[i].Receipt})
	}
	for i := range p.Questions {
		list = append(list, Item{"question " + p.Questions[i].ID, &p.Questions[i].Receipt})
	}
	return list
}
