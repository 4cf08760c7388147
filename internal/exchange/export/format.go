package export

import (
	"bufio"
	"io"
	"path"
	"slices"
	"strings"

	"missiongraph/graph"
)

// Format is a way to write: a graph, or, where it is flat, a table. The list of
// them is the only one: help, HTTP and docs are made of it, or tested by it.
type Format struct {
	Name        string
	Extension   string // with the dot
	MediaType   string
	Description string

	write func(*writer) error
	flat  func(*bufio.Writer, *Table) error
}

// Flat reports whether the format is one of tables.
func (f Format) Flat() bool { return f.flat != nil }

// Formats lists the formats, those of graphs first, each in order of name.
func Formats() []Format {
	return slices.Clone(formats)
}

// Names lists the names of the formats that are flat, or of those that are not.
func Names(flat bool) (names []string) {
	for _, f := range formats {
		if f.Flat() == flat {
			names = append(names, f.Name)
		}
	}
	return names
}

// Named returns the format of a name, of whatever case; false for none.
func Named(name string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// Choose returns the format of a name or, where that is "", of a file's name,
// whose extension is one of a format or its name. Of an extension that several
// have the flat one is meant where a table is to be written. The error has the
// code BAD_INPUT.
func Choose(name, file string, flat bool) (Format, error) {
	if name != "" {
		if strings.EqualFold(name, "csv") && flat { // of a table, not of a graph
			name = "table"
		}
		if f, ok := Named(name); ok {
			return f, nil
		}
		all := append(Names(false), Names(true)...)
		err := graph.Errorf(graph.BadInput, "there is no format %.40q", name)
		if hint := graph.DidYouMean(name, all); hint != "" {
			return Format{}, err.WithHint("%s", hint)
		}
		return Format{}, err.WithHint("there are %s", strings.Join(all, ", "))
	}
	extension := path.Ext(file)
	var found []Format
	for _, f := range formats {
		if extension != "" && f.Extension == extension {
			found = append(found, f)
		}
	}
	if f, ok := Named(strings.TrimPrefix(extension, ".")); ok && len(found) == 0 {
		return f, nil
	}
	if len(found) > 1 {
		found = slices.DeleteFunc(found, func(f Format) bool { return f.Flat() != flat })
	}
	if len(found) == 1 {
		return found[0], nil
	}
	names := Names(flat)
	if len(found) > 1 {
		names = nil
		for _, f := range found {
			names = append(names, f.Name)
		}
	}
	return Format{}, graph.Errorf(graph.BadInput, "which format?").WithHint("name one: %s", strings.Join(names, ", "))
}

var formats = []Format{
	{"csv", ".zip", "application/zip", "tables of entities, facts, evidence and sources, as a zip of CSV", (*writer).csv, nil},
	{"cypher", ".cypher", "text/plain", "a script for Neo4j and others of openCypher", (*writer).cypher, nil},
	{"cytoscape", ".json", "application/json", "elements for Cytoscape.js", (*writer).cytoscape, nil},
	{"d3", ".json", "application/json", "nodes and links for D3", (*writer).d3, nil},
	{"dot", ".dot", "text/vnd.graphviz", "for Graphviz", (*writer).dot, nil},
	{"gexf", ".gexf", "application/xml", "GEXF 1.2, for Gephi and networkx", (*writer).gexf, nil},
	{"graphml", ".graphml", "application/xml", "GraphML, for yEd, networkx and others", (*writer).graphml, nil},
	{"jsonl", ".jsonl", "application/x-ndjson", "missiongraph's own: everything, for import", (*writer).jsonl, nil},
	{"jsonld", ".jsonld", "application/ld+json", "JSON-LD: W3C ORG, PROV-O, SKOS, evidence as Web Annotations", (*writer).jsonld, nil},
	{"markdown", ".md", "text/markdown", "a page for people", (*writer).markdown, nil},
	{"mermaid", ".mmd", "text/plain", "a flowchart for Mermaid", (*writer).mermaid, nil},
	{"nquads", ".nq", "application/n-quads", "the same as JSON-LD, as N-Quads", (*writer).nquads, nil},
	{"turtle", ".ttl", "text/turtle", "the same as JSON-LD, as Turtle", (*writer).turtle, nil},
	{"yaml", ".yaml", "application/yaml", "entities with their facts", (*writer).yaml, nil},

	{"json", ".json", "application/json", "a list of objects, one a row", nil, writeJSON},
	{"ndjson", ".ndjson", "application/x-ndjson", "an object a line, one a row", nil, writeNDJSON},
	{"table", ".csv", "text/csv", "CSV (RFC 4180) with a header", nil, writeCSV},
	{"tsv", ".tsv", "text/tab-separated-values", "tab-separated values with a header", nil, writeTSV},
}

// Write writes a graph in a format that is not flat. Errors are the view's, and
// out's.
func (f Format) Write(out io.Writer, g Graph) error {
	if f.Flat() {
		return graph.Errorf(graph.BadInput, "%s is a format of tables", f.Name).WithHint("for a graph there are %s", strings.Join(Names(false), ", "))
	}
	if g.Base == "" {
		g.Base = "urn:missiongraph:"
	}
	w := &writer{Graph: g, Writer: bufio.NewWriterSize(out, 64<<10)}
	if err := f.write(w); err != nil {
		return err
	}
	return w.Flush()
}

// WriteTable writes a table in a flat format. Errors are out's.
func (f Format) WriteTable(out io.Writer, t *Table) error {
	if !f.Flat() {
		return graph.Errorf(graph.BadInput, "%s is a format of graphs, and this is a table", f.Name).WithHint("for a table there are %s", strings.Join(Names(true), ", "))
	}
	w := bufio.NewWriterSize(out, 64<<10)
	if err := f.flat(w, t); err != nil {
		return err
	}
	return w.Flush()
}
