package seed

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// The traps of this text: what is easily read into it and is not there. Each
// test names one.

const pageID, orderID = "ice-what-we-do-page", "missiongraph-order"

// seen is the seed as a reader sees it at a minimum grade: no deprecated facts.
type seen struct {
	Data
	facts []graph.Fact
}

func at(t *testing.T, grade graph.Grade) seen {
	t.Helper()
	s := seen{Data: loaded(t)}
	for _, f := range s.Facts {
		if f.Grade >= grade && f.Rank != graph.Deprecated {
			s.facts = append(s.facts, f)
		}
	}
	return s
}

// of selects facts by subject, type and object; "" is any.
func (s seen) of(subject, typ, object string) []graph.Fact {
	var found []graph.Fact
	for _, f := range s.facts {
		if (subject == "" || f.Subject == subject) && (typ == "" || f.Type == typ) && (object == "" || f.Object == object) {
			found = append(found, f)
		}
	}
	return found
}

func (s seen) entity(t *testing.T, id string) graph.Entity {
	t.Helper()
	i := slices.IndexFunc(s.Entities, func(e graph.Entity) bool { return e.ID == id })
	require.GreaterOrEqual(t, i, 0, id)
	return s.Entities[i]
}

func (s seen) page(t *testing.T) string {
	t.Helper()
	i := slices.IndexFunc(s.Sources, func(x graph.Source) bool { return x.ID == pageID })
	require.GreaterOrEqual(t, i, 0)
	return s.Sources[i].Text
}

func ids(facts []graph.Fact) []string {
	found := []string{}
	for _, f := range facts {
		found = append(found, f.ID)
	}
	return found
}

// words returns every text the seed itself brings in, notes included.
func (s seen) words() []string {
	var all []string
	for _, e := range s.Entities {
		all = append(all, e.ID, e.Name, e.Note)
	}
	for _, f := range s.Facts {
		all = append(all, f.Verb, f.Value.String(), f.Reason, f.Note)
		for _, q := range f.Qualifiers {
			all = append(all, q.Value)
		}
		for _, e := range f.Evidence {
			all = append(all, e.Note)
		}
	}
	return all
}

func TestTrap01NothingSpelledOut(t *testing.T) {
	s := at(t, graph.Editorial)
	for _, expansion := range []string{
		"enforcement and removal", "homeland security investigations", "customs enforcement",
		"federal bureau", "criminal police",
	} {
		assert.NotContains(t, strings.ToLower(s.page(t)), expansion)
		for _, text := range s.words() {
			assert.NotContains(t, strings.ToLower(text), expansion)
		}
	}
	for id, name := range map[string]string{"ice": "ICE", "ero": "ERO", "hsi": "HSI", "fbi": "FBI", "interpol": "INTERPOL"} {
		assert.Equal(t, name, s.entity(t, id).Name)
		assert.Empty(t, s.of(id, graph.AliasProperty, ""), "%s has another name", id)
	}
}

func TestTrap02OrderTermsAreEditorial(t *testing.T) {
	s := at(t, graph.Editorial)
	editorial := map[string]string{}
	for _, f := range s.facts {
		for _, e := range f.Evidence {
			assert.Equal(t, e.Source == orderID, e.Grade == graph.Editorial, f.ID)
		}
		if f.Grade == graph.Editorial {
			assert.False(t, f.IsRelation(), "%s: no relation is editorial", f.ID)
			editorial[f.Subject+" "+f.Type] = f.Value.Text
		}
	}
	assert.Equal(t, map[string]string{
		"law-enforcement-support-center alias": "LESC",
		"joint-terrorism-task-forces alias":    "JTTF",
		"ero label":                            "directorate",
		"hsi label":                            "directorate",
	}, editorial)
	strict := at(t, graph.Contextual)
	for _, term := range []string{"LESC", "JTTF", "directorate"} {
		assert.NotContains(t, strings.ToLower(s.page(t)), strings.ToLower(term))
		for _, f := range strict.facts {
			assert.False(t, strings.EqualFold(term, f.Value.Text), "%s without EDITORIAL", f.ID)
		}
		for _, e := range s.Entities {
			assert.NotContains(t, strings.ToLower(e.Name), strings.ToLower(term))
		}
	}
}

func TestTrap03NoStatedHierarchyAboveOrBelowICE(t *testing.T) {
	want := []string{"ero/partOf/ice", "hsi/partOf/ice", "ice/partOf/dhs"}
	assert.Equal(t, want, ids(at(t, graph.Contextual).of("", "partOf", "")))
	assert.Empty(t, at(t, graph.Construed).of("", "partOf", ""))
	assert.Empty(t, at(t, graph.Stated).of("", "partOf", ""))
}

func TestTrap04OneSectionThreeNames(t *testing.T) {
	s := at(t, graph.Contextual)
	const area = "combating-transnational-crime"
	assert.Equal(t, "Combating Transnational Crime", s.entity(t, area).Name)
	var names []string
	for _, f := range s.of(area, graph.AliasProperty, "") {
		names = append(names, f.Value.Text)
		assert.Equal(t, graph.Contextual, f.Grade, "that it is the same section needs the neighbouring text")
	}
	assert.Contains(t, names, "Combating cross-border criminal activity")
	category := s.of(area, "hasChannel", "")
	require.Len(t, category, 1)
	assert.Equal(t, graph.Contextual, category[0].Grade)
	var menu []string
	for _, f := range s.of(category[0].Object, graph.AliasProperty, "") {
		menu = append(menu, f.Value.Text)
	}
	assert.Equal(t, []string{"Investigating the Illegal Movement of People and Goods"}, menu)
	stated := at(t, graph.Stated)
	assert.Empty(t, stated.of("hsi", "responsibleFor", area), "stated of another name of the area")
}

func TestTrap05AttacheCorpsHasTwoReadings(t *testing.T) {
	d := loaded(t)
	got := map[graph.Reading]string{}
	for _, f := range d.Facts {
		if f.Reading.Group() == "attache" {
			got[f.Reading] = f.ID + " " + f.Rank.String()
			assert.NotEmpty(t, f.Reason)
		}
	}
	assert.Equal(t, map[graph.Reading]string{
		"attache/A": "foreign-law-enforcement-partners/hasMember/ice-attache-corps DEPRECATED",
		"attache/B": "ice/operates:operates/ice-attache-corps PREFERRED",
	}, got)
	assert.Equal(t, []string{"foreign-law-enforcement-partners/hasMember/interpol"},
		ids(at(t, graph.Construed).of("", "hasMember", "")), "a default read does not count ICE's own corps among foreign partners")
}

func TestTrap06DedicatedHasTwoReadings(t *testing.T) {
	d := loaded(t)
	bySubject := map[string]int{}
	for _, f := range d.Facts {
		if f.Reading.Group() == "dedicated" {
			bySubject[string(f.Reading)+" "+f.Rank.String()+" "+f.Subject]++
			assert.Equal(t, graph.Construed, f.Grade)
		}
	}
	assert.Equal(t, map[string]int{
		"dedicated/A PREFERRED hsi":                    6,
		"dedicated/A PREFERRED ero":                    6,
		"dedicated/B DEPRECATED task-force-operations": 6,
	}, bySubject)
	var who []string
	for _, f := range at(t, graph.Contextual).of("", "counters", "war-criminals") {
		if f.Verb == "removes" {
			who = append(who, f.Subject)
		}
	}
	assert.ElementsMatch(t, []string{"ero", "hsi"}, who)
}

func TestTrap07PreventingDoesNotAssertSeeking(t *testing.T) {
	seeks := at(t, graph.Editorial).of("", "seeks", "")
	assert.Len(t, seeks, 12)
	for _, f := range seeks {
		assert.Equal(t, graph.Construed, f.Grade, f.ID)
		assert.Contains(t, f.Evidence[0].Note, "does not assert intent")
	}
	assert.Empty(t, at(t, graph.Stated).of("", "seeks", ""))

	d, err := Default()
	require.NoError(t, err)
	i := slices.IndexFunc(d.Facts, func(f graph.Fact) bool { return f.Type == "seeks" })
	d.Facts[i].Grade, d.Facts[i].Evidence[0].Grade = graph.Stated, graph.Stated
	err = Check(d, testOntology(t)).Err()
	require.Error(t, err, "the check refuses a stated one")
	assert.Contains(t, err.Error(), "facts/page/5-preventing-terrorism.yaml:")
	assert.Contains(t, err.Error(), "a relation of type seeks is never STATED")
}

func TestTrap08RuneAndByteOffsetsDiffer(t *testing.T) {
	s := at(t, graph.Editorial)
	text := s.page(t)
	runes := []rune(text)
	accent := strings.IndexRune(text, 'é')
	require.Positive(t, accent)
	before, after := 0, 0
	check := func(what string, list []graph.Evidence) {
		for _, e := range list {
			if e.Source != pageID {
				continue
			}
			require.Equal(t, e.Quote, string(runes[e.Start:e.End]), what)
			require.Equal(t, e.Line, 1+strings.Count(string(runes[:e.Start]), "\n"), what)
			start := len(string(runes[:e.Start]))
			// Four bullets of three bytes stand above all prose; é adds one more.
			switch {
			case start > accent:
				after++
				assert.Equal(t, 9, start-e.Start, what)
				assert.NotEqual(t, e.Quote, text[e.Start:min(len(text), e.Start+len(e.Quote))], what)
			case e.Line > 13:
				before++
				assert.Equal(t, 8, start-e.Start, what)
			default:
				assert.Equal(t, e.Start, start, what)
			}
		}
	}
	for _, e := range s.Entities {
		check(e.ID, e.Evidence)
	}
	for _, f := range s.Facts {
		check(f.ID, f.Evidence)
	}
	assert.Positive(t, before)
	assert.Positive(t, after)
	corps := s.entity(t, "ice-attache-corps")
	assert.Equal(t, "ICE Attaché corps", corps.Name)
	assert.Equal(t, len("the ICE Attaché corps")-1, corps.Evidence[0].End-corps.Evidence[0].Start)
	assert.Equal(t, "a variety resources and programs", s.entity(t, "variety-of-resources-and-programs").Name, "sic")
	assert.Contains(t, text, "a variety resources and programs")
}

func TestTrap09QuantitiesAreHedged(t *testing.T) {
	got := map[string]string{}
	for _, f := range at(t, graph.Stated).facts {
		if f.Value.Type == graph.Quantity {
			got[f.ID] = f.Value.String()
			assert.NotEmpty(t, f.Value.Comparator, f.ID)
			assert.Contains(t, f.Evidence[0].Quote, f.Value.Comparator)
		}
	}
	assert.Equal(t, map[string]string{
		"ice/workforceSize":      "approximately 20000",
		"federal-statutes/count": "more than 400",
	}, got)
}

func TestTrap10SameWordsOneEntityOtherWordsAnother(t *testing.T) {
	s := at(t, graph.Contextual)
	names := map[string]string{}
	for _, e := range s.Entities {
		other, ok := names[graph.Fold(e.Name)]
		assert.False(t, ok, "%s and %s have one name", other, e.ID)
		names[graph.Fold(e.Name)] = e.ID
	}
	facts := s.of("hsi", "counters", "human-trafficking")
	require.Len(t, facts, 1, "two sentences, one fact")
	require.Len(t, facts[0].Evidence, 2)
	assert.Equal(t, []int{39, 51}, []int{facts[0].Evidence[0].Line, facts[0].Evidence[1].Line})
	assert.NotEqual(t, facts[0].Evidence[0].Note, facts[0].Evidence[1].Note)
	assert.Len(t, s.of("", "threatens", "public-safety"), 3, "lines 19 and 31 name one interest")

	assert.Equal(t, "intellectual property theft", s.entity(t, "intellectual-property-theft").Name)
	assert.Equal(t, "intellectual property crimes", s.entity(t, "intellectual-property-crimes").Name)
	assert.Empty(t, s.of("intellectual-property-theft", "", "intellectual-property-crimes"))
	assert.Empty(t, s.of("intellectual-property-crimes", "", "intellectual-property-theft"))
	assert.Empty(t, s.of("intellectual-property-theft", graph.AliasProperty, ""))
	assert.Empty(t, s.of("intellectual-property-crimes", graph.AliasProperty, ""))
}

func TestTrap11EveryFactNamesItsClaimant(t *testing.T) {
	s := at(t, graph.Editorial)
	publisher := map[string]string{}
	for _, x := range s.Sources {
		publisher[x.ID] = x.Title + ", " + x.Publisher
	}
	assert.Equal(t, map[string]string{
		pageID:  "What We Do, Department of Homeland Security",
		orderID: "The order for this project, missiongraph",
	}, publisher)
	for _, f := range s.Facts {
		require.NotEmpty(t, f.Evidence, f.ID)
		for _, e := range f.Evidence {
			assert.NotEmpty(t, publisher[e.Source], f.ID)
		}
	}
	claims := map[string]string{}
	for _, f := range s.facts {
		for _, q := range f.Qualifiers {
			if q.Name == "standing" || q.Name == "rank" {
				claims[f.ID] = q.Value
			}
		}
	}
	assert.Equal(t, "largest contributor", claims["hsi/contributesTo/joint-terrorism-task-forces"])
	assert.Equal(t, "recognized as essential partners", claims["hsi/partnerIn/task-force-operations"])
	for _, text := range s.words() {
		assert.NotContains(t, text, "premier", "praise is not modelled")
	}
}

func TestTrap12TheSourcesOwnTerms(t *testing.T) {
	s := at(t, graph.Editorial)
	n := 0
	for _, e := range s.Entities {
		if e.Kind == "Subject" {
			n++
			assert.Contains(t, s.page(t), e.Name, "a class of persons is named in the source's words")
			assert.Contains(t, e.Evidence[0].Quote, e.Name)
		}
	}
	assert.Equal(t, 4, n)
	assert.Equal(t, "priority aliens who are incarcerated", s.entity(t, "priority-aliens-incarcerated").Name)
}
