package playgroundtest

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"html"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a view offers to take away: with a picture, without one, and a diagram.
var (
	takePlain   = []string{"Table (CSV)", "Data (JSON)", "Query (GraphQL)", "Open in the playground", "Copy as curl"}
	takeDrawn   = append([]string{"Picture (SVG)", "Picture (PNG)", "Slide, 16:9 (SVG)", "Slide, 16:9 (PNG)", "Page, A4 (PDF)", "Mermaid", "Graphviz (DOT)"}, takePlain...)
	takeDiagram = append(takeDrawn[:len(takeDrawn):len(takeDrawn)], "Copy embed code")
)

// catchTaken keeps what the page saves and copies.
const catchTaken = `
window.taken = []; window.copied = '';
navigator.clipboard.writeText = async text => { window.copied = text; };
const kept = new Map();
URL.createObjectURL = blob => { const at = '#' + kept.size; kept.set(at, blob); return at; };
HTMLAnchorElement.prototype.click = function () {
	const name = this.download;
	kept.get(this.getAttribute('href')).arrayBuffer().then(bytes => taken.push({ name, content: btoa(Array.from(new Uint8Array(bytes), b => String.fromCharCode(b)).join('')) }));
};`

// testTake takes every view away in every form that it offers.
func testTake(t *testing.T, b *browser, base string) {
	for _, view := range []struct {
		name, path string
		offers     []string
	}{
		{"diagram", "/d?roots=ice&depth=2&collapse=Agency&hide=dhs&grade=stated&validAt=2018-12-04&theme=dark", takeDiagram},
		{"entity", "/e/hsi?grade=stated", takeDrawn},
		{"paths", "/path?from=287g&to=fbi", takeDrawn},
		{"matrix", "/matrix?rows=Threat&columns=Directorate", takeDrawn},
		{"search", "/?q=terror*", takeDrawn},
		{"source", "/s/ice-what-we-do-page", takePlain},
		{"comparison", "/compare?from=0&to=1", takePlain},
	} {
		t.Run(view.name, func(t *testing.T) {
			p := b.openTab(t, base+view.path)
			p.waitFor("what opens the menu", `document.querySelector('main [aria-haspopup=menu]')`)
			p.run("catching it", evaluate(catchTaken))
			p.openTake()
			assert.Equal(t, strings.Join(view.offers, "; "), p.text(`[...document.querySelectorAll('[role=menuitem]')].map(one => one.innerText.trim()).join('; ')`))
			query := p.take(t, "Query (GraphQL)")
			for _, offer := range view.offers {
				t.Run(offer, func(t *testing.T) { p.assertTaken(t, base, view.path, offer, query) })
			}
			p.assertQuiet()
		})
	}
}

// assertTaken takes the view away in one form and looks at what it is.
func (p *tab) assertTaken(t *testing.T, base, path, offer, query string) {
	switch offer {
	case "Open in the playground":
		p.openTake()
		address, err := url.Parse(p.text(`document.querySelector('[role=menuitem][href]').href`))
		require.NoError(t, err)
		values, err := url.ParseQuery(address.EscapedFragment())
		require.NoError(t, err)
		assert.Equal(t, "/playground", address.Path)
		assert.Equal(t, query, values.Get("query"))
		assert.True(t, json.Valid([]byte(values.Get("variables"))))
	case "Copy as curl":
		body := regexp.MustCompile(`(?s)--data-raw '(.*)'$`).FindStringSubmatch(p.copied(t, offer))
		require.NotNil(t, body)
		response, err := http.Post(base+"/graphql", "application/json", strings.NewReader(strings.ReplaceAll(body[1], `'\''`, "'")))
		require.NoError(t, err)
		answer := readAll(t, response)
		assert.Contains(t, answer, `"data"`)
		assert.NotContains(t, answer, `"errors"`)
	case "Copy embed code":
		source := regexp.MustCompile(`src="([^"]*)"`).FindStringSubmatch(p.copied(t, offer))
		require.NotNil(t, source)
		response, err := http.Get(html.UnescapeString(source[1]))
		require.NoError(t, err)
		drawn := readAll(t, response)
		assert.Equal(t, "image/svg+xml", response.Header.Get("Content-Type"), drawn)
		assert.NotContains(t, drawn, "Department of Homeland Security</text>", "it is hidden")
		assert.Equal(t, shapes(p.take(t, "Picture (SVG)")), shapes(drawn), "the same picture as the file")
	default:
		assertFile(t, offer, path, p.take(t, offer))
	}
}

// shapes counts the elements of an SVG.
func shapes(svg string) int { return strings.Count(svg, "<") }

// assertFile looks at a file that was saved.
func assertFile(t *testing.T, offer, path, content string) {
	switch {
	case strings.HasSuffix(offer, "(SVG)"):
		assertRenders(t, content)
		dark := strings.Contains(content, "#14171b") || strings.Contains(content, "#14171B")
		assert.Equal(t, strings.Contains(path, "theme=dark"), dark, "the colours chosen")
	case strings.HasSuffix(offer, "(PNG)"):
		_, err := png.Decode(strings.NewReader(content))
		assert.NoError(t, err)
	case strings.HasSuffix(offer, "(PDF)"):
		assert.True(t, strings.HasPrefix(content, "%PDF-"))
	case offer == "Mermaid":
		assert.Contains(t, content, "flowchart")
	case offer == "Graphviz (DOT)":
		assert.Contains(t, content, "digraph")
	case offer == "Table (CSV)":
		rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
		assert.NoError(t, err)
		assert.Greater(t, len(rows), 1)
	case offer == "Data (JSON)":
		assert.True(t, json.Valid([]byte(content)))
	case offer == "Query (GraphQL)":
		assert.Regexp(t, `(?m)^query \w+\(`, content)
	default:
		assert.Fail(t, "nothing is known of "+offer)
	}
}

// openTake opens the menu, if it is not open.
func (p *tab) openTake() {
	p.t.Helper()
	const open = `document.querySelector('main [aria-haspopup=menu]').getAttribute('aria-expanded') === 'true'`
	p.run("opening the menu", evaluate(`if (!(`+open+`)) document.querySelector('main [aria-haspopup=menu]').click()`))
	p.waitFor("the menu", open+` && document.querySelector('[role=menuitem]')`)
}

// take saves a file and returns what is in it.
func (p *tab) take(t *testing.T, offer string) string {
	t.Helper()
	p.choose(`window.taken = []`, offer)
	p.waitFor("the file of "+offer, `taken.length === 1`)
	content, err := base64.StdEncoding.DecodeString(p.text(`taken[0].content`))
	require.NoError(t, err)
	assert.NotEmpty(t, p.text(`taken[0].name`))
	return string(content)
}

// copied copies something and returns it.
func (p *tab) copied(t *testing.T, offer string) string {
	t.Helper()
	p.choose(`window.copied = ''`, offer)
	p.waitFor("the copy of "+offer, `copied !== ''`)
	return p.text(`copied`)
}

func (p *tab) choose(before, offer string) {
	p.t.Helper()
	p.openTake()
	p.run("choosing "+offer, evaluate(before), evaluate(`[...document.querySelectorAll('[role=menuitem]')].find(one => one.innerText.trim() === `+quote(offer)+`).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`))
}

func readAll(t *testing.T, response *http.Response) string {
	t.Helper()
	defer response.Body.Close()
	var content bytes.Buffer
	_, err := io.Copy(&content, response.Body)
	require.NoError(t, err)
	return content.String()
}
