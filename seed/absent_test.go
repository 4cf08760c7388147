package seed

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

// What is not in the text, so that no strict question may find it. Expansions
// of the acronyms are TestTrap01, "directorate" is TestTrap02.

func (s seen) kind(kind, form string) []string {
	found := []string{}
	for _, e := range s.Entities {
		if e.Kind == kind && (form == "" || e.Form == form) {
			found = append(found, e.ID)
		}
	}
	return found
}

func TestAbsentStatuteNames(t *testing.T) {
	s := at(t, graph.Editorial)
	assert.Equal(t, []string{
		"administrative-arrest-authority", "broad-investigative-authorities", "delegated-authority",
		"federal-statutes", "immigration-and-trade-based-authorities",
	}, s.kind("Authority", ""))
	named := regexp.MustCompile(`(?i)\bsection\s+\d|§|\bU\.S\.C\b|\b[A-Z]\w+ Act\b|\btitle\s+\d`)
	for _, text := range append(s.words(), s.page(t)) {
		assert.False(t, named.MatchString(text), text)
	}
	assert.Empty(t, s.of("287g", "enforces", ""))
	assert.Empty(t, s.of("federal-statutes", "", "287g"))
}

func TestAbsentPersonsPostsOfficesCitiesBudgets(t *testing.T) {
	s := at(t, graph.Editorial)
	assert.Empty(t, s.kind("Office", ""))
	assert.Equal(t, []string{
		"analysts", "deportation-officers", "ice-agents", "ice-officers", "ice-workforce", "professional-staff", "special-agents",
	}, s.kind("Role", ""), "bodies of staff, no posts")
	for _, f := range s.facts {
		assert.NotEqual(t, "locality", f.Type)
	}
	for _, text := range s.words() {
		assert.NotRegexp(t, `(?i)\$\s*\d|\bbudget|\bdirector\b|\bsecretary\b|\bdollars?\b`, text)
	}
	assert.NotRegexp(t, `(?i)\$\s*\d|\bbudget|\bdirector\b|\bsecretary\b`, s.page(t))
}

func TestAbsentOtherCountries(t *testing.T) {
	s := at(t, graph.Editorial)
	assert.Equal(t, []string{
		"abroad", "around-the-world", "interior-of-the-country", "state-or-local-jurisdictions", "the-border", "united-states",
	}, s.kind("Place", "AREA"))
	assert.Equal(t, []string{"prisons-and-jails"}, s.kind("Place", "FACILITY"))
}

func TestAbsentSentenceOfBelonging(t *testing.T) {
	s := at(t, graph.Editorial)
	for _, f := range s.of("", "partOf", "") {
		for _, e := range f.Evidence {
			assert.NotContains(t, e.Quote, "part of")
			assert.Equal(t, graph.Contextual, e.Grade)
		}
	}
	assert.NotRegexp(t, `(ERO|HSI|ICE) (is|are) (a |an )?(part|component|division|unit|directorate|agency)\b`, s.page(t))
}

func TestAbsentWhoRunsThe287gProgram(t *testing.T) {
	s := at(t, graph.Editorial)
	var into []string
	for _, f := range s.of("", "", "287g") {
		into = append(into, f.ID+" "+f.Grade.String())
	}
	assert.Equal(t, []string{"ero/uses/287g CONTEXTUAL"}, into)
	assert.Empty(t, at(t, graph.Construed).of("", "", "287g"))
	for _, typ := range []string{"operates", "leads", "partOf"} {
		assert.Empty(t, s.of("287g", typ, ""))
	}
}

func TestAbsentDatesButTheReview(t *testing.T) {
	s := at(t, graph.Editorial)
	var dates []string
	for _, f := range s.Facts {
		assert.Empty(t, f.ValidFrom+f.ValidTo, f.ID)
		if f.Value.Type == graph.Date {
			dates = append(dates, f.ID+" "+f.Value.Text)
		}
	}
	assert.Equal(t, []string{"ice-what-we-do/lastReviewed 2018-12-04"}, dates)
	years := regexp.MustCompile(`\b(19|20)\d\d\b`).FindAllString(s.page(t), -1)
	assert.Equal(t, []string{"2018"}, slices.Compact(years))
	assert.True(t, strings.HasSuffix(s.page(t), "12/04/2018"))
}
