package seed

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// source reads one source: name is its YAML file, its text the .txt beside it.
func (l *loader) source(fsys fs.FS, name string) {
	r := &reader{file: name, problems: l.problems()}
	m := l.open(fsys, r, "a source", "id", "title", "publisher", "reviewedOn", "url", "sha256")
	if m == nil {
		return
	}
	m.need("a source", "id", "title", "publisher")
	s := graph.Source{
		ID: m.text("id"), Title: m.text("title"), Publisher: m.text("publisher"),
		ReviewedOn: m.text("reviewedOn"), URL: m.text("url"),
	}
	textFile := strings.TrimSuffix(strings.TrimSuffix(name, ".yml"), ".yaml") + ".txt"
	text, err := fs.ReadFile(fsys, textFile)
	if err != nil {
		r.bad(m.node, "the source's text %s cannot be read", textFile)
		return
	}
	if !utf8.Valid(text) {
		l.problems().Add(textFile, graph.BadInput, "the text is not UTF-8")
		return
	}
	s.Text = string(text)
	s.SHA256 = graph.TextHash(s.Text)
	if want := m.text("sha256"); want != "" && want != s.SHA256 {
		p := l.problems().Add(m.at("sha256"), graph.BadInput, "the text of %s is not the one this checksum was made of", textFile)
		p.Hint = "restore the text; or, when it was meant to change, its checksum is " + s.SHA256
	}
	if s.ID == "" {
		return
	}
	if _, ok := l.texts[s.ID]; ok {
		l.problems().Add(m.at("id"), graph.BadInput, "source %q is there already, at %s", s.ID, l.data.places["source "+s.ID][""])
		return
	}
	l.texts[s.ID] = graph.NewSourceText(s.Text)
	l.data.Sources = append(l.data.Sources, s)
	l.data.places["source "+s.ID] = places{
		"": r.at(m.node), "id": m.at("id"), "title": m.at("title"), "publisher": m.at("publisher"),
		"reviewedOn": m.at("reviewedOn"), "url": m.at("url"),
	}
}

// open reads a YAML file that holds one mapping.
func (l *loader) open(fsys fs.FS, r *reader, what string, keys ...string) *mapping {
	data, err := fs.ReadFile(fsys, r.file)
	if err != nil {
		l.problems().Add(r.file, graph.NotFound, "the file cannot be read")
		return nil
	}
	root := r.parse(data)
	if root == nil {
		return nil
	}
	return r.mapping(root, what, keys...)
}
