package table

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

const offices = `# two offices
<https://example.org/o/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "North \"Office\"" .
<https://example.org/o/2> <http://www.w3.org/2004/02/skos/core#prefLabel> "Südamt"@de <https://example.org/graph> .
<https://example.org/o/2> <http://www.w3.org/ns/org#subOrganizationOf> <https://example.org/o/1> .

<https://example.org/o/1> <http://www.w3.org/2004/02/skos/core#altLabel> "N.O." .
<https://example.org/o/1> <http://www.w3.org/2004/02/skos/core#altLabel> "NO" .
_:x <http://schema.org/name> "somewhere" .
<https://example.org/o/2> <https://example.org/terms/prefLabel> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
`

func TestRDFRows(t *testing.T) {
	f, err := Read("offices.nq", strings.NewReader(offices), Options{})
	require.NoError(t, err)
	assert.Equal(t, NQuads, f.Format)
	assert.Equal(t, `1:1 |@id=https://example.org/o/1|altLabel=N.O.; NO(N.O.+NO)|prefLabel=North "Office"
4:1 |@id=https://example.org/o/2|altLabel=|prefLabel=|prefLabel@de=Südamt|subOrganizationOf=https://example.org/o/1|https://example.org/terms/prefLabel=2
7:1 |@id=_:x|altLabel=|prefLabel=|prefLabel@de=|subOrganizationOf=|https://example.org/terms/prefLabel=|name=somewhere
`, dump(f))
}

func TestLinkedRows(t *testing.T) {
	const document = `{"@context": {"name": "http://schema.org/name", "parent": {"@id": "http://schema.org/parentOrganization", "@type": "@id"}},
		"@graph": [{"@id": "https://example.org/o/1", "name": "North"}, {"@id": "https://example.org/o/2", "name": ["South", "S"], "parent": "https://example.org/o/1"}]}`
	f, err := Read("offices.jsonld", strings.NewReader(document), Options{})
	require.NoError(t, err)
	assert.Equal(t, "1:1 |@id=https://example.org/o/1|name=North\n"+
		"2:1 |@id=https://example.org/o/2|name=S; South(S+South)|parentOrganization=https://example.org/o/1\n", dump(f))
}

func TestRDFRefuses(t *testing.T) {
	for _, test := range []struct{ name, file, in, want string }{
		{"no statement", "a.nq", "<a> <b> <c> .\nhello\n", "a.nq:2:1: not a statement of N-Quads (a line is: <subject> <predicate> <object> .)"},
		{"a text as subject", "a.nt", "\"a\" <http://b> <http://c> .\n", "a.nt:1:1: not a statement of N-Quads (a line is: <subject> <predicate> <object> .)"},
		{"nothing in it", "a.nq", "# nothing\n", "a.nq:1:1: the file has no statements"},
		{"a context on the network", "a.jsonld", `{"@context": "https://schema.org/", "name": "x"}`,
			`a.jsonld:1:1: the document names the context "https://schema.org/", and nothing is fetched from the network (put the context itself into the document, as the value of @context)`},
		{"not JSON", "a.jsonld", `{"@id": }`, "a.jsonld:1:9: not valid JSON: missing value after object name"},
		{"not linked", "a.jsonld", `{"@id": 3}`, "a.jsonld:1:1: not valid JSON-LD"},
		{"a document of nothing", "a.jsonld", `{}`, "a.jsonld:1:1: the file has no statements"},
		{"deep", "a.jsonld", strings.Repeat(`{"http://a/b":`, 70) + "1" + strings.Repeat("}", 70), "a.jsonld:1:883: the document is nested too deeply; at most 64 levels"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(test.file, strings.NewReader(test.in), Options{})
			assert.EqualError(t, err, test.want)
		})
	}
}

// Every value is quoted from where it stands, unless it has to be escaped.
func TestRDFPlaces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.StringMatching(`[ -~éß東]{0,12}`).Draw(rt, "value")
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)
		suffix := rapid.SampledFrom([]string{"", "@en", "^^<http://a/t>"}).Draw(rt, "suffix")
		line := `<http://a/s> <http://a/p> "` + escaped + `"` + suffix + " .\n"
		f, err := Read("a.nt", strings.NewReader(line), Options{})
		require.NoError(rt, err, line)
		f.Rows(func(r *Row, p *graph.Problem) bool {
			require.Nil(rt, p)
			require.Len(rt, r.Cells, 2)
			require.Equal(rt, suffix == "@en", f.Columns()[1] == "p@en", line)
			assert.Equal(rt, value, r.Cells[1].Value)
			assert.Equal(rt, escaped, f.Text[r.Cells[1].Start:r.Cells[1].End], line)
			assert.Equal(rt, "http://a/s", f.Text[r.Cells[0].Start:r.Cells[0].End])
			return true
		})
	})
}

func FuzzRDF(f *testing.F) {
	f.Add("a.nq", offices)
	f.Add("a.json", `{"a":t`)
	f.Add("a.jsonld", `{"@context": {"@vocab": "http://a/"}, "@id": "http://a/b", "c": [1, {"@list": ["x"]}]}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		file, err := Read(name, strings.NewReader(text), Options{Limits: Limits{Bytes: 1 << 16}})
		if err != nil {
			return
		}
		file.Rows(func(r *Row, p *graph.Problem) bool {
			for _, c := range r.Cells {
				if p == nil { // what a row has that cannot be read is not used
					_ = file.Text[c.Start:c.End]
				}
			}
			return true
		})
	})
}

// A document reads the same each time, or importing it again would change the
// graph.
func TestLinkedIsStable(t *testing.T) {
	const document = `{"@context": {"@vocab": "http://a/"}, "@id": "http://a/1", "part": [{"name": "x"}, {"name": "y", "part": {"name": "z"}}], "other": {"name": "x"}, "list": {"@list": ["b", "a"]}}`
	texts := map[string]bool{}
	for range 100 {
		f, err := Read("a.jsonld", strings.NewReader(document), Options{})
		require.NoError(t, err)
		texts[f.Text] = true
	}
	assert.Len(t, texts, 1)
}
