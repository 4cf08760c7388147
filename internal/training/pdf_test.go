package training_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
)

// poppler runs a program of Poppler on a PDF, which stands for FILE.
func poppler(t *testing.T, pdf, program string, args ...string) string {
	t.Helper()
	graphtest.NeedProgram(t, "apt-get install poppler-utils", program)
	file := filepath.Join(t.TempDir(), "handout.pdf")
	require.NoError(t, os.WriteFile(file, []byte(pdf), 0o600))
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "FILE", file)
	}
	out, err := exec.Command(program, args...).Output()
	require.NoError(t, err)
	return string(out)
}

// wordsOf puts text on one line as the pages have it.
func wordsOf(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("→", "–").Replace(text)), " ")
}

// footer is what stands below each page, between the parts of what goes on on
// the next.
var footer = regexp.MustCompile(`(?m)^.*, revision \d+\. Source: .*\n\d+ of \d+\n`)

// raised is the number of a note in the text.
var raised = regexp.MustCompile(`(\.|\?|!|\)|”)(\d+(,\d+)*)(\s)`)

func TestPDFSaysEverything(t *testing.T) {
	p := packOfSeed(t, seeded(t))
	pdf := written(t, p, "pdf")
	text := poppler(t, pdf, "pdftotext", "-raw", "-nopgbrk", "FILE", "-")
	text = wordsOf(raised.ReplaceAllString(footer.ReplaceAllString(text, ""), "$1 "))
	has := func(what string) {
		t.Helper()
		assert.Contains(t, text, wordsOf(what))
	}
	for i := range p.Glossary {
		has(p.Glossary[i].Definition)
	}
	for i := range p.Sheets {
		for _, section := range p.Sheets[i].Sections {
			has(section.Heading)
			for _, s := range section.Sentences {
				has(s.Text)
			}
		}
		for _, note := range p.Sheets[i].Notes {
			has(fmt.Sprintf("“%s” (%s, line %d)", note.Quote, note.Title, note.Line))
		}
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		has(q.Stem)
		has(q.Key())
		for _, o := range q.Options {
			has(o.Text)
		}
		for _, pair := range q.Pairs {
			has(pair.Prompt)
		}
	}
	for _, e := range p.Timeline {
		has(e.Text)
	}

	fonts := strings.Split(strings.TrimSpace(poppler(t, pdf, "pdffonts", "FILE")), "\n")[2:]
	assert.Len(t, fonts, 3)
	for _, font := range fonts {
		assert.Regexp(t, `Identity-H +yes`, font, "embedded")
	}
	info := poppler(t, pdf, "pdfinfo", "FILE")
	assert.Contains(t, info, "Title:           "+p.Title)
	assert.Regexp(t, `Page size: +612 x 792 pts \(letter\)`, info)
	assert.Equal(t, pdf, written(t, p, "pdf"), "the same pack makes the same bytes")
}

// No word leaves the text's margins, however long it is and however many
// entities are compared.
func TestPDFStaysOnThePage(t *testing.T) {
	p := hostilePack(t)
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12)
	p.Title += " " + long
	p.Sheets[0].Sections[0].Sentences[0].Text = long
	p.Sheets[0].Notes[0].Quote = long
	p.Questions[0].Stem = long
	c := training.Comparison{Names: []string{long, "b", "c", "d", "e", "f"}}
	for range 30 {
		row := training.Row{Relation: long, Verdict: "UNKNOWN"}
		for range c.Names {
			row.Cells = append(row.Cells, []training.Cell{{Text: strings.Repeat("many words ", 90), Grade: "STATED"}})
		}
		c.Rows = append(c.Rows, row)
	}
	p.Comparisons = append(p.Comparisons, c)
	pdf := written(t, p, "pdf")

	var doc struct {
		Pages []struct {
			Words []struct {
				XMin float64 `xml:"xMin,attr"`
				XMax float64 `xml:"xMax,attr"`
				YMin float64 `xml:"yMin,attr"`
				YMax float64 `xml:"yMax,attr"`
				Text string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	require.NoError(t, xml.Unmarshal([]byte(poppler(t, pdf, "pdftotext", "-bbox", "FILE", "-")), &doc))
	require.Greater(t, len(doc.Pages), 20)
	for i, page := range doc.Pages {
		assert.NotEmpty(t, page.Words, "page %d is empty", i+1)
		for _, w := range page.Words {
			if w.XMin < 71 || w.XMax > 612-71 || w.YMin < 60 || w.YMax > 792-30 {
				t.Errorf("page %d: %q at %v to %v, %v to %v", i+1, w.Text, w.XMin, w.XMax, w.YMin, w.YMax)
			}
		}
	}
}

func TestPDFLacksALetter(t *testing.T) {
	p := packOfSeed(t, seeded(t))
	p.Sheets[0].Name = "Служба"
	_, err := training.Write(p, "pdf")
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.ErrorContains(t, err, "the typeface of the PDF has no letter “С” (U+0421)")
}
