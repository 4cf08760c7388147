package exchange

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/schema"
)

// TestSchemaHasEveryKey compares docs/mapping.schema.json with what is read.
func TestSchemaHasEveryKey(t *testing.T) {
	text, err := os.ReadFile("../../docs/mapping.schema.json")
	require.NoError(t, err)
	var doc any
	require.NoError(t, json.Unmarshal(text, &doc))
	found := map[string]bool{"not": true, "matches": true}
	var visit func(x any)
	visit = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			if properties, ok := x["properties"].(map[string]any); ok {
				for name, below := range properties {
					found[name] = true
					visit(below)
				}
			}
			for name, below := range x {
				if name != "properties" {
					visit(below)
				}
			}
		case []any:
			for _, below := range x {
				visit(below)
			}
		}
	}
	visit(doc)
	want := map[string]bool{"not": true, "matches": true}
	for key := range keysOf(Mapping{}) {
		want[key] = true
	}
	assert.Equal(t, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(found)))
}

const sound = "mapping: m\nsource: {publisher: P}\nentities:\n- {as: a, id: '{A|slug}', kind: Agency, name: '{A}'}\n"

func TestMappingProblems(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"sound", sound, ""},
		{"unknown key", sound + "relationz: []\n", `m.yaml:5:1: unknown key "relationz" (did you mean "relations"?)`},
		{"unknown key within", strings.Replace(sound, "as: a,", "as: a, nam: x,", 1), `m.yaml:4:11: unknown key "nam" (did you mean "name"?)`},
		{"no name", strings.Replace(sound, "mapping: m", "about: m", 1), "m.yaml: a mapping needs a name: mapping: NAME, of lower-case letters, digits and hyphens"},
		{"no publisher", strings.Replace(sound, "publisher", "title", 1), "m.yaml: the source needs a publisher: source: {publisher: ...}"},
		{"anchor", strings.Replace(sound, "{publisher: P}", "&x {publisher: P}", 1), "m.yaml:2:9: found an anchor or alias, which these files do not use"},
		{"bomb", "a: " + strings.Repeat("[", 1e5), "m.yaml: the file is nested too deeply to be read"},
		{"ladder", strings.Repeat("- ", 1e5), "m.yaml: the file is nested too deeply to be read"},
		{"too large", strings.Repeat("# x\n", 1e6), "m.yaml: the file has 4000000 bytes; at most 1048576"},
		{"not YAML", "a: [", "m.yaml:1:4: "},
		{"wrong end", sound + "relations:\n- {subject: a, type: partOf, object: aa}\n", `m.yaml:6:38: unknown entity "aa": expected a (did you mean "a"?)`},
		{"no key to find by", sound + "relations:\n- {subject: a, type: partOf, object: {entity: a, key: '{B}'}}\n", `m.yaml:6:55: the entity "a" has no key to be found by (give it key: a text with columns)`},
		{"abstract", strings.Replace(sound, "Agency", "Organization", 1), "m.yaml:4:33: kind Organization is abstract: it has no entities of its own"},
		{"two of a name", sound + "- {as: a, id: '{A|slug}', kind: Agency, name: '{A}'}\n", `m.yaml:5:8: two entities are called "a"`},
		{"a wrong expression", strings.Replace(sound, "as: a,", "as: a, when: {A: {matches: '('}},", 1), "m.yaml:4:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := LoadMapping("m.yaml", []byte(test.in), schema.Ontology())
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), test.want), "%s", err)
		})
	}
}

func TestSlug(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Sheriff’s Office", "sheriffs-office"}, {"Sheriff's  Office ", "sheriffs-office"}, {"Cañon City", "canon-city"},
		{"Łódź / Straße", "lodz-strasse"}, {"Gemeinde Zürich (ZH)", "gemeinde-zurich-zh"}, {"東京", "u6771-u4eac"},
		{"ﬁre №1", "fire-no1"}, {"", ""}, {"--", ""},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, slug(test.in), test.in)
	}
}

func TestDatesAndNumbers(t *testing.T) {
	dates := []struct{ in, layout, want string }{
		{"2025-05-08", "YYYY-MM-DD", "2025-05-08"}, {"5/8/2025", "M/D/YYYY", "2025-05-08"}, {"05/08/2025", "M/D/YYYY", "2025-05-08"},
		{"8. May 2025", "D. Month YYYY", "2025-05-08"}, {"45785", "excel", "2025-05-08"}, {"45785.5", "excel", "2025-05-08"}, {"61", "excel", "1900-03-01"},
		{"05/082025", "M/D/YYYY", ""}, {"2025-02-30", "YYYY-MM-DD", ""}, {"0", "excel", ""},
	}
	for _, test := range dates {
		got, ok := date(test.in, []string{test.layout})
		assert.Equal(t, test.want, got, test.in)
		assert.Equal(t, test.want != "", ok)
	}
	european := &Mapping{Numbers: NumberRule{Decimal: Text{Value: ","}}}
	numbers := []struct {
		m    *Mapping
		in   string
		want float64
		ok   bool
	}{
		{&Mapping{}, "1,234.5", 1234.5, true}, {european, "1.234,5", 1234.5, true}, {european, "1 234,5", 1234.5, true},
		{&Mapping{}, "NaN", 0, false}, {&Mapping{}, "0x10", 0, false}, {&Mapping{}, "about 5", 0, false}, {&Mapping{}, "1e999", 0, false},
	}
	for _, test := range numbers {
		got, ok := test.m.number(test.in)
		assert.Equal(t, test.ok, ok, test.in)
		if ok {
			assert.Equal(t, test.want, got, test.in)
		}
	}
}

func TestUnwrapLink(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fa.pdf&data=05", "https://www.ice.gov/a.pdf"},
		{"chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https://www.ice.gov/a.pdf", "https://www.ice.gov/a.pdf"},
		{"https://urldefense.proofpoint.com/v2/url?u=https-3A__www.ice.gov_a.pdf&d=x", "https://www.ice.gov/a.pdf"},
		{"https:/www.ice.gov/a.pdf", "https://www.ice.gov/a.pdf"},
		{"https://www.ice.gov/a.pdf", "https://www.ice.gov/a.pdf"},
		{"link pending", "link pending"},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, unwrapLink(test.in))
	}
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(sound))
	for _, name := range []string{"ice-287g", "ice-offices", "us-federal-agencies"} {
		if text, err := os.ReadFile("../../mappings/" + name + ".yaml"); err == nil {
			f.Add(text)
		}
	}
	o := schema.Ontology()
	f.Fuzz(func(t *testing.T, in []byte) {
		_, err := LoadMapping("m.yaml", in, o)
		_, _ = LoadDecisions("d.yaml", in)
		_ = err
	})
}
