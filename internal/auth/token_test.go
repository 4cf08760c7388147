package auth

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// clock is a time that only a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func newTokens(t testing.TB, c *clock) (*Tokens, string) {
	path := filepath.Join(t.TempDir(), "tokens.json")
	return OpenTokens(path, c.now), path
}

func TestTokenWorksUntilItExpires(t *testing.T) {
	c := newClock()
	x, path := newTokens(t, c)
	made, secret, err := x.Create("ada", graph.EditorRole, c.at.AddDate(0, 0, 1))
	require.NoError(t, err)
	assert.Equal(t, made.ID, PublicID(secret))
	assert.True(t, strings.HasPrefix(secret, made.ID+"_"))
	assert.Len(t, secret, tokenChars)

	who, err := x.Verify(secret)
	require.NoError(t, err)
	assert.Equal(t, graph.Principal{Name: "ada", Role: graph.EditorRole}, who)

	stored, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.NotContains(t, string(stored), secret[len(made.ID)+1:], "the secret is not kept")
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}

	c.at = c.at.AddDate(0, 0, 1)
	_, err = x.Verify(secret)
	assert.Equal(t, graph.Unauthenticated, graph.CodeOf(err))
	assert.Contains(t, err.Error(), made.ID+" is expired")
	live, err := x.Live()
	require.NoError(t, err)
	assert.Zero(t, live)
}

// One process revokes, another, which has the file read, looks at its state.
func TestRevokedAtOnce(t *testing.T) {
	c := newClock()
	server, path := newTokens(t, c)
	command := OpenTokens(path, c.now)
	var secrets []string
	for _, name := range []string{"ada", "bob", "ada"} {
		_, secret, err := command.Create(name, graph.ReaderRole, time.Time{})
		require.NoError(t, err)
		secrets = append(secrets, secret)
		_, err = server.Verify(secret)
		require.NoError(t, err, "a new one works at once")
	}
	old := time.Now().Add(-time.Hour) // so that the server does not read again for its youth
	require.NoError(t, os.Chtimes(path, old, old))
	_, err := server.Verify(secrets[1])
	require.NoError(t, err)
	assert.False(t, server.seen.young)

	ended, err := command.Revoke("ada")
	require.NoError(t, err)
	assert.Len(t, ended, 2, "all of a name")
	for _, i := range []int{0, 2} {
		_, err = server.Verify(secrets[i])
		assert.Equal(t, graph.Unauthenticated, graph.CodeOf(err))
		assert.Contains(t, err.Error(), "revoked")
	}
	_, err = server.Verify(secrets[1])
	assert.NoError(t, err)

	_, err = command.Revoke("ada")
	assert.Equal(t, graph.Conflict, graph.CodeOf(err))
	_, err = command.Revoke("bobb")
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	assert.Contains(t, graph.HintOf(err), "bob")
	_, err = command.Revoke(PublicID(secrets[1]))
	assert.NoError(t, err, "by id")
	require.NoError(t, os.Remove(path))
	_, err = server.Verify(secrets[1])
	assert.Equal(t, graph.Unauthenticated, graph.CodeOf(err), "no file, no tokens")
}

func TestWrongTokens(t *testing.T) {
	x, _ := newTokens(t, newClock())
	_, secret, err := x.Create("ada", graph.AdminRole, time.Time{})
	require.NoError(t, err)
	other, _ := newSecret()
	tests := []struct{ name, token string }{
		{"empty", ""},
		{"its id alone", PublicID(secret)},
		{"its id with another secret", PublicID(secret) + other[len(PublicID(other)):]},
		{"another id with its secret", PublicID(other) + secret[len(PublicID(secret)):]},
		{"one letter less", secret[:len(secret)-1]},
		{"one letter more", secret + "A"},
		{"other case", strings.ToUpper(secret)},
		{"never made", other},
		{"huge", strings.Repeat("a", 1<<20)},
		{"the hash", fmt.Sprintf("%x", hashOf(secret))},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			who, err := x.Verify(test.token)
			assert.Equal(t, graph.Unauthenticated, graph.CodeOf(err))
			assert.Zero(t, who)
			assert.NotContains(t, fmt.Sprint(err, graph.HintOf(err)), secret[len(PublicID(secret)):])
		})
	}
	last := secret[len(secret)-1]
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if byte(c) != last { // also those that decode to the same bits
			_, err := x.Verify(secret[:len(secret)-1] + string(c))
			assert.Equal(t, graph.Unauthenticated, graph.CodeOf(err))
		}
	}
}

// What cannot be read lets nobody in, and works again when it can be.
func TestBrokenFileRefuses(t *testing.T) {
	x, path := newTokens(t, newClock())
	_, secret, err := x.Create("ada", graph.AdminRole, time.Time{})
	require.NoError(t, err)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	tests := []struct {
		name, text string
		mode       os.FileMode
	}{
		{"empty", "", 0o600},
		{"cut", string(good[:len(good)/2]), 0o600},
		{"two", string(good) + string(good), 0o600},
		{"newer", strings.Replace(string(good), `"format": 1`, `"format": 2`, 1), 0o600},
		{"unknown role", strings.Replace(string(good), "ADMIN", "ROOT", 1), 0o600},
		{"unknown field", strings.Replace(string(good), `"name"`, `"nickname"`, 1), 0o600},
		{"no hash", strings.Replace(string(good), `"sha256": "`, `"sha256": "00`, 1), 0o600},
		{"for all to write", string(good), 0o666},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && test.mode != 0o600 {
				t.Skip("no such permissions")
			}
			require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
			require.NoError(t, os.Chmod(path, test.mode))
			_, err := x.Verify(secret)
			assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
			assert.NotContains(t, err.Error(), filepath.Dir(path))
			_, _, err = x.Create("bob", graph.ReaderRole, time.Time{})
			assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
			_, err = x.Revoke("ada")
			assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
			left, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, test.text, string(left), "it was left as it is")
			require.NoError(t, os.Chmod(path, 0o600))
		})
	}
	require.NoError(t, os.WriteFile(path, good, 0o600))
	_, err = x.Verify(secret)
	assert.NoError(t, err)
}

func TestManyAtOnceLoseNone(t *testing.T) {
	c := newClock()
	_, path := newTokens(t, c)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			_, _, err := OpenTokens(path, c.now).Create(fmt.Sprintf("p%d", i), graph.ReaderRole, time.Time{})
			assert.NoError(t, err)
		})
	}
	all.Wait()
	list, err := OpenTokens(path, c.now).List()
	require.NoError(t, err)
	assert.Len(t, list, 20)
}

func TestNames(t *testing.T) {
	for _, name := range []string{"ada", "Ada Lovelace", "ada@example.org", "ero-importer", "Žofie"} {
		assert.NoError(t, checkName(name), name)
	}
	for _, name := range []string{"", " ada", "ada\n", "a\x1b[31mb", "mg_00000000", "seed", "SEED", "a\u202eb", "\xff", strings.Repeat("a", 129)} {
		assert.Error(t, checkName(name), "%q", name)
	}
}

func TestParseExpiry(t *testing.T) {
	now := newClock().at
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		text string
		want time.Time
		ok   bool
	}{
		{"never", time.Time{}, true},
		{"90d", now.AddDate(0, 0, 90), true},
		{"2027-01-31", day(2027, 2, 1), true},
		{"2026-11-24", day(2026, 11, 25), true},
		{"2026-11-23", time.Time{}, false},
		{"2126-11-23", time.Time{}, false},
		{"0d", time.Time{}, false},
		{"-1d", time.Time{}, false},
		{"999999999999d", time.Time{}, false},
		{"", time.Time{}, false},
		{"2027-02-30", time.Time{}, false},
		{"soon", time.Time{}, false},
	}
	for _, test := range tests {
		got, err := ParseExpiry(test.text, now)
		assert.Equal(t, test.ok, err == nil, test.text)
		assert.True(t, test.want.Equal(got), "%s: %s", test.text, got)
	}
}

func BenchmarkVerify(b *testing.B) {
	x, path := newTokens(b, newClock())
	_, secret, err := x.Create("ada", graph.ReaderRole, time.Time{})
	require.NoError(b, err)
	old := time.Now().Add(-time.Hour)
	require.NoError(b, os.Chtimes(path, old, old))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Verify(secret); err != nil {
			b.Fatal(err)
		}
	}
}
