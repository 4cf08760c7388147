package playgroundtest

import (
	"os"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// explorerPages are one of each view, as a link from anywhere may open it.
var explorerPages = []struct{ name, path, holds string }{
	{"home", "/", "Who does what"},
	{"search", "/?q=terror*", "found"},
	{"entity", "/e/hsi", "HSI contributes to the Joint Terrorism Task Forces"},
	{"fact", "/e/hsi?fact=hsi/contributesTo/joint-terrorism-task-forces", "largest contributor"},
	{"source", "/s/ice-what-we-do-page", "sentences used"},
	{"diagram", "/d?roots=ero&sel=ero", "relations"},
	{"diagram as a table", "/d?roots=ero&as=table", "coordinates with"},
	{"diagram to be chosen", "/d", "Begin with an entity"},
	{"diagram of a day, with a reading", "/d?roots=ice&validAt=2018-12-04&readings=attache/A&deprecated=true&theme=print", "Facts that hold on 4 December 2018. Read as attache/A. Deprecated facts are shown, too."},
	{"no such view", "/d?view=nothing", "There is no saved view “nothing”"},
	{"paths", "/path?from=287g&to=fbi", "weakest step"},
	{"matrix", "/matrix?rows=Threat&columns=Directorate", "cybercrime"},
	{"comparison", "/compare?from=0&to=1", "added"},
}

// testPages opens every view in both themes and at the width of a phone: it
// holds what it should, has no rule of accessibility against it, and does not
// scroll sideways.
func testPages(t *testing.T, b *browser, base string) {
	axe := axeCore(t)
	for _, view := range explorerPages {
		t.Run(view.name, func(t *testing.T) {
			p := b.openTab(t, base+view.path)
			all := `(` + mainText + ` + ` + panelText + ` + (document.querySelector('.banner')?.innerText ?? ''))`
			p.waitFor(view.holds, all+`.includes(`+quote(view.holds)+`)`)
			p.assertFit(axe, view.path)
		})
	}
}

// assertFit checks a page when all of it is there: axe finds nothing in either
// theme, it never scrolls sideways, and the console is quiet.
func (p *tab) assertFit(axe, path string) {
	p.t.Helper()
	p.waitFor("all of it", `!document.querySelector('.skeleton')`)
	for _, scheme := range []string{"light", "dark"} {
		p.emulateScheme(scheme)
		p.waitFor("the theme", `document.documentElement.dataset.theme === `+quote(scheme))
		p.assertAccessible(axe, path+", "+scheme)
	}
	for _, width := range []int64{360, 768, 2560} {
		p.resize(width)
		p.waitFor("no scrolling sideways", `document.documentElement.scrollWidth <= innerWidth`)
	}
	p.assertQuiet()
}

// resize makes the page's window so many pixels wide.
func (p *tab) resize(width int64) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1})
	require.NoError(p.t, err)
	p.waitFor("the width", `innerWidth === `+strconv.FormatInt(width, 10))
}

// axeCore returns axe-core, which a build of the explorer has installed.
func axeCore(t *testing.T) string {
	script, err := os.ReadFile("../../web/explorer/node_modules/axe-core/axe.min.js")
	graphtest.Need(t, err == nil, "axe-core", "run npm ci in web/explorer")
	return string(script)
}

// assertAccessible fails the test where the page as it stands breaks a rule of
// accessibility.
func (p *tab) assertAccessible(axe, where string) {
	p.t.Helper()
	p.run("reading the rules", evaluate(axe))
	p.run("applying them", evaluate(`window.broken = undefined; axe.run().then(found => window.broken = found.violations.flatMap(one =>
		one.nodes.map(node => one.id + ': ' + node.target + ' ' + (node.any[0]?.message ?? ''))).join('\n'))`))
	p.waitFor("the verdict", `window.broken !== undefined`)
	assert.Empty(p.t, p.text(`broken`), where)
}

// testPopups opens by keyboard what lies over the page.
func testPopups(t *testing.T, b *browser, base string) {
	axe := axeCore(t)
	p := b.openTab(t, base+"/e/ero")
	p.waitFor("the page", mainText+`.includes('ERO is part of ICE')`)
	p.run("going to the search box", chromedp.KeyEvent("/"))
	p.waitFor("the cursor in it", `document.activeElement?.matches('[data-main-search]')`)
	p.run("typing with a mistake", chromedp.KeyEvent("terorism"))
	p.waitFor("what it may mean", `[...document.querySelectorAll('[role=option]')].some(one => one.innerText.trim() === 'terrorism')`)
	p.assertAccessible(axe, "search")
	p.run("leaving it", chromedp.KeyEvent(kb.Escape), evaluate(`document.activeElement.blur()`))
	p.run("asking for the keys", chromedp.KeyEvent("?"))
	p.waitFor("the keys", `document.querySelector('[role=dialog]')?.innerText.includes('Path from here')`)
	p.assertAccessible(axe, "keys")
	p.run("closing them", chromedp.KeyEvent(kb.Escape))
	p.waitFor("them gone", `!document.querySelector('[role=dialog]')?.checkVisibility()`)
	p.openTake()
	p.assertAccessible(axe, "what can be taken away")
	p.run("closing it", chromedp.KeyEvent(kb.Escape))
	p.run("using the other theme", chromedp.Click(chromedp.CSS(`button[aria-label="Use the dark theme"]`)))
	p.waitFor("it", `document.documentElement.dataset.theme === 'dark'`)
	p.assertQuiet()
}

// testNothingThere asks for what there is not.
func testNothingThere(t *testing.T, b *browser, base string) {
	for _, test := range []struct{ path, says string }{
		{"/e/nobody", "Nothing is called"},
		{"/s/nothing", "There is no source"},
		{"/path?from=fbi&to=united-states-flag-no", "could not be shown"},
		{"/d?roots=nobody", "could not be shown"},
		{"/e/ero?at=99", "could not be shown"},
		{"/?q=zzzzqqq", "Nothing says"},
	} {
		t.Run(test.path, func(t *testing.T) {
			p := b.openTab(t, base+test.path)
			p.waitFor(test.says, mainText+`.includes(`+quote(test.says)+`)`)
		})
	}
}

// testNewRevision makes a revision under an open page, and looks at what a
// hostile document put into it.
func testNewRevision(t *testing.T, b *browser, base string, hostile Hostile) {
	p := b.openTab(t, base+"/e/joint-terrorism-task-forces")
	p.waitFor("the facts", mainText+`.includes('are led by the FBI')`)
	before := p.text(`document.querySelectorAll('.fact').length`)
	hostile.Changed()
	p.waitFor("word of the revision", `document.querySelector('[data-news]')?.innerText.includes('Revision 2 is available')`)
	assert.Equal(t, before, p.text(`document.querySelectorAll('.fact').length`), "nothing moves until asked")
	p.run("asking", chromedp.Click(chromedp.CSS(`[data-news] button`)))
	p.waitFor("the new fact", `document.querySelectorAll('.fact').length > `+before+` && !document.querySelector('[data-news]')`)
	assert.Contains(t, p.text(mainText), hostile.Name)
	p.assertQuiet()

	for _, path := range []string{"/e/" + hostile.Entity, "/s/" + hostile.Source, "/d?roots=" + hostile.Entity, "/compare?from=1&to=2",
		"/path?from=" + hostile.Entity + "&to=fbi", "/e/joint-terrorism-task-forces?at=1"} {
		p := b.openTab(t, base+path)
		if path == "/e/joint-terrorism-task-forces?at=1" {
			p.waitFor("the past", mainText+`.includes('are led by the FBI')`)
			assert.NotContains(t, p.text(mainText), hostile.Name)
		} else {
			p.waitFor("the name as text at "+path, `document.body.innerText.replace(/\s+/g, ' ').includes('<img src=x') || document.querySelector('.node')?.title.includes('<img src=x')`)
		}
		assert.Equal(t, "0", p.text(`document.querySelectorAll('img[src="x"], script:not([src])').length`), path)
		p.assertQuiet()
	}
}
