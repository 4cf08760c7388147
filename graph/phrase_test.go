package graph

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPhrases(t *testing.T) {
	for _, tt := range []struct {
		name, article, singular string
		plural                  bool
	}{
		{"ICE", "ICE", "ICE", false},
		{"FBI", "the FBI", "FBI", false},
		{"DHS", "DHS", "DHS", false},
		{"JTTFs", "JTTFs", "JTTF", true},
		{"Department of Homeland Security", "the Department of Homeland Security", "Department of Homeland Security", false},
		{"the homeland", "the homeland", "the homeland", false},
		{"United States", "the United States", "United States", false},
		{"American people", "the American people", "American people", true},
		{"287(g) program", "the 287(g) program", "287(g) program", false},
		{"ICE Attaché corps", "the ICE Attaché corps", "ICE Attaché corps", false},
		{"Joint Terrorism Task Forces", "the Joint Terrorism Task Forces", "Joint Terrorism Task Force", true},
		{"criminal organizations", "criminal organizations", "criminal organization", true},
		{"financial crimes", "financial crimes", "financial crime", true},
		{"customs fraud", "customs fraud", "customs fraud", false},
		{"weapons of mass destruction", "weapons of mass destruction", "weapon of mass destruction", true},
		{"individuals deemed a threat to public safety", "individuals deemed a threat to public safety", "individual deemed a threat to public safety", true},
		{"more than 400 federal statutes", "more than 400 federal statutes", "more than 400 federal statute", true},
		{"our nation's borders", "our nation's borders", "our nation's border", true},
		{"a variety resources and programs", "a variety resources and programs", "a variety resources and programs", false},
		{"state or local law enforcement entity", "a state or local law enforcement entity", "state or local law enforcement entity", false},
		{"integrity of our immigration system", "the integrity of our immigration system", "integrity of our immigration system", false},
		{"Preventing Terrorism (What We Do menu)", "Preventing Terrorism (What We Do menu)", "Preventing Terrorism (What We Do menu)", false},
		{"around the world", "around the world", "around the world", false},
		{"", "", "", false},
		{" ", " ", " ", false},
		{"of", "of", "of", false},
		{"s", "s", "s", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.article, WithArticle(tt.name), "article")
			assert.Equal(t, tt.plural, IsPlural(tt.name), "plural")
			assert.Equal(t, tt.singular, Singular(tt.name), "singular")
		})
	}
}

func TestRenderAgrees(t *testing.T) {
	r := &RelationType{
		Sentence: "{s} is a kind of {o:one}", Passive: "{o} is where {s} operates",
		Verbs: []Verb{{"carries", "{s} carries {o} in {o}", "resources of {o} are used by {s}"}},
	}
	assert.Equal(t, "money laundering is a kind of financial crime", r.Render("", "money laundering", "financial crimes", false))
	assert.Equal(t, "foreign partners are a kind of partner", r.Render("", "foreign partners", "partners", false))
	assert.Equal(t, "prisons are where a local entity operates", r.Render("", "local entity", "prisons", true))
	assert.Equal(t, "teams carry abroad abroad", r.Render("carries", "teams", "abroad", false))
	assert.Equal(t, "resources of the FBI are used by ERO", r.Render("carries", "ERO", "FBI", true))
	assert.Equal(t, "a, b, and c carry d and e in d and e", r.RenderAll("carries", []string{"a", "b", "c"}, []string{"d", "e"}, false))
	partner := &RelationType{Passive: "{o} has {s} as a partner", Sentence: "{s} operates in {o}"}
	assert.Equal(t, "teams have ERO as a partner", partner.RenderAll("", []string{"ERO"}, []string{"teams"}, true))
	assert.Equal(t, "teams have ERO and HSI as partners", partner.RenderAll("", []string{"ERO", "HSI"}, []string{"teams"}, true))
	assert.Equal(t, "ERO operates in its area", partner.Render("", "ERO", "their area", false))
	assert.Equal(t, "teams operate in their area", partner.Render("", "teams", "their area", false))
	assert.Equal(t, "{s} {o} is a kind of {s}", r.Render("", "{s} {o}", "{s}", false), "names are no templates")
}

func TestEnumerate(t *testing.T) {
	assert.Equal(t, "", Enumerate(nil))
	assert.Equal(t, "a and b", Enumerate([]string{"a", "b"}))
	assert.Equal(t, "a, b, and c", Enumerate([]string{"a", "b", "c"}))
	assert.Equal(t, "a and b, and c", Enumerate([]string{"a and b", "c"}))
	assert.Equal(t, "a, b; and c", Enumerate([]string{"a, b", "c"}))
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		value Value
		want  string
	}{
		{Value{Type: Quantity, Number: 20000, Comparator: "approximately"}, "approximately 20,000"},
		{Value{Type: Integer, Integer: -1234567}, "-1,234,567"},
		{Value{Type: Decimal, Number: 1234.5}, "1,234.5"},
		{Value{Type: Integer, Integer: 12}, "12"},
		{Value{Type: Date, Text: "2018-12-04"}, "December 4, 2018"},
		{Value{Type: List, List: []Value{{Type: String, Text: "a"}, {Type: String, Text: "b"}}}, "a and b"},
	} {
		assert.Equal(t, tt.want, tt.value.Words())
	}
}

func BenchmarkRender(b *testing.B) {
	r := &RelationType{Sentence: "{s} works with {o}"}
	b.ReportAllocs()
	for b.Loop() {
		r.Render("", "Joint Terrorism Task Forces", "law enforcement partners within the U.S.", false)
	}
}
