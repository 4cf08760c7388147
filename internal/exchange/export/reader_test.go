package export

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/internal/graphtest"
)

// nodeModules returns node, and the folder of the packages that .ci/readers
// names.
func nodeModules(t *testing.T) (node, modules string) {
	t.Helper()
	node = graphtest.NeedProgram(t, "install node", "node")
	modules = os.Getenv("MISSIONGRAPH_NODE_MODULES")
	graphtest.Need(t, modules != "", "the packages of .ci/readers", "npm ci --prefix .ci/readers, and set MISSIONGRAPH_NODE_MODULES to its folder node_modules")
	return node, modules
}

// codePoints are those of texts, a text a line.
func codePoints(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		for _, r := range text {
			fmt.Fprintf(&b, "%x ", r)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Neo4j's own parser finds nothing wrong with the script, and the names in it as
// they are.
func TestCypherInNeo4jsParser(t *testing.T) {
	node, modules := nodeModules(t)
	out := run(t, node, "-e", `
const { lintCypherQuery, highlightSyntax } = require(process.argv[1] + "/@neo4j-cypher/language-support");
const text = require("fs").readFileSync(process.argv[2], "utf8");
const wrong = lintCypherQuery(text, {}).diagnostics.filter(d => d.severity === 1);
if (wrong.length) throw new Error(JSON.stringify(wrong.slice(0, 3)));
const tokens = highlightSyntax(text).map(t => t.token);
for (let i = 0; i + 2 < tokens.length; i++)
  if (tokens[i] === "name" && tokens[i + 1] === "=" && /^'/.test(tokens[i + 2]))
    console.log([...eval(tokens[i + 2])].map(x => x.codePointAt(0).toString(16) + " ").join(""));
`, modules, written(t, "cypher", hardGraph(t)))
	assert.Equal(t, expected(), out)
}

// A page of Markdown has a heading for each name, with its text, and below it a
// list of facts with their quotes.
func TestMarkdownInCommonmark(t *testing.T) {
	node, modules := nodeModules(t)
	out := run(t, node, "-e", `
const { Parser } = require(process.argv[1] + "/commonmark");
const walker = new Parser().parse(require("fs").readFileSync(process.argv[2], "utf8")).walker();
let heading = null, items = 0, quotes = 0;
for (let e; e = walker.next();) {
  const n = e.node;
  if (n.type === "heading" && n.level === 2) {
    if (e.entering) heading = "";
    else { console.log([...heading].map(x => x.codePointAt(0).toString(16) + " ").join("")); heading = null; }
  } else if (heading !== null && n.literal) heading += n.literal;
  if (e.entering && n.type === "item") items++;
  if (e.entering && n.type === "block_quote") quotes++;
  if (n.type === "html_block" || n.type === "html_inline" || n.type === "link" || n.type === "image" || n.type === "emph") throw new Error(n.type);
}
console.log(items, quotes);
`, modules, written(t, "markdown", hardGraph(t)))
	var names []string
	for _, name := range hard {
		names = append(names, strings.Join(strings.Fields(name), " "))
	}
	assert.Equal(t, codePoints(names)+fmt.Sprintln(2*len(hard), 2*len(hard)), out)
}

// YAML is read alike by libyaml's Python and by the package yaml.
func TestYAMLInOtherReaders(t *testing.T) {
	path := written(t, "yaml", hardGraph(t))
	out := run(t, pythonWith(t, "yaml", "apt-get install python3-yaml"), "-c", `
import sys, yaml
for e in yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["entities"]:
    assert e["facts"][0]["qualifiers"]["how"] == e["name"], e
    print("".join("%x " % ord(c) for c in e["name"]))
`, path)
	assert.Equal(t, expected(), out)
	node, modules := nodeModules(t)
	out = run(t, node, "-e", `
const { parse } = require(process.argv[1] + "/yaml");
for (const e of parse(require("fs").readFileSync(process.argv[2], "utf8")).entities)
  console.log([...e.name].map(x => x.codePointAt(0).toString(16) + " ").join(""));
`, modules, path)
	assert.Equal(t, expected(), out)
}
