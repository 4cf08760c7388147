package training

import (
	"cmp"
	"fmt"
	"slices"

	"missiongraph/graph"
)

// Event is something with a date.
type Event struct {
	ID      string  `json:"id"` // "e1" and so on, by date
	Date    string  `json:"date"`
	Text    string  `json:"text"`
	Receipt Receipt `json:"receipt"`
}

// timeline lists the dated facts of the scope: from when and until when they
// hold, and attributes that are dates.
func (b *bank) timeline() ([]Event, error) {
	list := []Event{}
	seen := map[graph.FactNum]bool{}
	for _, n := range b.scope.Nodes {
		info := b.t.Node(n)
		for _, edges := range [][]graph.Edge{info.Out, info.In} {
			for i := range edges {
				e := &edges[i]
				p := b.v.Ontology.Property(b.t.Terms().Name(e.Type))
				if seen[e.Fact] || e.Grade < graph.Contextual || !e.Dated && (p == nil || p.Type != graph.Date) || !b.v.Shows(e) {
					continue
				}
				seen[e.Fact] = true
				events, err := b.events(e.Fact)
				if err != nil {
					return nil, err
				}
				list = append(list, events...)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Event) int { return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Text, y.Text)) })
	for i := range list {
		list[i].ID = fmt.Sprintf("e%d", i+1)
	}
	return list, nil
}

func (b *bank) events(n graph.FactNum) ([]Event, error) {
	f, err := b.fact(n)
	if err != nil {
		return nil, err
	}
	r, err := b.receipt(f)
	if err != nil {
		return nil, err
	}
	var list []Event
	if f.Value.Type == graph.Date {
		list = append(list, Event{Date: f.Value.Text, Text: b.sentence(f), Receipt: r})
	}
	if f.ValidFrom != "" {
		list = append(list, Event{Date: f.ValidFrom, Text: "From this day: " + b.sentence(f), Receipt: r})
	}
	if f.ValidTo != "" {
		list = append(list, Event{Date: f.ValidTo, Text: "Until this day: " + b.sentence(f), Receipt: r})
	}
	return list, nil
}
