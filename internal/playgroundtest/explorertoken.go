package playgroundtest

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ExplorerToken tests the explorer and the playground of the server at baseURL,
// which must hold the seed and ask for a token; changed makes a revision.
func ExplorerToken(t *testing.T, baseURL, token string, changed func()) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	b := newBrowser(t, base)
	axe := axeCore(t)

	p := b.openTab(t, baseURL+"/e/287g")
	p.waitFor("the question for a token", mainText+`.includes('This server asks for a token') && document.activeElement?.id === 'token'`)
	for _, scheme := range []string{"light", "dark"} {
		p.emulateScheme(scheme)
		p.waitFor("the theme", `document.documentElement.dataset.theme === `+quote(scheme))
		p.assertAccessible(axe, "sign in, "+scheme)
	}
	p.run("a wrong one", chromedp.KeyEvent("nonsense"), chromedp.KeyEvent(kb.Enter))
	p.waitFor("word of it", mainText+`.includes('This token does not do')`)
	p.run("the right one", evaluate(`document.querySelector('#token').select()`), chromedp.KeyEvent(token), chromedp.KeyEvent(kb.Enter))
	p.waitFor("where one was going", mainText+`.includes('287(g) program') && location.pathname === '/e/287g'`)
	p.waitFor("the picture, which needs the token, too", `document.querySelector('.around-picture img')?.src.startsWith('data:image/svg+xml,')`)
	assert.NotContains(t, p.text(`location.href + JSON.stringify({...localStorage}) + document.cookie + performance.getEntriesByType('resource').map(one => one.name)`), token)

	changed()
	p.waitFor("word of the revision, over the feed", `document.querySelector('[data-news]')?.innerText.includes('is available')`)

	p.run("going to the playground", chromedp.Navigate(baseURL+"/playground"))
	p.waitFor("its schema", `document.querySelector('button[aria-label^="Re-fetch"]')?.disabled === false`)
	p.waitFor("no error", `location.pathname === '/playground'`)

	p.run("coming back", chromedp.Navigate(baseURL+"/e/hsi"))
	p.waitFor("the page", mainText+`.includes('HSI is part of ICE')`)
	p.run("signing out", evaluate(`[...document.querySelectorAll('.top button')].find(one => one.textContent === 'Sign out').click()`))
	p.waitFor("the question", mainText+`.includes('This server asks for a token')`)
	assert.Equal(t, "0", p.text(`sessionStorage.length`))

	p.run("going to the playground without one", chromedp.Navigate(baseURL+"/playground"))
	// The playground may have put what it opens with into its address before.
	p.waitFor("the question", `new URLSearchParams(location.search).get('then')?.startsWith('/playground') && document.activeElement?.id === 'token'`)
	p.run("the token", chromedp.KeyEvent(token), chromedp.KeyEvent(kb.Enter))
	p.waitFor("the playground", `location.pathname === '/playground' && document.querySelector('button[aria-label^="Re-fetch"]')?.disabled === false`)
}
