package export

import (
	"encoding/xml"
	"strings"

	"missiongraph/graph"
)

// xmlText escapes a text for XML 1.0, which has no way to write most control
// characters: they become U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// graphml writes GraphML (http://graphml.graphdrawing.org/specification.html).
func (w *writer) graphml() error {
	w.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`, "\n")
	for _, k := range [...][3]string{
		{"name", "node", "name"}, {"kind", "node", "kind"}, {"form", "node", "form"}, {"ngrade", "node", "grade"}, {"attributes", "node", "attributes"},
		{"type", "edge", "type"}, {"verb", "edge", "verb"}, {"grade", "edge", "grade"}, {"rank", "edge", "rank"},
		{"qualifiers", "edge", "qualifiers"}, {"validFrom", "edge", "validFrom"}, {"validTo", "edge", "validTo"}, {"quote", "edge", "quote"},
	} {
		w.put(`<key id="`, k[0], `" for="`, k[1], `" attr.name="`, k[2], `" attr.type="string"/>`, "\n")
	}
	w.put(`<graph id="missiongraph" edgedefault="directed">`, "\n")
	data := func(key, value string) {
		if value != "" {
			w.put(`<data key="`, key, `">`, xmlText(value), `</data>`)
		}
	}
	err := w.entities(func(e *graph.Entity) error {
		w.put(`<node id="`, xmlText(e.ID), `">`)
		data("name", e.Name)
		data("kind", e.Kind)
		data("form", e.Form)
		data("ngrade", e.Grade.String())
		attributes, err := w.attributes(e.ID)
		data("attributes", attributes)
		w.put("</node>\n")
		return err
	})
	if err != nil {
		return err
	}
	err = w.relations(func(f *graph.Fact) error {
		w.put(`<edge id="`, xmlText(f.ID), `" source="`, xmlText(f.Subject), `" target="`, xmlText(f.Object), `">`)
		data("type", f.Type)
		data("verb", f.Verb)
		data("grade", f.Grade.String())
		data("rank", f.Rank.String())
		data("qualifiers", qualifiers(f))
		data("validFrom", f.ValidFrom)
		data("validTo", f.ValidTo)
		data("quote", quote(f.Evidence))
		w.put("</edge>\n")
		return nil
	})
	w.put("</graph>\n</graphml>\n")
	return err
}

// attributes are those of an entity, one a line: "alias: JTTF".
func (w *writer) attributes(id string) (string, error) {
	t := w.View.Topology()
	var lines []string
	err := w.factsOf(t.Node(t.Lookup(id)), attributes, func(f *graph.Fact) error {
		lines = append(lines, f.Type+": "+f.Value.String())
		return nil
	})
	return strings.Join(lines, "\n"), err
}

func qualifiers(f *graph.Fact) string {
	parts := make([]string, len(f.Qualifiers))
	for i, q := range f.Qualifiers {
		parts[i] = q.Name + ": " + q.Value
	}
	return strings.Join(parts, "; ")
}

// quote is that of the first evidence that has one.
func quote(list []graph.Evidence) string {
	for i := range list {
		if list[i].Quote != "" {
			return list[i].Quote
		}
	}
	return ""
}

// gexf writes GEXF 1.2 (https://gexf.net/schema.html), which more programs read
// than 1.3.
func (w *writer) gexf() error {
	w.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">`, "\n",
		`<graph defaultedgetype="directed" mode="static" idtype="string">`, "\n",
		`<attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="form" title="form" type="string"/></attributes>`, "\n",
		`<attributes class="edge"><attribute id="type" title="type" type="string"/><attribute id="grade" title="grade" type="string"/><attribute id="quote" title="quote" type="string"/></attributes>`, "\n", "<nodes>\n")
	value := func(key, value string) {
		if value != "" {
			w.put(`<attvalue for="`, key, `" value="`, xmlText(value), `"/>`)
		}
	}
	err := w.entities(func(e *graph.Entity) error {
		w.put(`<node id="`, xmlText(e.ID), `" label="`, xmlText(e.Name), `"><attvalues>`)
		value("kind", e.Kind)
		value("form", e.Form)
		w.put("</attvalues></node>\n")
		return nil
	})
	if err != nil {
		return err
	}
	w.put("</nodes>\n<edges>\n")
	err = w.relations(func(f *graph.Fact) error {
		w.put(`<edge id="`, xmlText(f.ID), `" source="`, xmlText(f.Subject), `" target="`, xmlText(f.Object), `" label="`, xmlText(label(f)), `"><attvalues>`)
		value("type", f.Type)
		value("grade", f.Grade.String())
		value("quote", quote(f.Evidence))
		w.put("</attvalues></edge>\n")
		return nil
	})
	w.put("</edges>\n</graph>\n</gexf>\n")
	return err
}
