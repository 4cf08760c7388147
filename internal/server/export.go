package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
	"missiongraph/internal/exchange/export"
)

// Bounds of exports. Writing a graph takes as long as it takes; finding which
// part of it is meant does not.
const (
	maxExports = 2  // at once
	exportWork = 20 // times Limits.Work, to find the part
)

// exportPaths are those besides /export/{name}: /export.csv and the like.
func exportPaths() (paths []string) {
	for _, f := range export.Formats() {
		for _, path := range []string{"/export." + f.Name, "/export" + f.Extension} {
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// export serves /export/{name} and /export.{format}: the graph, a part of it,
// or a table. What is wrong is told by its code before the first byte; an answer
// that cannot be finished is broken off, so that nobody takes it for whole.
func (s *Server) export(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	q, err := readExport(r)
	if err != nil {
		p := fromError(err)
		s.refuse(w, r, p, statuses[p.code])
		return
	}
	if s.unchangedExport(w, r, q) {
		return
	}
	out := &download{w: w, r: r, q: q, stall: s.limits.Stall}
	if q.Query != "" {
		err = s.exportAnswer(r, q, out)
	} else {
		err = s.exportGraph(r, q, out)
	}
	switch {
	case err == nil && !out.begun: // an empty file
		_, _ = out.Write(nil)
	case err == nil || errors.Is(err, errHead):
		return
	case errors.Is(r.Context().Err(), context.Canceled):
		e, _ := r.Context().Value(requestKey{}).(*entry)
		e.status = statusGone
	case out.begun:
		s.config.Logger.Warn().Str("request_id", RequestID(r.Context())).Str("code", fromError(err).code).Err(err).Msg("an export was broken off")
		panic(http.ErrAbortHandler)
	default:
		w.Header().Del("ETag")
		p := fromError(err)
		if p.code == codeUnavailable {
			w.Header().Set("Retry-After", "5")
		}
		s.refuse(w, r, p, statuses[p.code])
	}
}

func readExport(r *http.Request) (export.Request, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return export.Request{}, badInput("the query string is not well-formed").withHint("percent-encode what is special, as %%26 for &")
	}
	name := r.PathValue("name")
	if name == "" {
		name = strings.TrimPrefix(r.URL.Path, "/export")
	}
	return export.FromURL(name, values)
}

// unchangedExport sets the ETag and answers 304 when the client has it.
func (s *Server) unchangedExport(w http.ResponseWriter, r *http.Request, q export.Request) bool {
	w.Header().Set("Cache-Control", "no-cache")
	if s.config.Revision == nil {
		return false
	}
	at := strconv.FormatUint(s.config.Revision(), 10)
	if _, err := strconv.ParseUint(q.Revision, 10, 64); err == nil {
		at = q.Revision // which stays what it is
	}
	tag := `W/"` + digest(s.version, at, r.URL.Path, r.URL.RawQuery) + `"`
	w.Header().Set("ETag", tag)
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// exportGraph writes the graph, a part of it, or the rows of a pattern.
func (s *Server) exportGraph(r *http.Request, q export.Request, out *download) error {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		return (&problem{code: codeUnavailable, message: strconv.Itoa(maxExports) + " exports are being written", limit: limitConcurrent}).
			withHint("try again when one is done")
	}
	ctx := r.Context()
	view, err := s.config.Export(ctx, q.Revision)
	if err != nil {
		return err
	}
	defer view.Close()
	e, _ := ctx.Value(requestKey{}).(*entry)
	e.hasRev, e.rev = true, uint64(view.Revision())
	out.revision = view.Revision()
	bounded, cancel := context.WithTimeout(ctx, s.limits.Time)
	defer cancel()
	finding := graph.NewView(view.Snapshot, view.Ontology, view.Lens, graph.NewBudget(bounded, exportWork*s.limits.Work))
	defer func() { e.work = finding.Budget.Spent() + view.Budget.Spent() }()
	if q.Format.Flat() {
		table, err := export.Rows(finding, q.Pattern)
		if err != nil {
			return err
		}
		return q.Format.WriteTable(out, table)
	}
	g := export.Graph{View: view, Base: q.Base}
	if g.Nodes, err = q.Nodes(bounded, finding); err != nil {
		return err
	}
	return q.Format.Write(out, g)
}

// exportAnswer writes what a GraphQL query finds, as one operation like others.
func (s *Server) exportAnswer(r *http.Request, q export.Request, out *download) error {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return (&problem{code: codeUnavailable, message: "the server is busy", limit: limitConcurrent}).withHint("try again in a second")
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.limits.Time)
	defer cancel()
	req, p := readURL(url.Values{"query": {q.Query}, "variables": {q.Variables}}.Encode(), &s.limits)
	if p != nil {
		return p
	}
	op, values, problems := s.prepare(req)
	if problems != nil {
		return problems[0]
	}
	if op.kind != ast.Query {
		return badInput("a %s is no export", op.kind).withHint("send it to /graphql")
	}
	a, p := s.execute(ctx, op, values)
	e, _ := ctx.Value(requestKey{}).(*entry)
	e.work = a.work
	if p != nil {
		return p
	}
	if len(a.problems) > 0 {
		return a.problems[0]
	}
	if rev, ok := a.extensions["revision"].(uint64); ok {
		out.revision = graph.Revision(rev)
	}
	table, err := export.Answer(a.data)
	if err != nil {
		return err
	}
	return q.Format.WriteTable(out, table)
}

// errHead ends an export of which only the header was asked for.
var errHead = errors.New("only the header was asked for")

// download is the answer that an export is written to. Its header is sent with
// the first byte.
type download struct {
	w        http.ResponseWriter
	r        *http.Request
	q        export.Request
	revision graph.Revision
	stall    time.Duration
	begun    bool
}

func (d *download) Write(p []byte) (int, error) {
	if err := d.r.Context().Err(); err != nil {
		return 0, err
	}
	if !d.begun {
		d.begun = true
		h := d.w.Header()
		h.Set("Content-Type", d.q.Format.MediaType+charset(d.q.Format.MediaType))
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q; filename*=UTF-8''%s", d.file(plainName), url.PathEscape(d.file(sameName))))
		d.w.WriteHeader(http.StatusOK)
	}
	if d.r.Method == http.MethodHead {
		return 0, errHead
	}
	_ = http.NewResponseController(d.w).SetWriteDeadline(time.Now().Add(d.stall))
	return d.w.Write(p)
}

// file names a file, as ice-r7.graphml.
func (d *download) file(spelled func(string) string) string {
	return fmt.Sprintf("%s-r%d%s", spelled(d.q.Name), d.revision, d.q.Format.Extension)
}

func sameName(s string) string { return strings.ReplaceAll(s, "/", "-") }

// plainName keeps what every system allows in the name of a file.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && plain(string(r)) && r != ':' || r == ' ' || r == ',' {
			return r
		}
		return '-'
	}, s)
}

func charset(mediaType string) string {
	if strings.HasPrefix(mediaType, "text/") {
		return "; charset=utf-8"
	}
	return ""
}

// ExportOf opens the graph at a revision, as people write it, "" for the
// newest, for what leaves it until ctx ends. Close the view.
type ExportOf func(ctx context.Context, revision string) (*graph.View, error)
