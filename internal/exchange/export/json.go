package export

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
	"missiongraph/internal/exchange/own"
)

// encoded is a value as JSON on one line, with < > & and line separators
// escaped, so that it may stand in a page.
func encoded(v any) string {
	b, err := json.Marshal(v, jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true), json.Deterministic(true))
	if err != nil {
		return "null"
	}
	return string(b)
}

// jsonl writes missiongraph's own format without history.
func (w *writer) jsonl() error {
	if err := own.Begin(w, "the graph without its history"); err != nil {
		return err
	}
	o := own.NewWriter(w)
	if err := w.sources(func(s *graph.Source) error { return o.Put(graph.Op{Source: s}) }); err != nil {
		return err
	}
	if err := w.entities(func(e *graph.Entity) error { return o.Put(graph.Op{Entity: e}) }); err != nil {
		return err
	}
	return w.facts(all, func(f *graph.Fact) error { return o.Put(graph.Op{Fact: f}) })
}

// element is a node or an edge of Cytoscape.js.
type element struct {
	ID         string            `json:"id"`
	Label      string            `json:"label"`
	Kind       string            `json:"kind,omitzero"`
	Form       string            `json:"form,omitzero"`
	Source     string            `json:"source,omitzero"`
	Target     string            `json:"target,omitzero"`
	Type       string            `json:"type,omitzero"`
	Grade      string            `json:"grade"`
	Qualifiers map[string]string `json:"qualifiers,omitempty"`
	ValidFrom  string            `json:"validFrom,omitzero"`
	ValidTo    string            `json:"validTo,omitzero"`
	Quote      string            `json:"quote,omitzero"`
}

func node(e *graph.Entity) element {
	return element{ID: e.ID, Label: e.Name, Kind: e.Kind, Form: e.Form, Grade: e.Grade.String()}
}

func edge(f *graph.Fact) element {
	x := element{
		ID: f.ID, Label: label(f), Source: f.Subject, Target: f.Object, Type: f.Type, Grade: f.Grade.String(),
		ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Quote: quote(f.Evidence),
	}
	if len(f.Qualifiers) > 0 {
		x.Qualifiers = map[string]string{}
		for _, q := range f.Qualifiers {
			x.Qualifiers[q.Name] = q.Value
		}
	}
	return x
}

// lists writes two JSON lists, of nodes and of edges, each element made by wrap.
func (w *writer) lists(begin, nodes, edges, end string, wrap func(element) any) error {
	w.put(begin, encoded(nodes), ":[")
	first := true
	item := func(x element) {
		if !first {
			w.put(",")
		}
		first = false
		w.put("\n", encoded(wrap(x)))
	}
	if err := w.entities(func(e *graph.Entity) error { item(node(e)); return nil }); err != nil {
		return err
	}
	w.put("\n],", encoded(edges), ":[")
	first = true
	err := w.relations(func(f *graph.Fact) error { item(edge(f)); return nil })
	w.put("\n]", end, "\n")
	return err
}

// cytoscape writes elements for Cytoscape.js (https://js.cytoscape.org/#notation/elements-json).
func (w *writer) cytoscape() error {
	return w.lists(`{"elements":{`, "nodes", "edges", "}}", func(x element) any { return map[string]any{"data": x} })
}

// d3 writes nodes and links, as d3-force takes them with .id(d => d.id).
func (w *writer) d3() error {
	return w.lists("{", "nodes", "links", "}", func(x element) any { return x })
}
