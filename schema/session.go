package schema

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"missiongraph/graph"
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
	search   *search.Index // nil where there is none: search then answers UNAVAILABLE
	limits   Limits
	names    atomic.Pointer[nameTable]
}

// NewService returns a service over store. index may be
// nil.
func NewService(store graph.Store, ontology *graph.Ontology, index *search.Index, limits Limits) *Service {
	return &Service{store: store, ontology: ontology, search: index, limits: limits}
}

// Session is one request's reading: it opens snapshots when they are first
// needed, shares them and one work budget among all resolvers, and closes them
// at the end. It is safe for concurrent use.
type Session struct {
	svc    *Service
	ctx    context.Context
	budget *graph.Budget

	mu       sync.Mutex
	views    map[string]*view
	opened   []graph.Snapshot
	head     graph.Revision // pinned by the first view
	pinned   bool
	revision graph.Revision // of the outermost view, for extensions
	hint     string
	warnings []string
}

type sessionKey struct{}

// Begin returns a context that resolvers find their session in.
func (svc *Service) Begin(ctx context.Context) (context.Context, *Session) {
	s := &Session{svc: svc, ctx: ctx, budget: graph.NewBudget(ctx, svc.limits.Rows)}
	return context.WithValue(ctx, sessionKey{}, s), s
}

// Extensions returns what a response says about the reading: the revision, a
// hint where something asked for was not found, and warnings.
func (s *Session) Extensions() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := map[string]any{}
	if s.pinned {
		x["revision"] = uint64(s.revision)
	}
	if s.hint != "" {
		x["hint"] = s.hint
	}
	if len(s.warnings) > 0 {
		x["warnings"] = s.warnings
	}
	return x
}

// Close releases the session's snapshots. No resolver may run after.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, snapshot := range s.opened {
		_ = snapshot.Close() // a read transaction: nothing to lose
	}
	s.opened, s.views = nil, nil
}

// view returns the session's view through a lens, opening its snapshot the
// first time. Lenses that name no revision share the one head the session
// pinned first.
func (s *Session) view(lens graph.Lens) (*view, error) {
	key := lensKey(lens)
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.views[key]; v != nil {
		return v, nil
	}
	if len(s.views) >= s.svc.limits.Views {
		return nil, graph.Errorf(graph.Limit, "more than %d different lenses in one request", s.svc.limits.Views)
	}
	snapshot, err := s.snapshot(lens)
	if err != nil {
		return nil, err
	}
	v := &view{
		View:    graph.NewView(snapshot, s.svc.ontology, lens, s.budget),
		session: s,
		key:     key,
	}
	v.names = s.svc.namesOf(v.Topology().Terms())
	if s.views == nil {
		s.views = make(map[string]*view, 1)
	}
	s.views[key] = v
	return v, nil
}

func (s *Session) snapshot(lens graph.Lens) (graph.Snapshot, error) {
	rev := graph.AnyRevision
	switch {
	case !lens.Time.IsZero():
		at, err := s.svc.store.RevisionAt(lens.Time)
		if err != nil {
			return nil, err
		}
		rev = at
	case lens.Revision != 0:
		rev = lens.Revision
	case s.pinned:
		rev = s.head
	}
	for _, open := range s.opened {
		if open.Revision() == rev {
			return open, nil
		}
	}
	snapshot, err := s.svc.store.Snapshot(rev)
	if err != nil {
		return nil, err
	}
	s.opened = append(s.opened, snapshot)
	if rev == graph.AnyRevision || !s.pinned {
		s.head, s.revision, s.pinned = snapshot.Revision(), snapshot.Revision(), true
	}
	return snapshot, nil
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
	session *Session
	names   *nameTable
	key     string // of the lens: part of cursors
}

func lensKey(l graph.Lens) string {
	if l.Revision == 0 && l.Time.IsZero() && l.ValidAt == "" && l.MinGrade == 0 && len(l.Readings) == 0 && !l.Deprecated {
		return ""
	}
	return fmt.Sprintf("%d|%d|%s|%d|%q|%t", l.Revision, l.Time.UnixNano(), l.ValidAt, l.MinGrade, l.Readings, l.Deprecated)
}

// nameTable holds the numbers a store gives the ontology's names, by the
// indexes that generated code uses; 0 where the store has not used a name.
type nameTable struct {
	terms      *graph.Terms
	len        int
	concrete   [][]graph.Term // by kind: its own number, or those of the kinds an abstract one stands for
	relations  []graph.Term
	properties []graph.Term
}

// namesOf returns the table for a registry, made anew when it has grown.
func (svc *Service) namesOf(terms *graph.Terms) *nameTable {
	if t := svc.names.Load(); t != nil && t.terms == terms && t.len == terms.Len() {
		return t
	}
	t := &nameTable{terms: terms, len: terms.Len()}
	number := func(names []string) []graph.Term {
		list := make([]graph.Term, len(names))
		for i, name := range names {
			list[i] = terms.Lookup(name)
		}
		return list
	}
	t.concrete = make([][]graph.Term, len(kindNames))
	for i, name := range kindNames {
		for _, term := range number(svc.ontology.Concrete([]string{name})) {
			if term != 0 {
				t.concrete[i] = append(t.concrete[i], term)
			}
		}
	}
	t.relations = number(relationNames[:])
	t.properties = number(propertyNames[:])
	svc.names.Store(t)
	return t
}
