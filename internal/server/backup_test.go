package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

type testCopy struct {
	*bytes.Reader
	closed func()
}

func (c testCopy) Close() error { c.closed(); return nil }

var backupContent = bytes.Repeat([]byte("graph "), 400_000)

func testBackup(context.Context) (Backup, error) {
	return Backup{ReadSeekCloser: testCopy{bytes.NewReader(backupContent), func() {}}, Size: int64(len(backupContent)), Revision: 7}, nil
}

func TestBackupIsSentWhole(t *testing.T) {
	closed := 0
	fail := error(nil)
	entered, release := make(chan struct{}, 1), make(chan struct{}, 9)
	f := newFixture(t, func(c *Config) {
		withAccess(false)(c)
		c.Backup = func(ctx context.Context) (Backup, error) {
			entered <- struct{}{}
			<-release
			b, _ := testBackup(ctx)
			b.ReadSeekCloser = testCopy{bytes.NewReader(backupContent), func() { closed++ }}
			return b, fail
		}
	})
	get := func() reply {
		r := httptest.NewRequest("GET", "/backup", nil)
		r.Header.Set("Authorization", "Bearer admin-token")
		return f.do(t, r)
	}
	first := make(chan reply)
	go func() { first <- get() }()
	<-entered
	second := get()
	assert.Equal(t, 503, second.status, "one at a time")
	assert.Equal(t, codeUnavailable, second.code())
	release <- struct{}{}
	got := <-first
	require.Equal(t, 200, got.status)
	assert.Equal(t, string(backupContent), got.body)
	sum := sha256.Sum256(backupContent)
	assert.Equal(t, "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":", got.header.Get("Repr-Digest"))
	assert.Equal(t, `attachment; filename="missiongraph-r7.db"`, got.header.Get("Content-Disposition"))
	assert.Equal(t, "2400000", got.header.Get("Content-Length"))
	assert.Equal(t, 1, closed)

	release <- struct{}{}
	fail = graph.Errorf(graph.Unavailable, "disk space is low")
	got = get()
	<-entered
	assert.Equal(t, 503, got.status)
	assert.Equal(t, "disk space is low", got.message())
	fail = nil

	release <- struct{}{}
	r := httptest.NewRequest("GET", "/backup", nil)
	r.Header.Set("Authorization", "Bearer admin-token")
	<-while(entered, func() { f.ServeHTTP(goneWriter{httptest.NewRecorder()}, r) })
	assert.Equal(t, 2, closed, "a client that is gone leaves nothing")
}

// while runs f, taking what it says on a channel, and returns when it is done.
func while(said chan struct{}, f func()) chan struct{} {
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	<-said
	return done
}

type goneWriter struct{ *httptest.ResponseRecorder }

func (goneWriter) Write([]byte) (int, error) { return 0, errors.New("gone") }
func (g goneWriter) ReadFrom(r io.Reader) (int64, error) {
	return 0, errors.New("gone")
}
