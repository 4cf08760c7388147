package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/exchange/own"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// hard are names that formats have trouble with.
var hard = []string{
	`Plain`, `"quoted" 'single' \back\ `, "<b>&amp;</b> ]]>", "line\tand tab", "=1+1", "@cmd|' /C calc'!A0", "{braces} [brackets] |pipe| `tick` ${x}",
	"Ünïcödé 東京 🏛 e\u0301", "end]] --> %% click", "#quot; ; end\u2028para", "graph TD", strings.Repeat("very long ", 99),
}

const pageText = "The text <of> \"a\" page\nwith & two 'lines' \\ and =1"

// hardGraph has an entity for each hard name, in a ring of partOf's opposite,
// worksWith, with an alias and a qualifier each.
func hardGraph(t testing.TB) Graph {
	t.Helper()
	evidence := func(start, end int) []graph.Evidence {
		e, ok := graph.NewSourceText(pageText).Cut(start, end)
		require.True(t, ok)
		e.Source, e.Grade = "page", graph.Stated
		return []graph.Evidence{e}
	}
	ops := []graph.Op{{Source: &graph.Source{ID: "page", Title: hard[2], Publisher: hard[1], Text: pageText, SHA256: graph.TextHash(pageText), URL: "https://example.org/a?b=c&d"}}}
	id := func(i int) string { return fmt.Sprintf("e-%d", i%len(hard)) }
	for i, name := range hard {
		ops = append(ops, graph.Op{Entity: &graph.Entity{ID: id(i), Kind: "Agency", Form: "AGENCY", Name: name, Grade: graph.Stated, Evidence: evidence(0, 30)}})
	}
	for i, name := range hard {
		ops = append(ops,
			graph.Op{Fact: &graph.Fact{ID: graph.RelationID(id(i), "actsFor", "", id(i+1)), Subject: id(i), Type: "actsFor", Object: id(i + 1), Grade: graph.Stated,
				Qualifiers: []graph.Qualifier{{Name: "how", Value: name}}, ValidFrom: "2020-01-01", Evidence: evidence(3, 40)}},
			graph.Op{Fact: &graph.Fact{ID: graph.AttributeID(id(i), graph.AliasProperty, "also "+name), Subject: id(i), Type: graph.AliasProperty,
				Value: graph.Value{Type: graph.String, Text: "also " + name}, Grade: graph.Stated, Evidence: evidence(0, 8)}})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	return Graph{View: graph.NewView(m, schema.Ontology(), graph.Lens{}, nil)}
}

// written returns a format's file.
func written(t testing.TB, name string, g Graph) string {
	t.Helper()
	f, ok := Named(name)
	require.True(t, ok)
	var b bytes.Buffer
	require.NoError(t, f.Write(&b, g))
	path := filepath.Join(t.TempDir(), "graph"+f.Extension)
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

// run runs a program and returns what it printed.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run(), "%s", errs.String())
	return out.String()
}

// pythonWith returns a Python that has a module: that of PATH, or the system's.
func pythonWith(t testing.TB, module, howTo string) string {
	t.Helper()
	for _, program := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(program, "-c", "import "+module).Run() == nil {
			return program
		}
	}
	graphtest.Need(t, false, module+" for python3", howTo)
	return ""
}

func python(t testing.TB, script string, args ...string) string {
	t.Helper()
	return run(t, pythonWith(t, "networkx", "apt-get install python3-networkx"), append([]string{"-c", script}, args...)...)
}

// expected are the code points of the hard names, a name a line.
func expected() string {
	var b strings.Builder
	for _, name := range hard {
		for _, r := range name {
			fmt.Fprintf(&b, "%x ", r)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestGraphMLAndGEXFInNetworkx(t *testing.T) {
	g := hardGraph(t)
	const tell = `
import sys, networkx as nx
g = nx.read_%s(sys.argv[1])
assert g.number_of_edges() == g.number_of_nodes(), (g.number_of_edges(), g.number_of_nodes())
assert g.is_directed() and g.has_edge("e-0", "e-1")
for i in range(g.number_of_nodes()):
    print("".join("%%x " %% ord(c) for c in g.nodes["e-%%d" %% i]["%s"]))
`
	assert.Equal(t, expected(), python(t, fmt.Sprintf(tell, "graphml", "name"), written(t, "graphml", g)))
	assert.Equal(t, expected(), python(t, fmt.Sprintf(tell, "gexf", "label"), written(t, "gexf", g)))
}

func TestD3InNetworkx(t *testing.T) {
	const tell = `
import sys, json, networkx as nx
d = json.load(open(sys.argv[1]))
g = nx.DiGraph()
g.add_nodes_from((n["id"], n) for n in d["nodes"])
g.add_edges_from((l["source"], l["target"]) for l in d["links"])
assert len(g) == len(d["nodes"])
assert g.number_of_edges() == g.number_of_nodes()
for i in range(g.number_of_nodes()):
    print("".join("%x " % ord(c) for c in g.nodes["e-%d" % i]["label"]))
`
	assert.Equal(t, expected(), python(t, tell, written(t, "d3", hardGraph(t))))
}

func TestDOTInGraphviz(t *testing.T) {
	dot := graphtest.NeedProgram(t, "apt-get install graphviz", "dot")
	out := run(t, dot, "-Tcanon", written(t, "dot", hardGraph(t)))
	assert.Equal(t, len(hard), strings.Count(out, `-> "e-`))
	out = run(t, dot, "-Tjson0", written(t, "dot", hardGraph(t)))
	assert.Contains(t, out, "東京")
	svg := strings.ReplaceAll(run(t, dot, "-Tsvg", written(t, "dot", hardGraph(t))), "&#160;", " ")
	assert.Contains(t, svg, "\\back\\")
	assert.Contains(t, svg, "&lt;b&gt;&amp;amp;&lt;/b&gt;")
}

func TestRDFInRapper(t *testing.T) {
	rapper := graphtest.NeedProgram(t, "apt-get install raptor2-utils", "rapper")
	g := hardGraph(t)
	sorted := func(format, syntax string) []string {
		lines := strings.Split(run(t, rapper, "-q", "-i", syntax, "-o", "ntriples", written(t, format, g)), "\n")
		return lines
	}
	turtle, quads := sorted("turtle", "turtle"), sorted("nquads", "nquads")
	assert.ElementsMatch(t, turtle, quads)
	assert.Greater(t, len(turtle), 30*len(hard))
	assert.Contains(t, strings.Join(turtle, "\n"), `<urn:missiongraph:e-0> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/org#FormalOrganization>`)
}

func TestJSONLDInRDFLib(t *testing.T) {
	program := pythonWith(t, "rdflib", "apt-get install python3-rdflib")
	g := hardGraph(t)
	const same = `
import sys, rdflib
a = rdflib.Graph().parse(sys.argv[1], format="json-ld")
b = rdflib.Graph().parse(sys.argv[2], format="turtle")
assert set(a) == set(b), (len(a), len(b), list(set(a) ^ set(b))[:4])
print("".join(sorted("".join("%x " % ord(c) for c in o) + "\n" for o in b.objects(None, rdflib.RDFS.label))), end="")
`
	out := run(t, program, "-c", same, written(t, "jsonld", g), written(t, "turtle", g))
	assert.ElementsMatch(t, strings.Split(expected(), "\n"), strings.Split(out, "\n"))
}

func TestCSVInSQLite(t *testing.T) {
	sqlite := graphtest.NeedProgram(t, "apt-get install sqlite3", "sqlite3")
	path := written(t, "csv", hardGraph(t))
	z, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer z.Close()
	folder := t.TempDir()
	commands := []string{":memory:", ".mode csv"}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		var b bytes.Buffer
		_, err = b.ReadFrom(r)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, f.Name), b.Bytes(), 0o644))
		commands = append(commands, ".import "+filepath.Join(folder, f.Name)+" "+strings.TrimSuffix(f.Name, ".csv"))
	}
	commands = append(commands, ".mode list",
		"SELECT count(*) FROM relations r JOIN entities e ON e.id = r.subject JOIN evidence v ON v.of = r.id JOIN sources s ON s.id = v.source;",
		"SELECT name FROM entities WHERE id IN ('e-1', 'e-4', 'e-5') ORDER BY id;")
	out := run(t, sqlite, commands...)
	assert.Equal(t, fmt.Sprintf("%d\n%s\n'=1+1\n'@cmd|' /C calc'!A0\n", len(hard), hard[1]), out, "what a spreadsheet would take for a formula is none")
}

func TestJSONLReadsBack(t *testing.T) {
	g := hardGraph(t)
	text, err := os.ReadFile(written(t, "jsonl", g))
	require.NoError(t, err)
	var ops []graph.Op
	require.NoError(t, own.Read("f", bytes.NewReader(text), 1<<30, func(c *own.Change) error { ops = append(ops, c.Ops...); return nil }))
	again, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	want, err := graph.Content(g.View.Snapshot)
	require.NoError(t, err)
	got, err := graph.Content(again)
	require.NoError(t, err)
	assert.ElementsMatch(t, want, got)
}

func TestYAMLReads(t *testing.T) {
	text, err := os.ReadFile(written(t, "yaml", hardGraph(t)))
	require.NoError(t, err)
	var doc struct {
		Entities []struct {
			Name  string
			Facts []struct{ Qualifiers map[string]string }
		}
	}
	require.NoError(t, yaml.Unmarshal(text, &doc))
	require.Len(t, doc.Entities, len(hard))
	for i, e := range doc.Entities {
		assert.Equal(t, hard[i], e.Name)
		assert.Len(t, e.Facts, 2)
	}
}

// TestInNode reads Cytoscape JSON and Mermaid with the programs that they are
// for, where node and the packages are.
func TestCytoscapeAndMermaidInNode(t *testing.T) {
	node := graphtest.NeedProgram(t, "install node", "node")
	g := hardGraph(t)
	modules := os.Getenv("MISSIONGRAPH_NODE_MODULES")
	graphtest.Need(t, modules != "", "cytoscape, mermaid and jsdom of npm", "npm install cytoscape mermaid jsdom, and set MISSIONGRAPH_NODE_MODULES to the folder node_modules")
	out := run(t, node, "-e", `
const cytoscape = require(process.argv[1] + "/cytoscape");
const c = cytoscape({headless: true, elements: JSON.parse(require("fs").readFileSync(process.argv[2])).elements});
for (let i = 0; i < c.nodes().length; i++) console.log([...c.getElementById("e-" + i).data("label")].map(x => x.codePointAt(0).toString(16) + " ").join(""));
if (c.edges().length !== c.nodes().length) throw new Error("edges: " + c.edges().length);
`, modules, written(t, "cytoscape", g))
	assert.Equal(t, expected(), out)
	out = run(t, node, "--input-type=module", "-e", `
const { JSDOM } = (await import(process.argv[1] + "/jsdom/lib/api.js")).default;
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const mermaid = (await import(process.argv[1] + "/mermaid/dist/mermaid.core.mjs")).default;
const found = await mermaid.parse((await import("fs")).readFileSync(process.argv[2], "utf8"));
console.log(found.diagramType);
`, modules, written(t, "mermaid", g))
	assert.Contains(t, out, "flowchart")
}

func TestMermaidAndCypherText(t *testing.T) {
	assert.Equal(t, "#60;b#62; #34;x#34; 東京 #59;", mermaidText("<b>\n\"x\" 東京 ;"))
	assert.Equal(t, `'it\'s \\ "x"\n'`, cypherText("it's \\ \"x\"\n"))
	assert.Equal(t, "`a``b`", cypherName("a`b"))
	text, err := os.ReadFile(written(t, "cypher", hardGraph(t)))
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		assert.True(t, strings.HasSuffix(line, ";"), "one statement a line: %s", line)
	}
}

func TestMarkdownEscapes(t *testing.T) {
	text, err := os.ReadFile(written(t, "markdown", hardGraph(t)))
	require.NoError(t, err)
	assert.Contains(t, string(text), `## \<b\>\&amp;\</b\> \]\]\>`)
	assert.NotContains(t, string(text), "<b>")
}

func TestAPartIsWhole(t *testing.T) {
	g := hardGraph(t)
	t0 := g.View.Topology()
	g.Nodes = map[graph.Node]bool{t0.Lookup("e-0"): true, t0.Lookup("e-1"): true}
	for _, name := range Names(false) {
		f, _ := Named(name)
		var b bytes.Buffer
		require.NoError(t, f.Write(&b, g), f.Name)
		if f.Name != "csv" && f.Name != "mermaid" && f.Name != "markdown" {
			assert.Contains(t, b.String(), "e-1", f.Name)
			assert.NotContains(t, b.String(), "e-2", f.Name)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	m := graphtest.NewPowerLaw(20_000, 100_000)
	g := Graph{View: graph.NewView(m, schema.Ontology(), graph.Lens{}, nil)}
	for _, name := range Names(false) {
		f, _ := Named(name)
		b.Run(f.Name+"/entities=20k/relations=100k", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, f.Write(&nothing{}, g))
			}
			b.ReportMetric(float64(m.Topology().Len()+m.Topology().Facts())*float64(b.N)/b.Elapsed().Seconds(), "items/s")
		})
	}
}

type nothing struct{}

func (*nothing) Write(p []byte) (int, error) { return len(p), nil }
