package export

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// csv writes a zip of tables. A cell that a spreadsheet would take for a formula
// begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
func (w *writer) csv() error {
	z := zip.NewWriter(w)
	tables := []struct {
		name   string
		header []string
		rows   func(row func(...string) error) error
	}{
		{"entities.csv", []string{"id", "kind", "form", "name", "grade", "note"}, w.entityRows},
		{"relations.csv", []string{"id", "subject", "type", "verb", "object", "grade", "rank", "qualifiers", "reading", "validFrom", "validTo", "note"}, w.relationRows},
		{"attributes.csv", []string{"id", "subject", "property", "value", "valueType", "grade", "rank", "validFrom", "validTo", "note"}, w.attributeRows},
		{"evidence.csv", []string{"of", "source", "line", "start", "end", "grade", "quote", "note"}, w.evidenceRows},
		{"sources.csv", []string{"id", "title", "publisher", "reviewedOn", "url", "sha256"}, w.sourceRows},
	}
	for _, t := range tables {
		file, err := z.Create(t.name)
		if err != nil {
			return err
		}
		if err := table(file, t.header, t.rows); err != nil {
			return err
		}
	}
	return z.Close()
}

func table(file io.Writer, header []string, rows func(row func(...string) error) error) error {
	c := csv.NewWriter(file)
	if err := c.Write(header); err != nil {
		return err
	}
	err := rows(func(cells ...string) error {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		return c.Write(cells)
	})
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	return err
}

// harmless marks what a spreadsheet would take for a formula.
func harmless(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	return s
}

func (w *writer) entityRows(row func(...string) error) error {
	return w.entities(func(e *graph.Entity) error { return row(e.ID, e.Kind, e.Form, e.Name, e.Grade.String(), e.Note) })
}

func (w *writer) relationRows(row func(...string) error) error {
	return w.relations(func(f *graph.Fact) error {
		return row(f.ID, f.Subject, f.Type, f.Verb, f.Object, f.Grade.String(), f.Rank.String(), qualifiers(f), string(f.Reading), f.ValidFrom, f.ValidTo, f.Note)
	})
}

func (w *writer) attributeRows(row func(...string) error) error {
	return w.facts(attributes, func(f *graph.Fact) error {
		return row(f.ID, f.Subject, f.Type, f.Value.String(), f.Value.Type.String(), f.Grade.String(), f.Rank.String(), f.ValidFrom, f.ValidTo, f.Note)
	})
}

func (w *writer) evidenceRows(row func(...string) error) error {
	list := func(of string, list []graph.Evidence) error {
		for _, e := range list {
			if err := row(of, e.Source, strconv.Itoa(e.Line), strconv.Itoa(e.Start), strconv.Itoa(e.End), e.Grade.String(), e.Quote, e.Note); err != nil {
				return err
			}
		}
		return nil
	}
	if err := w.entities(func(e *graph.Entity) error { return list(e.ID, e.Evidence) }); err != nil {
		return err
	}
	return w.facts(all, func(f *graph.Fact) error { return list(f.ID, f.Evidence) })
}

func (w *writer) sourceRows(row func(...string) error) error {
	return w.sources(func(s *graph.Source) error { return row(s.ID, s.Title, s.Publisher, s.ReviewedOn, s.URL, s.SHA256) })
}
