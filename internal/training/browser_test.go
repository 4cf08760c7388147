package training_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// stepTimeout bounds one wait for something of a page.
const stepTimeout = 30 * time.Second

// tab is a page of Chromium.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// openPage serves files and shows one of them.
func openPage(t testing.TB, files http.Handler, path string) *tab {
	t.Helper()
	program := graphtest.NeedProgram(t, "apt-get install chromium", "chromium", "chromium-browser", "google-chrome", "chrome")
	server := httptest.NewServer(files)
	t.Cleanup(server.Close)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.NoSandbox, // the browser only sees our own page, often as root in a container
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-extensions", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx), "starting Chromium") // which lives as long as the context of its first use
	p := &tab{t, ctx}
	p.do(chromedp.Navigate(server.URL + path))
	return p
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	require.NoError(p.t, chromedp.Do(ctx, actions...))
}

// text runs a script, waits until the expression is defined, and returns it.
func (p *tab) text(script, expression string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[string](script+"\n;'done'"))
	require.NoError(p.t, err)
	_, err = chromedp.Run(ctx, chromedp.Poll[bool](expression+" !== undefined", chromedp.WithPollingInterval(10*time.Millisecond), chromedp.WithPollingTimeout(stepTimeout)))
	require.NoError(p.t, err, "waiting for %s", expression)
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
	require.NoError(p.t, err)
	return found
}

func (p *tab) scheme(name string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	require.NoError(p.t, err)
}
