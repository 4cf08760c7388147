package server

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/feed"
)

// changesRequest is what GET /changes asks for.
type changesRequest struct {
	after     graph.Revision
	selection *feed.Selection
	full      bool // values, too
	once      bool // no waiting for more
}

// changes serves /changes: the log as server-sent events or lines of JSON.
func (s *Server) changes(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	if !s.sameOrigin(r) {
		s.refuseOrigin(w, r)
		return
	}
	mediaType := negotiateStream(r.Header.Get("Accept"))
	if mediaType == "" {
		s.refuse(w, r, badInput("no acceptable media type").withHint("accept %s or %s", typeEvents, typeLines), http.StatusNotAcceptable)
		return
	}
	asked, p := s.readChanges(r)
	if p != nil {
		s.refuse(w, r, p, statuses[p.code])
		return
	}
	if p := s.streams.enter(); p != nil {
		s.refuseStream(w, r, p)
		return
	}
	defer s.streams.leave()
	stream := s.newEventStream(w, mediaType)
	if r.Method == http.MethodHead {
		return
	}
	c := &changesConsumer{eventStream: stream, feed: s.config.Feed, asked: asked, lines: mediaType == typeLines}
	if c.alive(asked.after) == nil {
		s.sendChanges(r.Context(), c)
	}
}

// sendChanges follows the feed and says a last word where the consumer may hear
// it.
func (s *Server) sendChanges(ctx context.Context, c *changesConsumer) {
	at, why := c.asked.after, errEnding
	if c.asked.once {
		for head := c.feed.Head(); at < head && ctx.Err() == nil; at++ {
			if err := c.event(ctx, at+1); err != nil {
				why = err
				break
			}
		}
	} else {
		at, why = s.follow(ctx, at, c)
	}
	switch {
	case ctx.Err() != nil || c.broken:
	case errors.Is(why, errEnding):
		_ = c.last("bye", at, nil)
	case errors.Is(why, errLagging):
		_ = c.last("lag", at, s.lagging(at))
	default:
		p := fromError(why)
		if e, ok := ctx.Value(requestKey{}).(*entry); ok {
			e.note([]*problem{p})
		}
		_ = c.last("error", at, p)
	}
}

// changesConsumer writes events to one client.
type changesConsumer struct {
	*eventStream
	feed   *feed.Feed
	asked  *changesRequest
	lines  bool // of JSON, instead of server-sent events
	broken bool // a write failed
}

func (c *changesConsumer) event(ctx context.Context, rev graph.Revision) error {
	e, err := c.feed.Event(ctx, rev)
	if err != nil {
		return err
	}
	ops := c.asked.selection.Ops(e)
	if len(ops) == 0 && c.asked.selection != nil {
		return nil
	}
	c.start("change")
	at := len(c.buf)
	if c.buf, err = e.Append(c.buf, ops, c.asked.full); err != nil {
		return err
	}
	if c.lines { // {"event":"change", and what the object says
		c.buf[at] = ','
	}
	return c.finish(rev)
}

// alive tells how far the log was read.
func (c *changesConsumer) alive(at graph.Revision) error {
	if !c.lines {
		return c.sent(c.place(at, "at "+strconv.FormatUint(uint64(at), 10)))
	}
	return c.last("at", at, nil)
}

// last sends an event about the stream itself, with an error where there is one.
func (c *changesConsumer) last(name string, at graph.Revision, p *problem) error {
	c.start(name)
	open := byte('{')
	if c.lines {
		open = ','
	}
	c.buf = append(append(c.buf, open), `"revision":`...)
	c.buf = strconv.AppendUint(c.buf, uint64(at), 10)
	c.buf = append(c.buf, `,"head":`...)
	c.buf = strconv.AppendUint(c.buf, uint64(c.feed.Head()), 10)
	if p != nil {
		c.buf = append(c.buf, `,"error":`...)
		c.buf = p.append(c.buf, "")
	}
	c.buf = append(c.buf, '}')
	return c.finish(at)
}

func (c *changesConsumer) start(name string) {
	if c.lines {
		c.buf = append(append(append(c.buf[:0], `{"event":"`...), name...), '"')
		return
	}
	c.begin(name)
}

func (c *changesConsumer) finish(at graph.Revision) error {
	if c.lines {
		c.buf = append(c.buf, '\n')
		return c.sent(c.send())
	}
	return c.sent(c.endAt(at))
}

func (c *changesConsumer) sent(err error) error {
	c.broken = c.broken || err != nil
	return err
}

// negotiateStream picks the media type of a stream: the first named that is
// known, server-sent events where anything will do, "" where nothing known will.
func negotiateStream(accept string) string {
	if accept == "" {
		return typeEvents
	}
	for _, part := range strings.Split(accept, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if q, _ := strconv.ParseFloat(params["q"], 64); err != nil || params["q"] != "" && q <= 0 {
			continue
		}
		switch name {
		case typeEvents, "text/*", "*/*":
			return typeEvents
		case typeLines, "application/ndjson", "application/*":
			return typeLines
		}
	}
	return ""
}

// changesParameters are those of GET /changes.
var changesParameters = []string{"after", "entity", "follow", "kind", "ops", "type"}

// readChanges reads the query string. Last-Event-ID, which a browser sends when
// it connects again, wins over after.
func (s *Server) readChanges(r *http.Request) (*changesRequest, *problem) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badInput("the URL's query string is malformed").withHint("encode every parameter with percent-encoding")
	}
	for name, list := range values {
		if !slices.Contains(changesParameters, name) {
			p := badInput("there is no parameter %s", shorten(name)).withHint("there are %s", strings.Join(changesParameters, ", "))
			if near := graph.DidYouMean(name, changesParameters); near != "" {
				p.hint = near
			}
			return nil, p
		}
		if len(list) > 1 && (name == "after" || name == "ops" || name == "follow") {
			return nil, badInput("the parameter %s is given %d times", name, len(list))
		}
	}
	asked := &changesRequest{}
	if asked.full, err = oneOf(values, "ops", "ids", "full"); err != nil {
		return nil, fromError(err)
	}
	if asked.once, err = oneOf(values, "follow", "true", "false"); err != nil {
		return nil, fromError(err)
	}
	filter := feed.Filter{Kinds: split(values["kind"]), Types: split(values["type"]), Entities: split(values["entity"])}
	if n := len(filter.Kinds) + len(filter.Types) + len(filter.Entities); n > s.limits.List {
		return nil, overLimit("the filter has %d names; at most %d are allowed", n, s.limits.List)
	}
	if asked.selection, err = s.config.Feed.Select(filter); err != nil {
		return nil, fromError(err)
	}
	after, given := values.Get("after"), values.Has("after")
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		after, given = id, true
	}
	asked.after, err = s.startAfter(after, given)
	if err != nil {
		return nil, fromError(err)
	}
	return asked, nil
}

// startAfter reads the revision to begin after.
func (s *Server) startAfter(text string, given bool) (graph.Revision, error) {
	var after uint64
	if given {
		var err error
		if after, err = strconv.ParseUint(text, 10, 64); err != nil {
			return 0, badInput("after: %q is not a revision", shorten(text)).
				withHint("a whole number: 0 for the whole log; leave it out for what comes from now on")
		}
	}
	return s.config.Feed.Start(graph.Revision(after), given)
}

// oneOf reads a parameter of two values, the first being what it is when left
// out; it reports whether it is the second.
func oneOf(values url.Values, name, first, second string) (bool, error) {
	switch value := values.Get(name); value {
	case first, "":
		return false, nil
	case second:
		return true, nil
	default:
		return false, badInput("%s: %q is neither %s nor %s", name, shorten(value), first, second)
	}
}

// split reads names that may come in several parameters or with commas.
func split(list []string) []string {
	var found []string
	for _, text := range list {
		for _, name := range strings.Split(text, ",") {
			if name = strings.TrimSpace(name); name != "" {
				found = append(found, name)
			}
		}
	}
	return found
}
