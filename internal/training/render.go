package training

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"missiongraph/graph"
)

// File is a file that a pack is written to.
type File struct {
	Name string
	Data []byte
}

// writers make one file each of a pack, by the name of the format. Each
// escapes what the graph holds: a name is text, whatever it looks like.
var writers = []struct {
	format, file string
	write        func(*Pack) ([]byte, error)
}{
	{"json", "pack.json", writeJSON},
	{"markdown", "handout.md", writeMarkdown},
	{"html", "handout.html", writeHTML},
	{"pdf", "handout.pdf", writePDF},
	{"csv", "questions.csv", writeCSV},
	{"gift", "questions.gift", writeGIFT},
	{"moodle", "questions.moodle.xml", writeMoodle},
	{"anki", "cards.anki.txt", writeAnki},
	{"apkg", "cards.apkg", writeAPKG},
	{"marp", "slides.md", writeMarp},
	{"qti3", "questions.qti3.zip", writeQTI},
}

// Formats lists the names of the formats.
func Formats() []string {
	names := make([]string, len(writers))
	for i, w := range writers {
		names[i] = w.format
	}
	return names
}

// Write writes a pack in a format. Equal packs make equal bytes. The error has
// code BAD_INPUT for an unknown format.
func Write(p *Pack, format string) (File, error) {
	for _, w := range writers {
		if w.format == format {
			data, err := w.write(p)
			return File{w.file, data}, err
		}
	}
	return File{}, graph.Errorf(graph.BadInput, "there is no format %.60q", format).
		WithHint("%s", firstOf(graph.DidYouMean(format, Formats()), "one of "+strings.Join(Formats(), ", ")))
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func writeJSON(p *Pack) ([]byte, error) {
	data, err := json.MarshalIndent(p, "", "  ")
	return append(data, '\n'), err
}

// ReadPack reads a pack that was written as JSON. The error has code BAD_INPUT.
func ReadPack(data []byte) (*Pack, error) {
	var p Pack
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, graph.Errorf(graph.BadInput, "the pack is no JSON of a training pack").WithHint("training check takes the pack.json that training build writes")
	}
	if p.Format != Format {
		return nil, graph.Errorf(graph.BadInput, "the pack has the format %.60q, expected %s", p.Format, Format)
	}
	return &p, p.Check()
}

// line puts text on one line, without control characters.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// cite writes a place for people.
func cite(c *Citation) string { return fmt.Sprintf("“%s” (%s, line %d)", c.Quote, c.Title, c.Line) }

func explanation(q *Question) string {
	parts := make([]string, len(q.Explanation))
	for i := range q.Explanation {
		parts[i] = cite(&q.Explanation[i])
	}
	return strings.Join(parts, " ")
}

// correct counts the right and the wrong options.
func correct(q *Question) (right, wrong int) {
	for _, o := range q.Options {
		if o.Correct {
			right++
		} else {
			wrong++
		}
	}
	return right, wrong
}

// places writes an ordering as pairs, for formats that have none: the place,
// and what stands there.
func places(q *Question) []Pair {
	list := make([]Pair, len(q.Order))
	for i, at := range q.Order {
		list[i] = Pair{Prompt: fmt.Sprintf("%d.", i+1), Answer: q.Options[at].Text}
	}
	return list
}

// about says for whom, of what and when a pack is.
func about(p *Pack) string {
	if p.Audience != "" {
		return "For " + p.Audience + ". " + aboutScope(p)
	}
	return aboutScope(p)
}

func aboutScope(p *Pack) string {
	told := "what the sources state"
	switch p.Lens.MinGrade {
	case "CONSTRUED":
		told += ", and what their wording implies"
	case "CONTEXTUAL", "EDITORIAL":
		told += ", and what their wording or context implies"
	}
	return fmt.Sprintf("Scope: %s. Drawn from revision %d of the graph: %s.", p.Scope, p.Revision, told)
}

// footLines are what stands below each page: what it is drawn from, and what
// the organisation has to say.
func footLines(p *Pack) []string {
	text := fmt.Sprintf("%s, revision %d", short(p.Title, 50), p.Revision)
	switch len(p.Sources) {
	case 0:
	case 1:
		text += ". Source: " + short(sourceName(&p.Sources[0]), 60)
	default:
		text += fmt.Sprintf(". Sources: %d, listed at the end", len(p.Sources))
	}
	if p.Branding != nil && p.Branding.Footer != "" {
		return []string{text, p.Branding.Footer}
	}
	return []string{text}
}

// short cuts text that runs along, and marks that it is cut.
func short(s string, most int) string {
	if letters := []rune(line(s)); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return line(s)
}

func sourceName(s *Source) string {
	if s.ReviewedOn == "" {
		return s.Title
	}
	return s.Title + ", reviewed " + graph.Value{Type: graph.Date, Text: s.ReviewedOn}.Words()
}

func sourceLine(s *Source) string {
	text := s.Title
	if s.Publisher != "" {
		text += ", " + s.Publisher
	}
	if s.ReviewedOn != "" {
		text += ", reviewed " + graph.Value{Type: graph.Date, Text: s.ReviewedOn}.Words()
	}
	if s.URL != "" {
		text += ", " + s.URL
	}
	return text + " (" + s.ID + ", SHA-256 " + s.SHA256 + ")"
}
