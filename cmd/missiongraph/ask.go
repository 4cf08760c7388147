package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
)

// ask sends the request to a server, or to one made for the purpose over the
// data file: both take the same way through the same handler.
func (a *app) ask(ctx context.Context, address string, body []byte) (*answer, error) {
	var raw []byte
	var err error
	if address != "" {
		raw, err = a.askServer(ctx, address, body)
	} else {
		raw, err = a.askFile(ctx, body)
	}
	if err != nil {
		return nil, err
	}
	found := &answer{raw: raw}
	if err := json.Unmarshal(raw, found); err != nil || (found.Data == nil && found.Errors == nil) {
		return nil, graph.Errorf(graph.Unavailable, "the answer is not GraphQL").
			WithHint("is %q the address of a GraphQL server? that of missiongraph ends in /graphql", address)
	}
	return found, nil
}

const contentType = "application/json"

// newRequest makes a GraphQL request that asks for JSON.
func newRequest(ctx context.Context, address string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", contentType)
	return request, nil
}

// maxAnswer bounds the answer read from a server, in bytes.
const maxAnswer = 64 << 20

func (a *app) askServer(ctx context.Context, address string, body []byte) ([]byte, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, graph.Errorf(graph.BadInput, "%q is not an address", address).
			WithHint("as http://127.0.0.1:8080/graphql")
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/graphql"
	}
	request, err := newRequest(ctx, u.String(), body)
	if err != nil {
		return nil, err
	}
	if err := a.authorize(request); err != nil {
		return nil, err
	}
	client := &http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, graph.Errorf(graph.Unavailable, "no answer from %s", u.Host).
			WithHint("is the server running? missiongraph serve starts one")
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, graph.Errorf(graph.Unavailable, "the answer of %s broke off", u.Host)
	}
	return raw, nil
}

func (a *app) askFile(ctx context.Context, body []byte) ([]byte, error) {
	tuneGC()
	parts := startParts(server.Limits{}, zerolog.Nop()) // errors are in the answer
	store, err := a.openReadOnly("is a server running? ask that: missiongraph query --url http://127.0.0.1:8080/graphql QUERY")
	if err != nil {
		return nil, err
	}
	defer store.Close()
	if parts.words, err = a.vocabulary(store); err != nil {
		return nil, err
	}
	var index *search.Index
	if bytes.Contains(body, []byte("search")) { // else the field cannot be selected
		var done func()
		if index, done, err = a.openSearch(ctx, store); err != nil {
			return nil, err
		}
		defer done()
	}
	return parts.once(ctx, store, index, body)
}

// once has a server that is made for the purpose answer one request.
func (p *parts) once(ctx context.Context, store graph.Store, index *search.Index, body []byte) ([]byte, error) {
	s, err := p.server(store, index, nil)
	if err != nil {
		return nil, err
	}
	request, err := newRequest(ctx, "/graphql", body)
	if err != nil {
		return nil, err
	}
	response := memory{header: http.Header{}}
	s.ServeHTTP(&response, request)
	return response.body.Bytes(), ctx.Err()
}

// memory is a response that stays in the process.
type memory struct {
	header http.Header
	body   bytes.Buffer
}

func (m *memory) Header() http.Header         { return m.header }
func (m *memory) Write(p []byte) (int, error) { return m.body.Write(p) }
func (m *memory) WriteHeader(int)             {} // the body says it all

// openSearch opens the search index beside the data file and brings it up to
// date. Where it cannot be written, or another query has it, an index for this
// query alone is made in a temporary folder. done closes it.
func (a *app) openSearch(ctx context.Context, store *bolt.Store) (index *search.Index, done func(), err error) {
	index, err = search.Open(filepath.Join(a.dataFolder(), searchFolder), store, search.Options{})
	if err == nil {
		if err = index.CatchUp(ctx); err == nil {
			return index, func() { index.Close() }, nil
		}
		index.Close()
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	folder, tempErr := os.MkdirTemp("", "missiongraph-")
	if tempErr != nil {
		return nil, nil, err
	}
	remove := func() { os.RemoveAll(folder) }
	if index, err = search.Open(folder, store, search.Options{}); err != nil {
		remove()
		return nil, nil, err
	}
	done = func() { index.Close(); remove() }
	if err = index.CatchUp(ctx); err != nil {
		done()
		return nil, nil, err
	}
	return index, done, nil
}
