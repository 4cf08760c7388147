package export

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// docs/export.md lists the formats that there are, with the ends of their files'
// names.
func TestFormatsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/export.md")
	require.NoError(t, err)
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "| `") {
			rows++
		}
	}
	assert.Equal(t, len(Formats()), rows)
	for _, f := range Formats() {
		assert.Contains(t, string(text), "\n| `"+f.Name+"` | `"+f.Extension+"` |", f.Name)
		assert.NotEmpty(t, f.MediaType)
		assert.NotEmpty(t, f.Description)
	}
}

func TestChoose(t *testing.T) {
	tests := []struct {
		name, format, file string
		flat               bool
		want, hint         string
	}{
		{"by name", "GraphML", "x.dot", false, "graphml", ""},
		{"by extension", "", "x.ttl", false, "turtle", ""},
		{"by a name as extension", "", "x.turtle", false, "turtle", ""},
		{"a zip", "", "x.zip", false, "csv", ""},
		{"a CSV file is a table", "", "x.csv", false, "table", ""},
		{"csv of a graph", "csv", "", false, "csv", ""},
		{"csv of a table", "csv", "", true, "table", ""},
		{"JSON of a table", "", "x.json", true, "json", ""},
		{"JSON of a graph", "", "x.json", false, "", "name one: cytoscape, d3"},
		{"nothing", "", "", true, "", "name one: json, ndjson, table, tsv"},
		{"misspelt", "turtel", "", false, "", `did you mean "turtle"?`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := Choose(test.format, test.file, test.flat)
			assert.Equal(t, test.want, f.Name)
			assert.Equal(t, test.hint, graph.HintOf(err))
		})
	}
}

func TestAnswer(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"a list", `{"programs":[{"id":"a","n":1.50,"x":null},{"id":"b","n":-2,"more":true}]}`, "id,n,x,more\na,1.50,,\nb,-2,,true\n"},
		{"a connection", `{"programs":{"totalCount":2,"nodes":[{"id":"a"},{"id":"b"}]}}`, "id\na\nb\n"},
		{"edges", `{"programs":{"edges":[{"cursor":"c","node":{"id":"a","by":{"name":"x, y"}}}]}}`, "cursor,id,by.name\nc,a,\"x, y\"\n"},
		{"an edge that has a field of its node's name", `{"p":{"edges":[{"id":"c","node":{"id":"a"}}]}}`, "id,node.id\nc,a\n"},
		{"lists in a row", `{"view":{"p":[{"a":["x","y"],"b":[{"n":1},{"n":2}],"c":[{"n":1,"m":"z"}],"d":[]}]}}`, "a,b,c,d\nx; y,1; 2,\"1, z\",\n"},
		{"no list", `{"stats":{"entities":3,"facts":4}}`, "stats.entities,stats.facts\n3,4\n"},
		{"a list within objects", `{"entity":{"id":"ero","kind":"D","partOf":[{"name":"ICE"},{"name":"DHS"}]}}`, "entity.id,entity.kind,name\nero,D,ICE\nero,D,DHS\n"},
		{"values", `{"p":["x"]}`, "p\nx\n"},
		{"formulas", `{"p":[{"=a":"=1+1","b":"-1","c":-1,"d":["@x"]},{"=a":"+","b":"\t","c":2,"d":"\r"}]}`, "'=a,b,c,d\n'=1+1,'-1,-1,'@x\n'+,'\t,2,\"'\r\"\n"},
		{"nothing found", `{"p":[]}`, "\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, err := Answer([]byte(test.data))
			require.NoError(t, err)
			f, _ := Named("table")
			var b strings.Builder
			require.NoError(t, f.WriteTable(&b, table))
			assert.Equal(t, test.want, b.String())
		})
	}
	_, err := Answer([]byte(`{"a":[{"x":1}],"b":{"nodes":[{"y":1}]}}`))
	assert.EqualError(t, err, "the answer has 2 lists, and a table has one: a, b.nodes")
	_, err = Answer([]byte(`null`))
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
}

// Tables of all formats keep what is hard.
func TestTablesKeepWhatIsHard(t *testing.T) {
	table := &Table{Columns: []string{"a"}}
	for _, name := range hard {
		table.Rows = append(table.Rows, []any{name})
	}
	write := func(name string) string {
		f, ok := Named(name)
		require.True(t, ok)
		var b strings.Builder
		require.NoError(t, f.WriteTable(&b, table))
		path := t.TempDir() + "/table" + f.Extension
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
		return path
	}
	const tell = `
import sys, csv, json
rows = {
  "csv": lambda f: [r["a"] for r in csv.DictReader(f)],
  "json": lambda f: [r["a"] for r in json.load(f)],
  "ndjson": lambda f: [json.loads(l)["a"] for l in f],
  "tsv": lambda f: [l.rstrip("\n").replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\") for l in f][1:],
}[sys.argv[1].rsplit(".", 1)[1]](open(sys.argv[1], newline="", encoding="utf-8"))
for r in rows:
    print("".join("%x " % ord(c) for c in (r[1:] if r[:2] in ("'=", "'@") else r)))
`
	program := pythonWith(t, "csv", "install Python 3")
	for _, name := range Names(true) {
		assert.Equal(t, expected(), run(t, program, "-c", tell, write(name)), name)
	}
}

func TestRows(t *testing.T) {
	g := hardGraph(t)
	table, err := Rows(g.View, `(a {id: "e-0"})-[r:actsFor]->(b) OPTIONAL MATCH (b)-[:partOf]->(c) RETURN a, r, b.id AS b, c, count(*) AS n, r.grade`)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "a.id", "r", "b", "c", "c.id", "n", "r.grade"}, table.Columns)
	assert.Equal(t, [][]any{{"Plain", "e-0", "e-0/actsFor/e-1", "e-1", nil, nil, 1.0, "STATED"}}, table.Rows)
	_, err = Rows(g.View, `(a:Agencie)`)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

func TestFormatsRefuseWhatTheyAreNotFor(t *testing.T) {
	m, err := graphtest.NewMemory()
	require.NoError(t, err)
	g := Graph{View: graph.NewView(m, schema.Ontology(), graph.Lens{}, nil)}
	for _, f := range Formats() {
		var b strings.Builder
		if f.Flat() {
			assert.Equal(t, graph.BadInput, graph.CodeOf(f.Write(&b, g)), f.Name)
			assert.NoError(t, f.WriteTable(&b, &Table{}), f.Name)
			continue
		}
		assert.Equal(t, graph.BadInput, graph.CodeOf(f.WriteTable(&b, &Table{})), f.Name)
		assert.NoError(t, f.Write(&b, g), "%s of nothing", f.Name)
	}
}

func FuzzFromURL(f *testing.F) {
	f.Add("ice,ero.graphml", "depth=2&types=partOf")
	f.Add(".csv", "query=%7Bstats%7Bentities%7D%7D")
	f.Fuzz(func(t *testing.T, name, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		q, err := FromURL(name, values)
		if err == nil {
			assert.NotEmpty(t, q.Format.Name)
		} else {
			assert.Contains(t, []graph.Code{graph.BadInput, graph.Limit}, graph.CodeOf(err))
		}
	})
}
