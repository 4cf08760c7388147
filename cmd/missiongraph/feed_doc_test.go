package main

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// The examples of docs/feed.md print what it says, but for times and hashes, and
// its subscriptions have an event.
func TestFeedDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/feed.md")
	require.NoError(t, err)
	live := served(t)
	varying := regexp.MustCompile(`"(time|hash|previous)":"[^"]*"`)
	calls := regexp.MustCompile("(?s)```console\n\\$ (curl [^\n]*)\n(.*?)```").FindAllSubmatch(text, -1)
	require.NotEmpty(t, calls)
	for _, c := range calls {
		curl := graphtest.NeedProgram(t, "install curl", "curl")
		line := strings.ReplaceAll(strings.TrimPrefix(string(c[1]), "curl"), "http://127.0.0.1:8080", live)
		out, err := exec.Command("sh", "-c", curl+line).Output()
		require.NoError(t, err)
		assert.Equal(t, string(c[2]), varying.ReplaceAllString(string(out), `"$1":"…"`))
	}
	subscriptions := regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllSubmatch(text, -1)
	require.NotEmpty(t, subscriptions)
	for _, s := range subscriptions {
		response, err := http.Get(live + "/graphql/stream?" + url.Values{"query": {string(s[1])}}.Encode())
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode)
		in := bufio.NewScanner(response.Body)
		for in.Scan() && in.Text() != "event: next" {
		}
		require.True(t, in.Scan())
		assert.Contains(t, in.Text(), `"sentence":`)
		assert.NotContains(t, in.Text(), `"errors"`)
	}
}
