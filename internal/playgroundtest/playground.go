package playgroundtest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/web"
)

// JavaScript expressions for what is on the screen. Runs of white space count as
// one space: Monaco wraps lines and draws spaces as non-breaking ones.
var (
	queryPane    = shown(`.graphiql-query-editor .view-lines`)
	variablePane = shown(`.graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines`)
	responsePane = shown(`.result-window .view-lines`)
	docsPane     = shown(`.graphiql-doc-explorer`)
	examplesPane = shown(`.examples`)
)

func shown(selector string) string {
	return "(document.querySelector(`" + selector + "`)?.innerText ?? '').replace(/\\s+/g, ' ')"
}

// Run tests the playground of the server at baseURL ("http://127.0.0.1:8080"),
// which must answer /playground, /assets/ and /graphql. The host must be
// 127.0.0.1: every other one is blocked, and a request to one fails the test,
// as do errors in the console and violations of the page's policy. changed makes
// a revision with the message it is given.
func Run(t *testing.T, baseURL string, changed func(message string)) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", base.Hostname())
	b := newBrowser(t, base)
	address := base.JoinPath("playground").String()

	t.Run("first visit", func(t *testing.T) { testFirstVisit(t, b, base, address) })
	t.Run("examples", func(t *testing.T) { testExamples(t, b, address) })
	t.Run("documentation", func(t *testing.T) { testDocumentation(t, b, base, address) })
	t.Run("completion and address", func(t *testing.T) { testCompletion(t, b, base, address) })
	t.Run("link", func(t *testing.T) { testLink(t, b, address) })
	t.Run("themes", func(t *testing.T) { testThemes(t, b, address) })
	t.Run("subscription", func(t *testing.T) { testSubscription(t, b, address, changed) })

	assert.Empty(t, b.recorder.Refused(), "requests to other hosts")
}

// testFirstVisit runs the first tab as it stands and compares the response pane
// with the server's own answer.
func testFirstVisit(t *testing.T, b *browser, base *url.URL, address string) {
	p := b.open(t, address)
	assert.Equal(t, "missiongraph playground", p.text(`document.title`))
	assert.Equal(t, "3", p.text(`document.querySelectorAll('.graphiql-tab').length`), "one tab for each group")

	first := web.Examples()[0]
	assert.Contains(t, p.text(queryPane), first.Title)
	p.focusQuery()
	p.key(kb.Enter, kb.ModifierCtrl)
	p.waitFor("a response", responsePane+`.includes('"data"')`)

	response := p.text(responsePane)
	assert.NotContains(t, response, `"errors"`)
	expected := stringLeaves(ask(t, base, first.Query, first.Variables))
	require.NotEmpty(t, expected, "the first example should return some text")
	assert.True(t, containsAny(response, expected), "none of %q in the response pane:\n%s", expected, response)

	// Language services run in workers, loaded from the same host.
	p.waitFor("the GraphQL and JSON workers",
		`['graphql', 'json'].every(name => startedWorkers.some(address => address.includes('/assets/' + name + '.worker')))`)
	assert.Equal(t, "true", p.text(`startedWorkers.every(address => new URL(address, location).origin === location.origin)`))
	p.assertQuiet()
}

// testExamples finds every example in the panel and opens one with variables.
func testExamples(t *testing.T, b *browser, address string) {
	p := b.open(t, address)
	listed := p.text(examplesPane)
	for _, example := range web.Examples() {
		assert.Contains(t, listed, example.Title)
		assert.Contains(t, listed, example.Group)
	}
	example := exampleWithVariables(t)
	// By keyboard: focus and Enter, as a user without a mouse would.
	p.run("choosing "+example.Name,
		chromedp.Focus(chromedp.CSS(`[data-example="`+example.Name+`"]`)),
		chromedp.KeyEvent(kb.Enter),
	)
	p.waitFor("the example's query", queryPane+`.includes(`+quote(example.Title)+`)`)
	p.waitFor("the example's variables", variablePane+`.includes('{')`)
	assert.Equal(t, "true", p.text(`document.querySelector('[data-example="`+example.Name+`"]').getAttribute('aria-current')`))
	p.assertQuiet()
}

// testDocumentation opens the docs pane and walks to the query type.
func testDocumentation(t *testing.T, b *browser, base *url.URL, address string) {
	root := askRootType(t, base)
	require.NotEmpty(t, root.Description, "the schema's query type should have a description")
	p := b.open(t, address)
	p.run("opening the documentation",
		chromedp.Click(chromedp.CSS(`button[aria-label="Show Documentation Explorer"]`)),
		chromedp.Click(chromedp.CSS(`.graphiql-doc-explorer a.graphiql-doc-explorer-type-name`)),
	)
	p.waitFor("the query type's fields", docsPane+`.includes(`+quote(root.Fields[0].Name)+`)`)
	// Markdown is rendered, so compare the first words only.
	words := strings.Fields(root.Description)
	assert.Contains(t, p.text(docsPane), strings.Join(words[:min(4, len(words))], " "))
	p.assertQuiet()
}

// testCompletion types the beginning of a root field into a new tab, sees it
// suggested, takes it, and sees the address follow.
func testCompletion(t *testing.T, b *browser, base *url.URL, address string) {
	field := askRootType(t, base).Fields[0].Name
	p := b.open(t, address)
	p.run("opening a new tab", chromedp.Click(chromedp.CSS(`button.graphiql-tab-add`)))
	p.waitFor("an empty editor", queryPane+`.trim() === ''`)
	p.focusQuery()
	p.run("typing", chromedp.KeyEvent("{ "+field[:2]))
	p.key(" ", kb.ModifierCtrl)
	const rows = `[...document.querySelectorAll('.suggest-widget.visible .monaco-list-row')]`
	p.waitFor("a suggestion", rows+`.some(row => row.getAttribute('aria-label')?.startsWith(`+quote(field)+`))`)

	p.run("taking it", chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(field[2:]+" }"))
	p.waitFor("the address to follow", `decodeURIComponent(location.hash).includes(`+quote(field)+`)`)

	// The formatter is loaded when first asked for.
	p.run("formatting", chromedp.Click(chromedp.CSS(`button[aria-label^="Prettify"]`)))
	p.waitFor("the formatted query", `document.querySelectorAll('.graphiql-query-editor .view-line').length >= 3`)
	p.run("copying the link", chromedp.Click(chromedp.CSS(`button[aria-label="Copy link to this query"]`)))
	p.waitFor("word of the copied link", `document.querySelector('.copy-status')?.innerText.includes('ink')`)
	p.assertQuiet()
}

// testLink opens a link in a page that has never seen the playground.
func testLink(t *testing.T, b *browser, address string) {
	example := exampleWithVariables(t)
	link := address + "#query=" + url.QueryEscape(example.Query) + "&variables=" + url.QueryEscape(example.Variables)
	p := b.open(t, link)
	p.waitFor("the linked query", queryPane+`.includes(`+quote(example.Title)+`)`)
	p.waitFor("the linked variables", variablePane+`.includes('{')`)
	assert.Equal(t, "1", p.text(`document.querySelectorAll('.graphiql-tab').length`), "a link opens alone")

	// The address stays equivalent, and a reload keeps one tab.
	p.waitFor("the address", `new URLSearchParams(location.hash.slice(1)).get('query') === `+quote(example.Query))
	p.run("reloading", chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS(`.graphiql-query-editor .view-lines`)))
	p.waitFor("the query after a reload", queryPane+`.includes(`+quote(example.Title)+`)`)
	assert.Equal(t, "1", p.text(`document.querySelectorAll('.graphiql-tab').length`), "tabs after a reload")
	p.assertQuiet()
}

// testThemes switches the system between light and dark under an open page.
func testThemes(t *testing.T, b *browser, address string) {
	p := b.open(t, address)
	background := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		p.emulateScheme(scheme)
		p.waitFor("the editors to follow", `document.querySelector('.graphiql-query-editor .monaco-editor').classList.contains(`+
			quote(map[string]string{"light": "vs", "dark": "vs-dark"}[scheme])+`)`)
		background[scheme] = p.text(`getComputedStyle(document.querySelector('.graphiql-container')).backgroundColor`)
	}
	assert.NotEqual(t, background["light"], background["dark"])
	p.assertQuiet()
}

// testSubscription runs a subscription, sees a commit appear, and stops it.
func testSubscription(t *testing.T, b *browser, address string, changed func(message string)) {
	const query = "subscription Watch {\n  changes(after: 1) {\n    revision\n    message\n  }\n}\n"
	p := b.open(t, address+"#query="+url.QueryEscape(query))
	p.waitFor("the linked query", queryPane+`.includes('subscription Watch')`)
	p.focusQuery()
	p.key(kb.Enter, kb.ModifierCtrl)
	const stop = `document.querySelector('.graphiql-execute-button[aria-label^="Stop"]')`
	p.waitFor("it to run", stop)
	changed("seen in the playground")
	p.waitFor("the commit", responsePane+`.includes('"message": "seen in the playground"')`)
	changed("seen as well")
	p.waitFor("the next", responsePane+`.includes('"message": "seen as well"')`)
	p.run("stopping it", evaluate(stop+`.click()`))
	p.waitFor("it to have stopped", `!`+stop)
	p.assertQuiet()
}
