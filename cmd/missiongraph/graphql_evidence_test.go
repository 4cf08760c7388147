package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every fact, entity and alias of the seed shows where it comes from, and the
// words stand there: counted in code points, on the line given, between the
// prefix and the suffix.
func TestEveryQuoteStandsInItsSource(t *testing.T) {
	s := serveSeed(t)
	type evidence struct {
		Quote, Prefix, Suffix, Grade string
		Start, End, Line             int
		Source                       struct{ ID, Text string }
	}
	type quoted struct {
		ID, Grade string
		Evidence  []evidence
	}
	grades := map[string]int{"STATED": 4, "CONSTRUED": 3, "CONTEXTUAL": 2, "EDITORIAL": 1}
	texts := map[string][]rune{}
	check := func(x quoted) {
		assert.NotEmpty(t, x.Evidence, x.ID)
		best := 0
		for _, e := range x.Evidence {
			text := texts[e.Source.ID]
			if !assert.True(t, 0 <= e.Start && e.Start < e.End && e.End <= len(text), "%s: %d to %d", x.ID, e.Start, e.End) {
				continue
			}
			assert.Equal(t, e.Quote, string(text[e.Start:e.End]), x.ID)
			assert.Equal(t, e.Prefix, string(text[max(0, e.Start-len([]rune(e.Prefix))):e.Start]), x.ID)
			assert.Equal(t, e.Suffix, string(text[e.End:min(len(text), e.End+len([]rune(e.Suffix)))]), x.ID)
			line := 1
			for _, r := range text[:e.Start] {
				if r == '\n' {
					line++
				}
			}
			assert.Equal(t, line, e.Line, x.ID)
			best = max(best, grades[e.Grade])
		}
		assert.Equal(t, best, grades[x.Grade], "%s: the grade is that of the strongest quote", x.ID)
	}

	var sources struct {
		Sources struct{ Nodes []struct{ ID, Text string } }
	}
	s.post(t, `{ sources { nodes { id text } } }`, "").into(t, &sources)
	for _, x := range sources.Sources.Nodes {
		texts[x.ID] = []rune(x.Text)
	}
	require.Len(t, texts, 2)

	const quotes = `id grade evidence { quote prefix suffix grade start end line source { id } }`
	type page struct {
		TotalCount int
		Nodes      []quoted
	}
	var data struct {
		View struct {
			Facts    page
			Entities struct {
				TotalCount int
				Nodes      []struct {
					quoted
					Aliases []quoted
				}
			}
		}
	}
	s.post(t, `{ view(lens: {minGrade: EDITORIAL, deprecated: true}) {
		facts(first: 1000) { totalCount nodes { `+quotes+` } }
		entities(first: 1000) { totalCount nodes { `+quotes+` aliases { id: text grade evidence { quote prefix suffix grade start end line source { id } } } } }
	} }`, "").into(t, &data)
	facts, entities := data.View.Facts, data.View.Entities
	require.Len(t, facts.Nodes, facts.TotalCount)
	require.Len(t, entities.Nodes, entities.TotalCount)
	require.Equal(t, 256, facts.TotalCount)
	require.Equal(t, 127, entities.TotalCount)
	for _, f := range facts.Nodes {
		check(f)
	}
	for _, e := range entities.Nodes {
		check(e.quoted)
		for _, a := range e.Aliases {
			check(a)
		}
	}

	// The facts of a source come in order of their first quote in it.
	var of struct {
		Source struct{ Facts page }
	}
	s.post(t, `{ source(id: "ice-what-we-do-page") { facts(first: 1000) { nodes { `+quotes+` } } } }`, "").into(t, &of)
	last := 0
	for _, f := range of.Source.Facts.Nodes {
		first := 1 << 30
		for _, e := range f.Evidence {
			if e.Source.ID == "ice-what-we-do-page" {
				first = min(first, e.Start)
			}
		}
		assert.GreaterOrEqual(t, first, last, f.ID)
		last = first
	}
}

// Coverage says of each sentence which facts quote it, and of each fact's quote
// there is a sentence that says so.
func TestCoverageAgreesWithTheEvidence(t *testing.T) {
	s := serveSeed(t)
	var data struct {
		Source struct {
			Coverage struct {
				Total, Used int
				Sentences   []struct {
					Text       string
					Start, End int
					Used       bool
					Facts      []struct{ ID string }
				}
			}
			Facts struct {
				Nodes []struct {
					ID       string
					Evidence []struct {
						Start, End int
						Source     struct{ ID string }
					}
				}
			}
		}
	}
	s.post(t, `{ source(id: "ice-what-we-do-page") {
		coverage { total used sentences { text start end used facts { id } } }
		facts(first: 1000) { nodes { id evidence { start end source { id } } } }
	} }`, "").into(t, &data)
	c := data.Source.Coverage
	require.Len(t, c.Sentences, c.Total)
	listed := map[[2]any]bool{}
	used := 0
	for i, x := range c.Sentences {
		if x.Used {
			used++
		}
		for _, f := range x.Facts {
			assert.True(t, x.Used)
			assert.False(t, listed[[2]any{i, f.ID}], "listed twice")
			listed[[2]any{i, f.ID}] = true
		}
	}
	assert.Equal(t, used, c.Used)
	touching := 0
	for i, x := range c.Sentences {
		for _, f := range data.Source.Facts.Nodes {
			for _, e := range f.Evidence {
				if e.Source.ID == "ice-what-we-do-page" && e.Start < x.End && x.Start < e.End {
					assert.True(t, listed[[2]any{i, f.ID}], "%s and %q", f.ID, x.Text)
					touching++
					break
				}
			}
		}
	}
	assert.Len(t, listed, touching)
}
