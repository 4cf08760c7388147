package training

import (
	"path"
	"strings"
)

// FileFormat is a format as the name of a file asks for it.
type FileFormat struct {
	Name      string // one of [Formats]
	Extension string // what names end in, of this format only, as "gift" or "marp.md"
	MediaType string
	Title     string // for people, as "Handout, HTML"
}

// FileFormats lists the formats in the order of [Formats]. The extension of a
// format is that of its file; where an earlier format has the same, its own name
// stands before it.
func FileFormats() []FileFormat {
	list := make([]FileFormat, len(writers))
	taken := map[string]bool{}
	for i, w := range writers {
		ext := strings.TrimPrefix(path.Ext(w.file), ".")
		list[i] = FileFormat{Name: w.format, Extension: ext, MediaType: mediaTypes[ext], Title: titles[w.format]}
		if taken[ext] {
			list[i].Extension = w.format + "." + ext
		}
		taken[ext] = true
		if list[i].MediaType == "" {
			list[i].MediaType = "application/octet-stream"
		}
		if list[i].Title == "" {
			list[i].Title = w.format
		}
	}
	return list
}

// titles tell people what a format is good for.
var titles = map[string]string{
	"json": "All of it, for programs (JSON)", "markdown": "Handout (Markdown)", "html": "Handout (HTML)", "pdf": "Handout (PDF)",
	"csv": "Questions for a spreadsheet (CSV)", "gift": "Questions for Moodle and others (GIFT)", "moodle": "Questions for Moodle (XML)",
	"qti3": "Questions for readers of QTI 3.0 (ZIP)", "anki": "Flashcards for Anki (text)", "apkg": "Flashcards for Anki (deck)",
	"marp": "Slides for Marp (Markdown)",
}

// mediaTypes are by extension.
var mediaTypes = map[string]string{
	"json": "application/json", "md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8",
	"gift": "text/plain; charset=utf-8", "txt": "text/plain; charset=utf-8", "xml": "application/xml", "zip": "application/zip",
	"pdf": "application/pdf", "apkg": "application/octet-stream",
}

// formatOf parts the name of a file, "ero.marp.md", into what it is about and
// the format: the one with the longest extension.
func formatOf(name string) (about string, format FileFormat) {
	for _, f := range FileFormats() {
		if rest, ok := strings.CutSuffix(name, "."+f.Extension); ok && len(f.Extension) > len(format.Extension) {
			about, format = rest, f
		}
	}
	return about, format
}

// onlyQuestions are the formats that hold nothing but questions.
var onlyQuestions = map[string]bool{"csv": true, "gift": true, "moodle": true, "qti3": true}
