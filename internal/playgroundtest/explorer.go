package playgroundtest

import (
	"bytes"
	"context"
	"image/png"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// Hostile is what a hostile document may have put into a graph. The pages must
// show it as the text that it is. [Hostile.Changed] adds it, as a revision.
type Hostile struct {
	// Entity is the id of an entity with such a name; a relation joins it to the
	// Joint Terrorism Task Forces.
	Entity string
	// Source is the id of a source with such a title and text.
	Source string
	// Name is the entity's.
	Name string
	// Changed makes the revision. It is called once.
	Changed func()
}

// Explorer tests the explorer of the server at baseURL, which must serve the
// seed as its first revision, as Run tests the playground.
func Explorer(t *testing.T, baseURL string, hostile Hostile) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", base.Hostname())
	b := newBrowser(t, base)

	t.Run("first paint", func(t *testing.T) { testFirstPaint(t, b, baseURL) })
	t.Run("analyst", func(t *testing.T) { testAnalyst(t, b, baseURL) })
	t.Run("diagram author", func(t *testing.T) { testDiagramAuthor(t, b, baseURL) })
	t.Run("trainer", func(t *testing.T) { testTrainer(t, b, baseURL) })
	t.Run("source reader", func(t *testing.T) { testSourceReader(t, b, baseURL) })
	t.Run("every page", func(t *testing.T) { testPages(t, b, baseURL) })
	t.Run("state", func(t *testing.T) { testState(t, b, baseURL) })
	t.Run("take away", func(t *testing.T) { testTake(t, b, baseURL) })
	t.Run("popups", func(t *testing.T) { testPopups(t, b, baseURL) })
	t.Run("nothing there", func(t *testing.T) { testNothingThere(t, b, baseURL) })
	t.Run("a new revision", func(t *testing.T) { testNewRevision(t, b, baseURL, hostile) })

	assert.Empty(t, b.recorder.Refused(), "requests to other hosts")
}

// evaluate runs a script for what it does.
func evaluate(script string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[string](script+"\n;'done'")(ctx, target)
		return chromedp.Void{}, err
	}
}

const (
	mainText  = `(document.querySelector('main')?.innerText ?? '').replace(/\s+/g, ' ')`
	panelText = `(document.querySelector('.panel')?.innerText ?? '').replace(/\s+/g, ' ')`
	addressOf = `location.pathname + location.search`
)

// testFirstPaint opens the page in a browser that has nothing of it and waits
// for the search box. The limit is the user's, which a machine that is busy with
// other tests need not keep: it is measured, and asserted with room.
func testFirstPaint(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/")
	p.waitFor("the question box with the cursor in it", `document.activeElement?.matches('[data-main-search]')`)
	p.waitFor("the picture", `document.querySelectorAll('.box').length > 10`)
	p.waitFor("a first paint to be told", `performance.getEntriesByName('first-contentful-paint').length > 0`)
	paint := p.text(`Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1)`)
	milliseconds, err := strconv.Atoi(paint)
	require.NoError(t, err)
	t.Logf("first contentful paint after %d ms", milliseconds)
	assert.Positive(t, milliseconds)
	assert.Less(t, milliseconds, 10_000)
	p.assertQuiet()
}

// testAnalyst asks who leads the JTTF, sees where it says so, goes on to
// INTERPOL and opens what a colleague was sent.
func testAnalyst(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/")
	p.waitFor("the cursor", `document.activeElement?.matches('[data-main-search]')`)
	p.run("typing an acronym", chromedp.KeyEvent("jttf"))
	p.waitFor("what it means", `document.querySelector('[role=option][data-active-item]')?.innerText.includes('Joint Terrorism Task Forces')`)
	p.run("choosing it", chromedp.KeyEvent(kb.Enter))
	p.waitFor("its page", `location.pathname === '/e/joint-terrorism-task-forces' && `+mainText+`.includes('are led by the FBI')`)

	p.run("asking for the quote", chromedp.Click(chromedp.CSS(`[data-fact="fbi/leads/joint-terrorism-task-forces"] .fact-source a`)))
	p.waitFor("the quote in the text", `document.querySelector('.panel mark')?.textContent === 'the FBI-led Joint Terrorism Task Forces'`)
	p.waitFor("the mark in view", `(() => {
		const mark = document.querySelector('.panel mark').getBoundingClientRect();
		return mark.top > 0 && mark.bottom < innerHeight;
	})()`)

	p.run("leaving for the paths", chromedp.Click(chromedp.CSS(`.entity header a[href^="/path"]`)))
	p.waitFor("the page of paths", `document.activeElement !== null && document.querySelectorAll('.end input').length === 2`)
	p.waitFor("the beginning", `document.querySelector('.end input').value === 'Joint Terrorism Task Forces'`)
	p.run("naming the end", chromedp.Focus(chromedp.CSS(`.end:last-child input`)), chromedp.KeyEvent("interpol"))
	p.waitFor("what it means", `document.querySelector('[role=option][data-active-item]')?.innerText.includes('INTERPOL')`)
	p.run("choosing it", chromedp.KeyEvent(kb.Enter))
	p.waitFor("the path", `document.querySelectorAll('.path-steps li').length > 1`)
	sentences := p.text(`[...document.querySelectorAll('.path-steps')][0].innerText`)
	assert.Contains(t, sentences, "HSI")
	assert.Contains(t, sentences, "INTERPOL")

	shared := p.text(addressOf)
	assert.Equal(t, "/path?from=joint-terrorism-task-forces&to=interpol", shared)
	other := b.openTab(t, base+shared)
	other.waitFor("the same path", `document.querySelector('.path-steps')?.innerText === `+quote(sentences))

	p.run("going back", evaluate(`history.back()`))
	p.waitFor("one end only", addressOf+` === '/path?from=joint-terrorism-task-forces'`)
	p.assertQuiet()
	other.assertQuiet()
}

// testDiagramAuthor draws ICE, rolls it up, and takes the picture away.
func testDiagramAuthor(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/d?roots=ice")
	p.waitFor("boxes", `document.querySelectorAll('.react-flow__node').length > 10`)
	p.waitFor("lines", `document.querySelectorAll('.wire').length > 10`)
	p.waitFor("all of it in view", `(() => {
		const box = document.querySelector('.picture').getBoundingClientRect();
		return [...document.querySelectorAll('.react-flow__node')].every(node => {
			const at = node.getBoundingClientRect();
			return at.left >= box.left && at.right <= box.right && at.top >= box.top && at.bottom <= box.bottom;
		});
	})()`)

	// A kind of two words is counted, and can be left out.
	p.run("drawing a mission", chromedp.Navigate(base+"/d?roots=preventing-terrorism"))
	p.waitFor("the kind", `[...document.querySelectorAll('.facets label')].some(one => /^Mission areas\s*[1-9]/.test(one.innerText.trim()))`)
	p.run("drawing ICE again", chromedp.Navigate(base+"/d?roots=ice"))
	p.waitFor("boxes", `document.querySelectorAll('.react-flow__node').length > 10`)

	// By keyboard: from ICE along a relation, and hide what is there.
	p.run("focusing ICE", chromedp.Focus(chromedp.CSS(`.react-flow__node[data-id="ice"]`)), chromedp.KeyEvent(kb.ArrowDown))
	p.waitFor("the focus to walk", `document.activeElement?.matches('.react-flow__node:not([data-id="ice"])')`)
	walked := p.text(`document.activeElement.dataset.id`)
	p.run("hiding it", chromedp.KeyEvent("h"))
	p.waitFor("it to be hidden", `new URLSearchParams(location.search).get('hide') === `+quote(walked)+
		` && !document.querySelector('.react-flow__node[data-id="`+walked+`"]')`)
	p.run("showing it again", evaluate(`history.back()`))
	p.waitFor("it to be back", `document.querySelector('.react-flow__node[data-id="`+walked+`"]')`)

	p.run("rolling up", chromedp.Navigate(base+"/d?roots=ice&depth=2&collapse=Agency"))
	p.waitFor("no directorate on its own", `document.querySelectorAll('.react-flow__node').length > 10 && !document.querySelector('.react-flow__node[data-id="ero"]')`)
	assert.NotEqual(t, "0", p.text(`document.querySelectorAll('.wire.implied').length`))

	p.run("keeping what is saved", evaluate(`window.saved = []; URL.createObjectURL = blob => { saved.push(blob); return '#'; };`))
	p.run("taking it away", chromedp.Click(chromedp.CSS(`.diagram-head [aria-haspopup=menu]`)))
	p.waitFor("the menu", `document.querySelector('[role=menuitem]')?.innerText.includes('SVG')`)
	p.run("as SVG", chromedp.Click(chromedp.CSS(`[role=menuitem]`)))
	p.waitFor("the file", `saved.length === 1`)
	p.waitFor("its text", `(saved[0].text().then(text => window.savedText = text), window.savedText)`)
	assert.Equal(t, "image/svg+xml", p.text(`saved[0].type`))
	assertRenders(t, p.text(`savedText`))
	assert.Equal(t, "svg", p.text(`new DOMParser().parseFromString(savedText, 'image/svg+xml').documentElement.localName`))
	p.assertQuiet()
}

// assertRenders has a program that is not a browser draw an SVG.
func assertRenders(t *testing.T, svg string) {
	t.Helper()
	program := graphtest.NeedProgram(t, "install librsvg (Debian: apt-get install librsvg2-bin)", "rsvg-convert")
	convert := exec.CommandContext(t.Context(), program, "--width", "800")
	convert.Stdin = strings.NewReader(svg)
	drawn, err := convert.Output()
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(drawn))
	require.NoError(t, err)
	assert.Equal(t, 800, picture.Bounds().Dx())
}

// testTrainer copies a sentence with what supports it.
func testTrainer(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/e/hsi?fact=hsi/contributesTo/joint-terrorism-task-forces")
	p.waitFor("the fact", `document.querySelector('.panel .copy-citation')`)
	p.run("catching the copy", evaluate(`navigator.clipboard.writeText = async text => { window.copied = text; };`))
	p.run("copying", chromedp.Click(chromedp.CSS(`.copy-citation`)))
	p.waitFor("word of it", `document.querySelector('.copy-citation').innerText.includes('Copied')`)
	assert.Equal(t, "HSI contributes to the Joint Terrorism Task Forces. “HSI is the largest contributor to the FBI-led Joint Terrorism Task Forces” "+
		"(What We Do, Department of Homeland Security, reviewed 4 December 2018, line 51; stated)", p.text(`copied`))
	p.assertQuiet()
}

// testSourceReader goes from a sentence to its facts and from a fact to its
// sentence.
func testSourceReader(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/s/ice-what-we-do-page")
	p.waitFor("how much is used", mainText+`.includes('34 of 43 sentences used')`)
	p.run("choosing a sentence", evaluate(`[...document.querySelectorAll('a.supported')].find(a => a.textContent.startsWith('HSI is the largest')).click()`))
	p.waitFor("its facts", panelText+`.includes('FBI leads the Joint Terrorism Task Forces')`)
	p.run("choosing a fact", evaluate(`[...document.querySelectorAll('.panel a')].find(a => a.textContent.includes('FBI leads')).click()`))
	p.waitFor("its quote", `document.querySelector('.source-page mark')?.textContent === 'the FBI-led Joint Terrorism Task Forces'`)
	p.assertQuiet()
}
