package playgroundtest

import (
	"context"
	"iter"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// stepTimeout bounds one wait for something to appear. Generous: CI runs the
// race detector on two cores beside it.
const stepTimeout = 30 * time.Second

// collectViolations runs before any script of the page. It also notes the
// workers: without them Monaco would quietly work on the page's own thread.
const collectViolations = `
window.policyViolations = [];
window.startedWorkers = [];
document.addEventListener('securitypolicyviolation', event => {
  window.policyViolations.push(event.effectiveDirective + ': ' + event.blockedURI + ' ' + event.sample);
});
window.Worker = class extends Worker {
  constructor(address, options) {
    super(address, options);
    window.startedWorkers.push(String(address));
    this.addEventListener('error', event => window.policyViolations.push('worker: ' + event.message));
  }
};`

// browser is one Chromium process with an empty profile.
type browser struct {
	ctx      context.Context
	host     string // host:port of the server under test
	recorder *recorder
}

// newBrowser starts Chromium; the test skips where there is none (and fails
// where graphtest.RequireEnv is set). It ends with the test.
func newBrowser(t testing.TB, base *url.URL) *browser {
	t.Helper()
	program := graphtest.NeedProgram(t,
		"install Chromium (Debian: apt-get install chromium) and have it on PATH",
		"chromium", "chromium-browser", "google-chrome", "chrome")
	rec := newRecorder(t, base)
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Headless,
		chromedp.NoSandbox, // the browser only sees our own page, often as root in a container
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("proxy-server", rec.server.URL),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"), // loopback through the proxy too
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-default-apps", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-features", "MediaRouter,OptimizationHints,Translate,AutofillServerCommunication"),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("force-prefers-reduced-motion", true),
		chromedp.Flag("metrics-recording-only", true),
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx), "starting Chromium")
	return &browser{ctx: ctx, host: base.Host, recorder: rec}
}

// tab is one page in storage of its own, with everything it complained about.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// open shows the playground at address in a new tab that shares no storage with
// any other, and waits until the editors and the schema are there.
func (b *browser) open(t testing.TB, address string) *tab {
	t.Helper()
	p := b.openTab(t, address)
	p.run("seeing the editors",
		chromedp.WaitVisible(chromedp.CSS(`.graphiql-query-editor .view-lines`)),
		chromedp.WaitVisible(chromedp.CSS(`.result-window .monaco-editor`)),
	)
	p.waitFor("the schema", `!document.querySelector('button[aria-label^="Re-fetch"]').disabled`)
	return p
}

// openTab shows address in a new tab that shares no storage with any other.
func (b *browser) openTab(t testing.TB, address string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx}
	go p.listenConsole(chromedp.Console(ctx))
	go p.listenRequests(b.host, chromedp.Events(ctx, network.RequestWillBeSent))
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: collectViolations})
	require.NoError(t, err)
	p.run("opening "+address, chromedp.Navigate(address))
	return p
}

// listenRequests collects the page's requests to any host but ours, whether or
// not they got as far as the network.
func (p *tab) listenRequests(host string, requests iter.Seq2[network.EventRequestWillBeSent, error]) {
	for request, err := range requests {
		if err != nil {
			return
		}
		address, err := url.Parse(request.Request.URL)
		if err != nil || (address.Scheme != "data" && address.Scheme != "blob" && address.Host != host) {
			p.complain("request to another host: " + request.Request.URL)
		}
	}
}

// listenConsole collects errors until the tab closes. The browser's own log is
// part of the console: failed requests and refused scripts appear there.
func (p *tab) listenConsole(messages iter.Seq2[chromedp.ConsoleMessage, error]) {
	for message, err := range messages {
		if err != nil {
			return
		}
		if message.IsException() || message.Type == "error" || message.Type == "assert" {
			p.complain(message.String())
		}
	}
}

// run performs actions within one stepTimeout and fails the test with what.
func (p *tab) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	err := chromedp.Do(ctx, actions...)
	require.NoError(p.t, err, "%s; the page said: %q", what, p.said())
}

// waitFor waits until the JavaScript expression is true, also where the page is
// left for another meanwhile.
func (p *tab) waitFor(what, expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	var err error
	for again := true; again; again = err != nil && left(err) && ctx.Err() == nil {
		_, err = chromedp.Run(ctx, chromedp.Poll[bool]("!!("+expression+")",
			chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(stepTimeout)))
	}
	require.NoError(p.t, err, "waiting for %s; the page said: %q", what, p.said())
}

// left tells whether what was asked of a page failed because it went away: the
// protocol has no code of its own for that.
func left(err error) bool {
	for _, says := range []string{"Cannot find context", "Execution context was destroyed", "Inspected target navigated"} {
		if strings.Contains(err.Error(), says) {
			return true
		}
	}
	return false
}

// text evaluates a JavaScript expression to a string.
func (p *tab) text(expression string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](`String(`+expression+`)`))
	require.NoError(p.t, err, "evaluating %s", expression)
	return found
}

func (p *tab) complain(complaint string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, complaint)
}

func (p *tab) said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.complaints...)
}

// assertQuiet fails the test when the page broke its content security policy,
// logged an error, threw, failed to load anything or asked another host.
func (p *tab) assertQuiet() {
	p.t.Helper()
	assert.Equal(p.t, "[]", p.text(`JSON.stringify(window.policyViolations)`), "content security policy violations")
	assert.Empty(p.t, p.said(), "errors and requests of the page")
}
