package training_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// hostile is what a name may be, and a format must take for text.
const hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> \"q\" {=a ~b} -> :: #x # `code` *b* [l](u) | %50% \\n &amp; $x$ ]]> \u0001 \t end"

// hostilePack is a pack of the seed with hostile texts everywhere.
func hostilePack(t *testing.T) *training.Pack {
	p := packOfSeed(t, seeded(t))
	p.Title = hostile
	for i := range p.Questions {
		q := &p.Questions[i]
		q.Stem = hostile + q.Stem
		for j := range q.Options {
			if q.Form != training.TrueFalse {
				q.Options[j].Text = hostile + q.Options[j].Text
			}
		}
		for j := range q.Pairs {
			q.Pairs[j].Prompt, q.Pairs[j].Answer = hostile+q.Pairs[j].Prompt, hostile+q.Pairs[j].Answer
		}
		for j := range q.Accepted {
			q.Accepted[j] = hostile + q.Accepted[j]
		}
	}
	for i := range p.Glossary {
		p.Glossary[i].Term = hostile
	}
	for i := range p.Sheets {
		p.Sheets[i].Name = hostile
	}
	return p
}

func written(t *testing.T, p *training.Pack, format string) string {
	t.Helper()
	f, err := training.Write(p, format)
	require.NoError(t, err)
	return string(f.Data)
}

func wellFormed(t *testing.T, text string) (elements map[string]int) {
	t.Helper()
	elements = map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return elements
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
		}
	}
}

func TestHostileNamesAreText(t *testing.T) {
	p := hostilePack(t)
	n := len(p.Questions)

	assert.Equal(t, n, wellFormed(t, written(t, p, "moodle"))["question"])

	page := written(t, p, "html")
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "\u0001")

	rows, err := csv.NewReader(strings.NewReader(written(t, p, "csv"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, n+1)
	for _, row := range rows {
		for _, field := range row {
			assert.False(t, field != "" && strings.ContainsRune("=+-@", rune(field[0])), "a formula: %s", field)
		}
	}

	lines := strings.Split(strings.TrimSpace(written(t, p, "anki")), "\n")
	require.Len(t, lines, 5+len(p.Glossary)+n)
	for _, line := range lines[5:] {
		assert.Equal(t, 2, strings.Count(line, "\t"))
		assert.NotContains(t, line, "<script")
		assert.NotContains(t, line, `"`)
	}

	for _, format := range []string{"markdown", "marp"} {
		text := written(t, p, format)
		assert.NotContains(t, strings.ReplaceAll(text, `\<script`, ""), "<script", format)
		assert.NotContains(t, text, "[l](u)")
	}

	packed := written(t, p, "qti3")
	z, err := zip.NewReader(bytes.NewReader([]byte(packed)), int64(len(packed)))
	require.NoError(t, err)
	require.Len(t, z.File, n+1)
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		elements := wellFormed(t, string(text))
		if f.Name != "imsmanifest.xml" {
			assert.Equal(t, 1, elements["qti-assessment-item"])
			assert.Positive(t, elements["qti-value"])
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := training.Write(&training.Pack{}, "markdwon")
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.ErrorContains(t, err, `there is no format "markdwon"`)
	for _, text := range []string{"", "{", "[]", `{"format":"other"}`} {
		_, err := training.ReadPack([]byte(text))
		assert.Equal(t, graph.BadInput, graph.CodeOf(err), text)
	}
}

// readersEnv names a folder in whose node_modules gift-pegjs and
// @marp-team/marp-cli are: readers that this project did not write.
const readersEnv = "MISSIONGRAPH_TRAINING_READERS"

func TestOthersReadTheFormats(t *testing.T) {
	folder := readers(t)
	for name, p := range map[string]*training.Pack{"seed": packOfSeed(t, seeded(t)), "hostile": hostilePack(t)} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			gift, slides := filepath.Join(dir, "q.gift"), filepath.Join(dir, "slides.md")
			require.NoError(t, os.WriteFile(gift, []byte(written(t, p, "gift")), 0o644))
			require.NoError(t, os.WriteFile(slides, []byte(written(t, p, "marp")), 0o644))

			node := exec.Command("node", "-e", `
				const { parse } = require('gift-pegjs');
				const list = parse(require('fs').readFileSync(process.argv[1], 'utf8'));
				console.log(list.map(q => q.type + ' ' + q.title).join('\n'));`, gift)
			node.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
			out, err := node.CombinedOutput()
			require.NoError(t, err, "%.2000s", out)
			types := map[training.Form]string{training.Choice: "MC", training.Answers: "MC", training.Path: "MC", training.TrueFalse: "TF", training.FillIn: "Short", training.Matching: "Matching", training.Ordering: "Matching"}
			var want []string
			for _, q := range p.Questions {
				want = append(want, types[q.Form]+" "+q.ID)
			}
			assert.Equal(t, strings.Join(want, "\n"), strings.TrimSpace(string(out)))

			marp := exec.Command(filepath.Join(folder, "node_modules", ".bin", "marp"), "--no-stdin", slides, "-o", filepath.Join(dir, "slides.html"))
			out, err = marp.CombinedOutput()
			require.NoError(t, err, "%.2000s", out)
			rendered, err := os.ReadFile(filepath.Join(dir, "slides.html"))
			require.NoError(t, err)
			sections := strings.Count(written(t, p, "marp"), "\n---\n") // the first ends the settings
			assert.Greater(t, sections, 2*len(p.Questions)+len(p.Sheets))
			assert.Equal(t, sections, strings.Count(string(rendered), "<section "), "a section a slide")
			assert.NotContains(t, string(rendered), "<script>alert")
		})
	}
}
