package playgroundtest

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"missiongraph/web"
)

// focusQuery puts the cursor into the query editor.
func (p *tab) focusQuery() {
	p.t.Helper()
	p.run("focusing the query editor",
		chromedp.Focus(chromedp.CSS(`.graphiql-query-editor .monaco-editor textarea`)))
}

// key presses one key with modifiers.
func (p *tab) key(key string, modifiers chromedp.Modifier) {
	p.t.Helper()
	p.run("pressing "+strconv.Quote(key), chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers)))
}

// emulateScheme sets the system's colour scheme, "light" or "dark".
func (p *tab) emulateScheme(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	require.NoError(p.t, err)
}

// exampleWithVariables returns the first example that has some.
func exampleWithVariables(t testing.TB) web.Example {
	t.Helper()
	for _, example := range web.Examples() {
		if example.Variables != "" {
			return example
		}
	}
	require.Fail(t, "no example has variables")
	return web.Example{}
}

// quote writes a JavaScript string literal.
func quote(text string) string { return strconv.QuoteToASCII(text) }

func containsAny(text string, candidates []string) bool {
	for _, candidate := range candidates {
		if candidate != "" && strings.Contains(text, candidate) {
			return true
		}
	}
	return false
}
