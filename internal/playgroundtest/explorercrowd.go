package playgroundtest

import (
	"net/url"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// ExplorerCrowd tests the explorer of the server at baseURL, which must hold
// [graphtest.Crowd] with 3,120 partners: it draws and lists what one can take
// in, and says of how much.
func ExplorerCrowd(t *testing.T, baseURL string) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	b := newBrowser(t, base)

	t.Run("first paint", func(t *testing.T) { testFirstPaint(t, b, baseURL) })
	t.Run("diagram", func(t *testing.T) {
		p := b.openTab(t, baseURL+"/d?roots="+graphtest.CrowdHub)
		p.waitFor("how many there are", mainText+`.includes('500 of 3,125 shown')`)
		p.waitFor("boxes", `document.querySelectorAll('.react-flow__node').length > 10`)
		assert.LessOrEqual(t, number(t, p, `document.querySelectorAll('.react-flow__node').length`), 500)
		p.waitFor("the hub in view and to be read", `(() => {
			const node = document.querySelector('.react-flow__node[data-id="hub"]')?.getBoundingClientRect();
			const box = document.querySelector('.picture').getBoundingClientRect();
			return node && node.width > 90 && node.left >= box.left && node.right <= box.right && node.top >= box.top && node.bottom <= box.bottom;
		})()`)
		p.run("asking for more", evaluate(`document.querySelector('.diagram-said button').click()`))
		p.waitFor("more", mainText+`.includes('2,000 of 3,125 shown')`)
		assert.Equal(t, "/d?roots=hub&limit=2000", p.text(addressOf))
		p.assertQuiet()

		sent := b.openTab(t, p.text(`location.href`))
		sent.waitFor("no more than usual, whatever the link wishes", mainText+`.includes('500 of 3,125 shown') && `+mainText+`.includes('The link wishes for 2,000')`)
		sent.run("agreeing", evaluate(`[...document.querySelectorAll('.diagram-said button')].find(one => one.innerText === 'Draw up to 2,000').click()`))
		sent.waitFor("more", mainText+`.includes('2,000 of 3,125 shown')`)
		sent.assertQuiet()
	})
	t.Run("entity", func(t *testing.T) {
		axe := axeCore(t)
		p := b.openTab(t, baseURL+"/e/"+graphtest.CrowdHub)
		p.waitFor("how many there are", mainText+`.includes('200 of 3,124 facts shown')`)
		assert.Equal(t, 200, number(t, p, `document.querySelectorAll('.fact').length`))
		first := p.text(`document.querySelector('.fact').dataset.fact`)
		p.assertAccessible(axe, "a page of facts")
		p.run("turning the page", evaluate(`[...document.querySelectorAll('.turn a')].find(a => a.textContent === 'Next page').click()`))
		p.waitFor("others", `new URLSearchParams(location.search).has('after') && document.querySelector('.fact').dataset.fact !== `+quote(first))
		p.run("choosing a type", evaluate(`[...document.querySelectorAll('.on-page a')].find(a => a.textContent.startsWith('Part of')).click()`))
		p.waitFor("all of it", `document.querySelectorAll('.fact').length === 4`)
		p.assertQuiet()

		linked := b.openTab(t, baseURL+"/e/"+graphtest.CrowdHub+"?fact=hub/worksWith/partner-2999")
		linked.waitFor("a fact of another page, with its quote", `document.querySelector('.panel mark')?.textContent === 'Crowded Agency worksWith Partner organisation 2999.'`)
		linked.assertQuiet()
	})
	t.Run("search", func(t *testing.T) {
		p := b.openTab(t, baseURL+"/")
		p.waitFor("the cursor", `document.activeElement?.matches('[data-main-search]')`)
		p.run("typing", chromedp.KeyEvent("partner organisation 31"))
		p.waitFor("what it may mean", `[...document.querySelectorAll('[role=option]')].some(one => one.innerText.trim() === 'Partner organisation 31')`)
		p.assertQuiet()
	})
	for _, path := range []string{"/", "/e/partner-0", "/e/partner-1", "/e/partner-2", "/e/partner-3", "/d?roots=partner-1",
		"/path?from=partner-0&to=partner-1", "/matrix?rows=Partner&columns=Place"} {
		t.Run("narrow "+path, func(t *testing.T) {
			p := b.openTab(t, baseURL+path)
			p.waitFor("the page", `document.querySelector('h1') && !document.querySelector('.skeleton')`)
			p.resize(360)
			p.waitFor("no scrolling sideways", `document.documentElement.scrollWidth <= innerWidth`)
			assert.Equal(t, "0", p.text(`document.querySelectorAll('script:not([src])').length`))
			p.assertQuiet()
		})
	}
}

func number(t testing.TB, p *tab, expression string) int {
	t.Helper()
	n, err := strconv.Atoi(p.text(expression))
	require.NoError(t, err)
	return n
}
