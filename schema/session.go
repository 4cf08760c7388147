package schema

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"missiongraph/graph"
	"missiongraph/internal/feed"
	"missiongraph/internal/golden"
	"missiongraph/internal/intake"
	"missiongraph/internal/search"
)

// Limits bound what one request may ask of the resolvers.
type Limits struct {
	Rows     int // rows and edges a request may touch
	PageSize int // largest first or last
	Nodes    int // largest limit of a subgraph
	Depth    int // largest depth of a subgraph or tree, and length of a path
	Views    int // different lenses in one request
}

// DefaultLimits returns the limits in force unless configured.
func DefaultLimits() Limits {
	return Limits{Rows: 50_000, PageSize: 1000, Nodes: 5000, Depth: 50, Views: 16}
}

// Service answers GraphQL over one store. It is safe for concurrent use.
type Service struct {
	store    graph.Store
	ontology *graph.Ontology
	golden   *golden.Book  // nil where there is none: questions then answers UNAVAILABLE
	feed     *feed.Feed    // nil where there is none: change then answers UNAVAILABLE
	search   *search.Index // nil where there is none: search then answers UNAVAILABLE
	limits   Limits
	intake   intake.Reader // nil where nothing may be imported
	shelf    *intake.Shelf // files to be imported
	gate     Gate          // nil where nothing may be written
	names    atomic.Pointer[nameTable]
}

// NewService returns a service over store. index may be nil. Where the store
// tells when it grows, as that of package bolt, the service has a feed.
func NewService(store graph.Store, ontology *graph.Ontology, index *search.Index, limits Limits) *Service {
	svc := &Service{store: store, ontology: ontology, search: index, limits: limits, shelf: intake.NewShelf(shelfSize)}
	if growing, ok := store.(feed.Store); ok {
		svc.feed = feed.New(growing, ontology)
	}
	return svc
}

// Feed returns the log of changes as events, or nil.
func (svc *Service) Feed() *feed.Feed { return svc.feed }

// Session is one request's reading: it opens snapshots when they are first
// needed, shares them and one work budget among all resolvers, and closes them
// at the end. It is safe for concurrent use.
//
// The first snapshot opened is the head's, whatever is asked for. It is the
// newest that the request sees: what is committed meanwhile is not there, also
// for a lens that names a later revision or moment.
type Session struct {
	svc    *Service
	pinned graph.Revision // read at this one instead of the head; 0 for the head
	given  graph.Snapshot // read this instead of the head's, and leave it open; nil for the head's
	budget *graph.Budget

	mu       sync.Mutex
	views    map[string]*view
	opened   []graph.Snapshot // the head's first
	closed   bool
	hint     string
	warnings []string
}

type sessionKey struct{}

// Begin returns a context that resolvers find their session in.
func (svc *Service) Begin(ctx context.Context) (context.Context, *Session) {
	s := &Session{svc: svc, budget: graph.NewBudget(ctx, svc.limits.Rows)}
	return context.WithValue(ctx, sessionKey{}, s), s
}

// BeginAt is [Service.Begin] for a request that reads at a revision as if it
// were the head.
func (svc *Service) BeginAt(ctx context.Context, rev graph.Revision) (context.Context, *Session) {
	ctx, s := svc.Begin(ctx)
	s.pinned = rev
	return ctx, s
}

// BeginOn is [Service.Begin] for a request that reads a given snapshot, as of a
// change that is not made yet, as if it were the head's. A lens that names a
// revision or a time still reads what was committed. Within another request it
// spends from that one's budget. The snapshot stays the caller's to close.
func (svc *Service) BeginOn(ctx context.Context, snapshot graph.Snapshot) (context.Context, *Session) {
	outer, within := ctx.Value(sessionKey{}).(*Session)
	ctx, s := svc.Begin(ctx)
	s.given = snapshot
	if within {
		s.budget = outer.budget
	}
	return ctx, s
}

// Extensions returns what a response says about the reading: the revision, a
// hint where something asked for was not found, and warnings.
func (s *Session) Extensions() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := map[string]any{}
	if len(s.opened) > 0 {
		x["revision"] = uint64(s.opened[0].Revision())
	}
	if s.hint != "" {
		x["hint"] = s.hint
	}
	if len(s.warnings) > 0 {
		x["warnings"] = s.warnings
	}
	return x
}

// Spent returns the work units that the request has spent.
func (s *Session) Spent() int { return s.budget.Spent() }

// Close releases the session's snapshots. A resolver that runs after finds
// them closed: UNAVAILABLE.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, snapshot := range s.opened {
		_ = snapshot.Close() // a read transaction: nothing to lose
	}
	s.opened, s.views, s.closed = nil, nil, true
}

// view returns the session's view through a lens, opening its snapshot the
// first time.
func (s *Session) view(lens graph.Lens) (*view, error) {
	key := lensKey(lens)
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.views[key]; v != nil {
		return v, nil
	}
	if s.closed {
		return nil, graph.Errorf(graph.Unavailable, "the request is over")
	}
	if len(s.views) >= s.svc.limits.Views {
		return nil, graph.Errorf(graph.Limit, "more than %d different lenses in one request", s.svc.limits.Views)
	}
	snapshot, err := s.snapshot(lens)
	if err != nil {
		return nil, err
	}
	terms, numbers := snapshot.Topology().Terms(), ""
	if len(lens.Changes) > 0 {
		if snapshot, err = s.overlay(snapshot, lens.Changes); err != nil {
			return nil, err
		}
		if numbers, err = scenarioNumbers(snapshot, lens.Changes); err != nil {
			return nil, err
		}
	}
	v := &view{
		View:     graph.NewView(snapshot, s.svc.ontology, lens, s.budget),
		session:  s,
		lensHash: listKey(key + numbers),
	}
	if v.names = s.svc.namesOf(terms); v.Topology().Terms() != terms {
		v.names = s.svc.newNames(v.Topology().Terms()) // the scenario's own
	}
	if s.views == nil {
		s.views = make(map[string]*view, 1)
	}
	s.views[key] = v
	return v, nil
}

// snapshot returns the session's snapshot of the revision a lens asks for. The
// caller holds s.mu.
func (s *Session) snapshot(lens graph.Lens) (graph.Snapshot, error) {
	if s.given != nil && lens.Revision == 0 && lens.Time.IsZero() {
		return s.given, nil
	}
	if len(s.opened) == 0 {
		rev := graph.AnyRevision
		switch {
		case s.pinned != 0:
			rev = s.pinned
		case s.given != nil:
			rev = s.given.Revision()
		}
		if _, err := s.open(rev); err != nil {
			return nil, err
		}
	}
	head := s.opened[0].Revision()
	rev := head
	switch {
	case !lens.Time.IsZero():
		at, err := s.svc.store.RevisionAt(lens.Time)
		if err != nil {
			return nil, err
		}
		rev = min(at, head)
	case lens.Revision > head:
		return nil, graph.Errorf(graph.NotFound, "there is no revision %d", lens.Revision).WithHint("the head is %d", head)
	case lens.Revision != 0:
		rev = lens.Revision
	}
	for _, open := range s.opened {
		if open.Revision() == rev {
			return open, nil
		}
	}
	return s.open(rev)
}

func (s *Session) open(rev graph.Revision) (graph.Snapshot, error) {
	snapshot, err := s.svc.store.Snapshot(rev)
	if err != nil {
		return nil, err
	}
	s.opened = append(s.opened, snapshot)
	return snapshot, nil
}

// hinted reports whether the response has a hint already: another one need not
// be looked for.
func (s *Session) hinted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hint != ""
}

// suggest records a hint for the response; the first one stays.
func (s *Session) suggest(hint string) {
	if hint == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hint == "" {
		s.hint = hint
	}
}

// warn records a warning for the response, once.
func (s *Session) warn(text string) {
	if text == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.warnings {
		if w == text {
			return
		}
	}
	s.warnings = append(s.warnings, text)
}

// view is what resolvers hold: a graph view with its session and the store's
// numbers for the ontology's names.
type view struct {
	*graph.View
	session  *Session
	names    *nameTable
	lensHash uint32 // of the lens: part of cursors

	mu      sync.Mutex
	sources map[string]*SourceResolver // those read so far, by id
}

// charge spends from the request's budget; it panics with LIMIT or TIMEOUT.
func (v *view) charge(rows int) { must(v.Budget.Spend(rows)) }

func lensKey(l graph.Lens) string {
	if l.Revision == 0 && l.Time.IsZero() && l.ValidAt == "" && l.MinGrade == 0 && len(l.Readings) == 0 && !l.Deprecated && len(l.Changes) == 0 {
		return ""
	}
	return fmt.Sprintf("%d|%d.%d|%s|%d|%q|%t|%x",
		l.Revision, l.Time.Unix(), l.Time.Nanosecond(), l.ValidAt, l.MinGrade, l.Readings, l.Deprecated, scenarioKey(l.Changes))
}
