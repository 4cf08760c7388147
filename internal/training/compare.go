package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// Comparison tells what entities have in common, by relation type.
type Comparison struct {
	Entities []string `json:"entities"` // ids, at least two
	Names    []string `json:"names"`
	Rows     []Row    `json:"rows"` // those of the same first, then those that differ, then by relation
	Receipt  Receipt  `json:"receipt"`
}

// Row is a relation type with what each entity has of it.
type Row struct {
	Relation string   `json:"relation"` // in words, as "investigates"
	Cells    [][]Cell `json:"cells"`    // for each entity; empty where no source says anything
	Verdict  string   `json:"verdict"`  // SAME, DIFFERENT, or UNKNOWN where a source is silent on one
}

// Cell is an entity at the far end.
type Cell struct {
	Text  string `json:"text"`
	Grade string `json:"grade"`
	Fact  string `json:"fact"`
}

func (b *bank) compare(list []graph.Node) (*Comparison, error) {
	c := Comparison{Rows: []Row{}}
	var facts []*graph.Fact
	rows := map[string]*Row{}
	var order []string
	for i, n := range list {
		info := b.t.Node(n)
		c.Entities, c.Names = append(c.Entities, info.ID), append(c.Names, info.Name)
		add := func(edges []graph.Edge, passive bool) error {
			for j := range edges {
				e := &edges[j]
				if !b.askable(e) {
					continue
				}
				f, err := b.fact(e.Fact)
				if err != nil {
					return err
				}
				name := relationWords(b.types[e.Type], f.Verb, passive && !b.types[e.Type].Symmetric)
				row := rows[name]
				if row == nil {
					row = &Row{Relation: name, Cells: make([][]Cell, len(list))}
					rows[name], order = row, append(order, name)
				}
				row.Cells[i] = append(row.Cells[i], Cell{b.name(e.Other), f.Grade.String(), f.ID})
				facts = append(facts, f)
			}
			return nil
		}
		if err := add(info.Out, false); err != nil {
			return nil, err
		}
		if err := add(info.In, true); err != nil {
			return nil, err
		}
	}
	slices.Sort(order)
	for _, name := range order {
		rows[name].judge()
		c.Rows = append(c.Rows, *rows[name])
	}
	slices.SortStableFunc(c.Rows, func(x, y Row) int { return slices.Index(verdicts, x.Verdict) - slices.Index(verdicts, y.Verdict) })
	var err error
	c.Receipt, err = b.receipt(facts...)
	return &c, err
}

// verdicts, in the order of rows.
var verdicts = []string{"SAME", "DIFFERENT", "UNKNOWN"}

// judge tells whether all cells are the same. A source that is silent does not
// say that there is none.
func (r *Row) judge() {
	var first []string
	r.Verdict = "SAME"
	for i, cells := range r.Cells {
		if r.Cells[i] == nil {
			r.Cells[i] = []Cell{}
		}
		var texts []string
		for _, c := range cells {
			texts = append(texts, c.Text)
		}
		slices.Sort(texts)
		switch {
		case len(texts) == 0:
			r.Verdict = "UNKNOWN"
			first = nil
		case i == 0:
			first = texts
		case r.Verdict == "SAME" && !slices.Equal(texts, first):
			r.Verdict = "DIFFERENT"
		}
	}
}

// relationWords names a relation as it is read from one side.
func relationWords(r *graph.RelationType, verb string, passive bool) string {
	switch {
	case passive:
		words := spaced(r.Inverse)
		if verb != "" {
			words += " (" + verb + ")"
		}
		return words
	case r.Verb(verb) != nil:
		return verb
	}
	return spaced(r.Name)
}

// spaced turns partOf into "part of".
func spaced(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
