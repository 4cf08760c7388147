package export

import (
	"strconv"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/exchange/own"
)

// dot writes a digraph for Graphviz (https://graphviz.org/doc/info/lang.html).
func (w *writer) dot() error {
	w.put("digraph missiongraph {\n  node [shape=box, style=rounded];\n")
	err := w.entities(func(e *graph.Entity) error {
		w.put("  ", dotText(e.ID), " [label=", dotLabel(e.Name), ", kind=", dotText(e.Kind), "];\n")
		return nil
	})
	if err != nil {
		return err
	}
	err = w.relations(func(f *graph.Fact) error {
		w.put("  ", dotText(f.Subject), " -> ", dotText(f.Object), " [label=", dotLabel(label(f)), ", id=", dotText(f.ID), "];\n")
		return nil
	})
	w.put("}\n")
	return err
}

// dotText is a quoted string: a backslash begins an escape in labels, so that it
// is doubled.
func dotText(s string) string {
	return `"` + dotEscapes.Replace(s) + `"`
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "", "\x00", "")

// dotLabel is dotText in a label, where Graphviz reads entities of HTML.
func dotLabel(s string) string { return dotText(strings.ReplaceAll(s, "&", "&amp;")) }

// mermaid writes a flowchart (https://mermaid.js.org/syntax/flowchart.html).
func (w *writer) mermaid() error {
	w.put("flowchart LR\n")
	t := w.View.Topology()
	name := func(id string) string { return "n" + strconv.Itoa(int(t.Lookup(id))) }
	err := w.entities(func(e *graph.Entity) error {
		w.put("  ", name(e.ID), `["`, mermaidText(e.Name), "\"]\n")
		return nil
	})
	if err != nil {
		return err
	}
	return w.relations(func(f *graph.Fact) error {
		w.put("  ", name(f.Subject), ` -->|"`, mermaidText(label(f)), `"| `, name(f.Object), "\n")
		return nil
	})
}

// mermaidText writes what is no letter, digit or space as an entity, as #quot;
// and #35; are: there is no other escape.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r < 0x80 && r != ' ' && r != '-' && r != '.' && r != ',' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z'):
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cypher writes statements for openCypher, one a line. Labels and types are of
// the ontology; everything else is a string.
func (w *writer) cypher() error {
	w.put("CREATE CONSTRAINT missiongraph_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n")
	err := w.entities(func(e *graph.Entity) error {
		w.put("MERGE (n:Entity {id: ", cypherText(e.ID), "}) SET n:", cypherName(e.Kind), ", n.name = ", cypherText(e.Name))
		if e.Form != "" {
			w.put(", n.form = ", cypherText(e.Form))
		}
		err := w.attributesOf(e.ID, func(property string, values []graph.Value) {
			w.put(", n.", cypherName(property), " = ", cypherValues(w.View.Ontology.Property(property), values))
		})
		w.put(";\n")
		return err
	})
	if err != nil {
		return err
	}
	return w.relations(func(f *graph.Fact) error {
		w.put("MATCH (a:Entity {id: ", cypherText(f.Subject), "}), (b:Entity {id: ", cypherText(f.Object), "}) MERGE (a)-[r:", cypherName(f.Type), " {id: ", cypherText(f.ID), "}]->(b) SET r.grade = ", cypherText(f.Grade.String()))
		for _, x := range [...][2]string{{"verb", f.Verb}, {"validFrom", f.ValidFrom}, {"validTo", f.ValidTo}, {"quote", quote(f.Evidence)}} {
			if x[1] != "" {
				w.put(", r.", x[0], " = ", cypherText(x[1]))
			}
		}
		for _, q := range f.Qualifiers {
			w.put(", r.", cypherName("q_"+q.Name), " = ", cypherText(q.Value))
		}
		w.put(";\n")
		return nil
	})
}

// attributesOf calls yield for each property of an entity with its values.
func (w *writer) attributesOf(id string, yield func(property string, values []graph.Value)) error {
	t := w.View.Topology()
	last := ""
	var values []graph.Value
	flush := func() {
		if last != "" {
			yield(last, values)
		}
		values = nil
	}
	err := w.factsOf(t.Node(t.Lookup(id)), func(f *graph.Fact) error {
		if f.IsRelation() {
			return nil
		}
		if f.Type != last {
			flush()
			last = f.Type
		}
		values = append(values, f.Value)
		return nil
	})
	flush()
	return err
}

func cypherValues(p *graph.Property, values []graph.Value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = cypherText(v.String())
	}
	if p != nil && !p.Many && len(parts) == 1 {
		return parts[0]
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func cypherText(s string) string { return `'` + cypherEscapes.Replace(s) + `'` }

var cypherEscapes = strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\x00", "")

func cypherName(s string) string { return "`" + strings.ReplaceAll(s, "`", "``") + "`" }

// markdown writes a page: a section for each entity, its facts as sentences
// with their quotes.
func (w *writer) markdown() error {
	w.put("# The graph at revision ", strconv.FormatUint(uint64(w.View.Revision()), 10), "\n")
	t := w.View.Topology()
	return w.entities(func(e *graph.Entity) error {
		w.put("\n## ", markdownText(e.Name), "\n\n", markdownText(e.Kind), ", `", e.ID, "`\n\n")
		return w.factsOf(t.Node(t.Lookup(e.ID)), func(f *graph.Fact) error {
			w.put("- ", markdownText(w.sentence(e, f)))
			if len(f.Qualifiers) > 0 {
				w.put(" (", markdownText(qualifiers(f)), ")")
			}
			for i := range f.Evidence {
				if x := &f.Evidence[i]; x.Quote != "" {
					w.put("\n  > ", markdownText(x.Quote), " — ", markdownText(x.Source), ", line ", strconv.Itoa(x.Line), ", ", x.Grade.String())
				}
			}
			w.put("\n")
			return nil
		})
	})
}

func (w *writer) sentence(e *graph.Entity, f *graph.Fact) string {
	if !f.IsRelation() {
		return f.Type + ": " + f.Value.String()
	}
	t := w.View.Topology()
	object := f.Object
	if n := t.Node(t.Lookup(f.Object)); n != nil {
		object = n.Name
	}
	if r := w.View.Ontology.Relation(f.Type); r != nil {
		return r.Render(f.Verb, e.Name, object, false)
	}
	return e.Name + " " + f.Type + " " + object
}

// markdownText escapes what would be markup, in one line.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_{}[]<>#|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// yaml writes the sources, then entities with their facts, as own.ReadYAML reads
// them. Texts are JSON strings, which are YAML.
func (w *writer) yaml() error {
	w.put("missiongraph: 1\nrevision: ", strconv.FormatUint(uint64(w.View.Revision()), 10), "\nsources:\n")
	if err := w.sources(func(s *graph.Source) error { w.put("- ", own.SourceJSON(s), "\n"); return nil }); err != nil {
		return err
	}
	w.put("entities:\n")
	t := w.View.Topology()
	return w.entities(func(e *graph.Entity) error {
		w.put("- id: ", encoded(e.ID), "\n  kind: ", encoded(e.Kind), "\n  name: ", encoded(e.Name), "\n")
		if e.Form != "" {
			w.put("  form: ", encoded(e.Form), "\n")
		}
		if e.Note != "" {
			w.put("  note: ", encoded(e.Note), "\n")
		}
		w.put("  grade: ", e.Grade.String(), "\n")
		w.yamlEvidence("  ", e.Evidence)
		begun := false
		return w.factsOf(t.Node(t.Lookup(e.ID)), func(f *graph.Fact) error {
			if !begun {
				w.put("  facts:\n")
				begun = true
			}
			w.put("  - id: ", encoded(f.ID), "\n    type: ", encoded(f.Type), "\n")
			for _, x := range [...][2]string{{"verb", f.Verb}, {"object", f.Object}, {"validFrom", f.ValidFrom}, {"validTo", f.ValidTo}, {"reading", string(f.Reading)}, {"reason", f.Reason}, {"note", f.Note}} {
				if x[1] != "" {
					w.put("    ", x[0], ": ", encoded(x[1]), "\n")
				}
			}
			if !f.IsRelation() {
				w.put("    value: ", encoded(f.Value.String()), "\n")
				if f.Value.Type != graph.String {
					w.put("    typed: ", own.ValueJSON(&f.Value), "\n")
				}
			}
			if f.Rank != graph.Normal {
				w.put("    rank: ", f.Rank.String(), "\n")
			}
			if len(f.Qualifiers) > 0 {
				w.put("    qualifiers:\n")
				for _, q := range f.Qualifiers {
					w.put("      ", encoded(q.Name), ": ", encoded(q.Value), "\n")
				}
			}
			w.put("    grade: ", f.Grade.String(), "\n")
			w.yamlEvidence("    ", f.Evidence)
			return nil
		})
	})
}

func (w *writer) yamlEvidence(indent string, list []graph.Evidence) {
	if len(list) == 0 {
		return
	}
	w.put(indent, "evidence:\n")
	for i := range list {
		w.put(indent, "- ", own.EvidenceJSON(&list[i]), "\n")
	}
}
