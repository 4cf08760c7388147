package playgroundtest

import (
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Saver is what a test of saving views needs besides the pages.
type Saver struct {
	// Reader and Editor are tokens.
	Reader, Editor string
	// Write puts a saved view, as a revision by somebody else.
	Write func(name, text string)
	// Text reads the newest text of a saved view.
	Text func(name string) string
}

const dialogText = `(document.querySelector('.save-view')?.innerText ?? '').replace(/\s+/g, ' ')`

// ExplorerSave tests that editors, and nobody else, save views of diagrams on
// the server at baseURL, which must hold the seed and be open for reading.
func ExplorerSave(t *testing.T, baseURL string, with Saver) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	b := newBrowser(t, base)
	axe := axeCore(t)

	t.Run("a reader", func(t *testing.T) {
		p := b.openTab(t, baseURL+"/d?roots=287g")
		p.drag("ero")
		p.saveAs("board")
		p.waitFor("the question for a token", dialogText+`.includes('Saving needs the token of an editor')`)
		p.run("a reader's", chromedp.KeyEvent(with.Reader), chromedp.KeyEvent(kb.Enter))
		p.waitFor("the dialog", `document.querySelector('.save-form')`)
		p.assertAccessible(axe, "saving a view")
		p.run("saving", evaluate(`document.querySelector('.save-form .primary').click()`))
		p.waitFor("the refusal", dialogText+`.includes('You may not save here') && `+dialogText+`.includes('EDITOR')`)
	})
	t.Run("an editor", func(t *testing.T) { testEditorSaves(t, b, baseURL, with, axe) })
	t.Run("a view by hand", func(t *testing.T) { testSaveByHand(t, b, baseURL, with) })
	t.Run("boxes over each other", func(t *testing.T) { testSaveOverlap(t, b, baseURL, with) })
	t.Run("a stale view", func(t *testing.T) { testStaleSave(t, b, baseURL, with, axe) })
}

// testEditorSaves drags a box, saves the view, and finds the box where it was
// dropped; then replaces the view by another picture.
func testEditorSaves(t *testing.T, b *browser, base string, with Saver, axe string) {
	p := b.openTab(t, base+"/d?roots=287g&kinds=Directorate,Capability,MissionArea&hide=training")
	dropped := p.drag("ero")
	p.saveAs("board")
	p.waitFor("the question for a token", dialogText+`.includes('Saving needs the token of an editor')`)
	p.run("an editor's", chromedp.KeyEvent(with.Editor), chromedp.KeyEvent(kb.Enter))
	p.waitFor("the dialog again, with the name", `document.querySelector('.save-form input')?.value === 'board'`)
	p.run("saving", evaluate(`document.querySelector('.save-form .primary').click()`))
	p.waitFor("the view's address", addressOf+` === '/d?view=board'`)
	p.waitFor("the box where it was dropped", p.at("ero", dropped))
	p.waitFor("word of the move gone", `!`+mainText+`.includes('box moved')`)
	for _, line := range []string{"roots: [ 287g ]", "kinds: [ Directorate, Capability, MissionArea ]", "hidden: [ training ]", "depth: 1", "layout: ORG"} {
		assert.Contains(t, with.Text("board"), line)
	}

	p.run("reloading", chromedp.Navigate(base+"/d?view=board"))
	p.waitFor("the box where it was dropped", p.at("ero", dropped))
	assert.Equal(t, "0", p.text(`document.querySelectorAll('.react-flow__node[data-id="training"], .react-flow__node[data-id="delegated-authority"]').length`))
	p.run("showing what is hidden", evaluate(`[...document.querySelectorAll('.facets button')].find(one => one.innerText === 'Show 1 hidden').click()`))
	p.waitFor("it", `document.querySelector('.react-flow__node[data-id="training"]') && new URLSearchParams(location.search).get('hide') === '-'`)

	// Signed in, and over a view of one's own: nothing is asked.
	again := p.drag("ero")
	assert.NotEqual(t, dropped, again)
	p.saveAs("")
	p.waitFor("the view's address", addressOf+` === '/d?view=board'`)
	p.waitFor("the box where it was dropped then", p.at("ero", again))
	assert.NotContains(t, with.Text("board"), "training")

	p.run("drawing another", chromedp.Navigate(base+"/d?roots=fbi"))
	p.drag("fbi")
	p.saveAs("board")
	p.waitFor("whose it is", dialogText+`.includes('There is a view “board” already') && `+dialogText+`.includes('Replace it')`)
	p.waitFor("both sides", `[...document.querySelectorAll('.both-sides tr')].some(one => one.innerText.replace(/\s+/g, ' ') === 'Begins with 287g fbi')`)
	p.assertAccessible(axe, "both sides of a view")
	p.run("replacing it", evaluate(`document.querySelector('.save-form .primary').click()`))
	p.waitFor("the view's address", addressOf+` === '/d?view=board'`)
	p.waitFor("the other picture", `document.querySelector('.react-flow__node[data-id="fbi"]')`)
	text := with.Text("board")
	assert.Contains(t, text, "roots: [ fbi ]")
	assert.Contains(t, text, "  ero: {", "a pin of the view replaced")
	assert.Contains(t, text, "  fbi: {")
	p.assertQuiet()
}

// testSaveByHand saves over a view that somebody wrote, comments and all.
func testSaveByHand(t *testing.T, b *browser, base string, with Saver) {
	with.Write("hand", "# For the wall of the briefing room.\ntheme: DARK # it is a dark room\nlayout: ORG\ndepth: 1\ncollapse: [Agency]\nroots: [287g]\npins:\n  # beside the door\n  training: {x: 600, y: 420}\n")
	p := b.openTab(t, base+"/d?view=hand")
	p.waitFor("the pinned box", p.at("training", "translate(600px, 420px)"))
	assert.Equal(t, "Agency", p.text(`[...document.querySelectorAll('.facets label')].find(one => one.innerText.startsWith('Roll up')).querySelector('select').value`))
	p.signIn(with.Editor)
	p.waitFor("the pinned box", p.at("training", "translate(600px, 420px)"))
	p.run("rolling nothing up", evaluate(`(() => { const select = [...document.querySelectorAll('.facets label')].find(one => one.innerText.startsWith('Roll up')).querySelector('select');
		Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, ''); select.dispatchEvent(new Event('change', { bubbles: true })); })()`))
	p.waitFor("the parts", `document.querySelector('.react-flow__node[data-id="ero"]') && new URLSearchParams(location.search).get('collapse') === '-'`)
	dropped := p.drag("ero")
	p.saveAs("")
	p.waitFor("the view's address", addressOf+` === '/d?view=hand'`)
	p.waitFor("the box where it was dropped", p.at("ero", dropped))
	p.waitFor("the one by hand where it was", p.at("training", "translate(600px, 420px)"))
	text := with.Text("hand")
	for _, line := range []string{"# For the wall of the briefing room.", "theme: DARK # it is a dark room", "  # beside the door\n  training: { x: 600, y: 420 }"} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "collapse")
	p.assertQuiet()
}

// testSaveOverlap drops a box on one that is pinned: such a view could not be
// drawn, and is not saved.
func testSaveOverlap(t *testing.T, b *browser, base string, with Saver) {
	const text = "roots: [287g]\ndepth: 1\npins:\n  training: {x: 490, y: 225}\n"
	with.Write("crowded", text)
	p := b.openTab(t, base+"/d?view=crowded")
	p.signIn(with.Editor)
	p.drag("ero")
	p.saveAs("")
	p.waitFor("the refusal", dialogText+`.includes('It could not be saved: pins: "ero" and "training" overlap')`)
	assert.Equal(t, text, with.Text("crowded"))
	p.assertQuiet()
}

// testStaleSave saves a view that somebody else has saved since it was opened.
func testStaleSave(t *testing.T, b *browser, base string, with Saver, axe string) {
	with.Write("shared", "roots: [287g]\ndepth: 1\n")
	p := b.openTab(t, base+"/d?view=shared")
	p.signIn(with.Editor)
	p.drag("ero")
	with.Write("shared", "roots: [287g]\ndepth: 2\nhidden: [training]\n")
	p.saveAs("")
	p.waitFor("the refusal", dialogText+`.includes('“shared” has changed since you opened it, saved by somebody') && `+dialogText+`.includes('Yours is not saved')`)
	rows := p.text(`[...document.querySelectorAll('.both-sides tbody tr')].map(one => one.innerText.replace(/\s+/g, ' ')).join('; ')`)
	assert.Contains(t, rows, "Steps 2 1; Hidden training as usual; Place of ero where there is room ")
	p.assertAccessible(axe, "a stale view")
	assert.Contains(t, with.Text("shared"), "depth: 2", "not saved")
	p.run("replacing it", evaluate(`document.querySelector('.save-form .primary').click()`))
	p.waitFor("the view's address", addressOf+` === '/d?view=shared' && !document.querySelector('.save-view')`)
	assert.Contains(t, with.Text("shared"), "depth: 1")
	p.assertQuiet()
}

// drag moves a box of the picture with the mouse and returns where it then is.
func (p *tab) drag(id string) string {
	p.t.Helper()
	place := `document.querySelector('.react-flow__node[data-id="` + id + `"]')`
	p.waitFor("the picture in its place", place+`?.getBoundingClientRect().width > 40 && document.querySelector('.react-flow__viewport').style.transform !== 'translate(0px, 0px) scale(1)'`)
	x, y := number(p.t, p, `Math.round(`+place+`.getBoundingClientRect().x + 30)`), number(p.t, p, `Math.round(`+place+`.getBoundingClientRect().y + 15)`)
	at := func(kind input.DispatchMouseEventType, dx, dy int, buttons int64) {
		_, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: kind, X: float64(x + dx), Y: float64(y + dy), Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1})
		require.NoError(p.t, err)
	}
	at(input.DispatchMouseEventTypeMouseMoved, 0, 0, 0)
	at(input.DispatchMouseEventTypeMousePressed, 0, 0, 1)
	for i := 1; i <= 4; i++ {
		at(input.DispatchMouseEventTypeMouseMoved, 15*i, 30*i, 1)
	}
	at(input.DispatchMouseEventTypeMouseReleased, 60, 120, 0)
	p.waitFor("word of it", mainText+`.includes('1 box moved')`)
	// What drags boxes keeps the click of the release to itself, and until its
	// timer has run every other.
	p.run("letting go", evaluate(`window.letGo = false; setTimeout(() => { window.letGo = true; })`))
	p.waitFor("clicks to count", `window.letGo`)
	return p.text(place + `.style.transform`)
}

// at is true when a box of the picture is at a place that [tab.drag] returned.
func (p *tab) at(id, place string) string {
	return `document.querySelector('.react-flow__node[data-id="` + id + `"]')?.style.transform === ` + quote(place)
}

// saveAs opens the dialog and saves by a name, or by the one that it proposes.
func (p *tab) saveAs(name string) {
	p.t.Helper()
	p.run("saving", chromedp.Click(chromedp.CSS(`.diagram-said button`)))
	p.waitFor("the cursor in the name", `document.activeElement?.matches('.save-form input')`)
	if name != "" {
		p.run("naming it", evaluate(`document.activeElement.select()`), chromedp.KeyEvent(name))
	}
	p.run("saving", chromedp.KeyEvent(kb.Enter))
}

// signIn gives the page a token as if it had been entered before.
func (p *tab) signIn(token string) {
	p.t.Helper()
	p.run("signing in", evaluate(`sessionStorage.setItem('missiongraph.token', `+quote(token)+`)`), chromedp.Reload())
	p.waitFor("being signed in", `[...document.querySelectorAll('.top button')].some(one => one.textContent === 'Sign out')`)
}
