package graphtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// conformanceHowTo says how to get what the conformance tests need.
const conformanceHowTo = "install Node 20 or newer and run: npm ci --prefix .ci/conformance"

// Audit runs every audit of the npm package graphql-http against the running
// server whose GraphQL endpoint is url, and fails the test unless all pass,
// recommendations and options included.
func Audit(t testing.TB, url string) {
	t.Helper()
	out, err := conformance(t, "audit.mjs", url)
	require.NoError(t, err, "not all audits pass:\n%s", out)
	t.Logf("%s", out)
}

// IntrospectionQuery returns graphql-js's introspection query with options
// ("" or JSON, such as {"oneOf": true}).
func IntrospectionQuery(t testing.TB, options string) string {
	t.Helper()
	out, err := conformance(t, "introspection.mjs", options)
	require.NoError(t, err, "%s", out)
	return string(out)
}

// BuildClientSchema introspects url with graphql-js's query and options (JSON),
// and fails the test unless graphql-js can build a valid schema of the answer.
func BuildClientSchema(t testing.TB, options, url string) {
	t.Helper()
	out, err := conformance(t, "introspection.mjs", options, url)
	require.NoError(t, err, "%s", out)
}

// FeedClient starts the npm client graphql-ws (kind "ws") or graphql-sse ("sse"),
// which follows the change feed of the server at url from after one revision to
// another and prints what .ci/conformance/feed.mjs says. It takes nothing for a
// while after the first event when busy is not 0. Both streams are the caller's
// to read, and Wait to call.
func FeedClient(t testing.TB, kind, url string, after, upTo uint64, busy time.Duration) *exec.Cmd {
	t.Helper()
	args := []string{kind, url, fmt.Sprint(after), fmt.Sprint(upTo)}
	if busy > 0 {
		args = append(args, fmt.Sprint(busy.Milliseconds()))
	}
	return conformanceCommand(t, "feed.mjs", args...)
}

// conformance runs a script of .ci/conformance.
func conformance(t testing.TB, script string, args ...string) ([]byte, error) {
	t.Helper()
	return conformanceCommand(t, script, args...).CombinedOutput()
}

func conformanceCommand(t testing.TB, script string, args ...string) *exec.Cmd {
	t.Helper()
	node := NeedProgram(t, conformanceHowTo, "node")
	dir := filepath.Join(Root(t), ".ci", "conformance")
	for _, name := range []string{"graphql-http", "graphql-ws", "graphql-sse"} {
		_, err := os.Stat(filepath.Join(dir, "node_modules", name))
		Need(t, err == nil, "the npm packages of .ci/conformance", conformanceHowTo)
	}
	return exec.CommandContext(t.Context(), node, append([]string{filepath.Join(dir, script)}, args...)...)
}

// Root returns the module's top folder.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		require.NotEqual(t, parent, dir, "no go.mod above the test")
		dir = parent
	}
}
