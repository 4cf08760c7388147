package graph

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// Node is the number of an entity in its store. 0 is none. A number is never
// given to another entity, also when the entity is retracted.
type Node uint32

// FactNum is the number of a fact in its store, under the same rules.
type FactNum uint32

// Term is the number of a name in its store: a kind, form, relation type,
// property, verb or reading. 0 is none.
type Term uint16

// Edge is a fact as the topology keeps it, seen from one of its ends.
type Edge struct {
	Other   Node // the far end; 0 for an attribute
	Fact    FactNum
	Type    Term // relation type or property
	Verb    Term
	Reading Term
	Grade   Grade
	Rank    Rank
	Dated   bool // has a valid-from or valid-to, which only the row knows
}

// NodeInfo is an entity as the topology keeps it.
type NodeInfo struct {
	ID   string
	Name string
	Key  string // the name in lower case: the order of lists
	Kind Term
	Form Term
	Out  []Edge // facts whose subject this is, attributes included; see Topology
	In   []Edge // relations whose object this is
}

const pageSize = 64 // nodes a page: what a change copies; a bit each in owned

type page [pageSize]NodeInfo

// Topology is the shape of the graph at one revision, held in memory: for each
// node its edges in both directions, sorted by type, then by the far end's
// name, id and the fact's number. It is immutable and safe for concurrent use;
// topologies of neighbouring revisions share what did not change.
type Topology struct {
	revision Revision
	serial   uint64 // tells it from the store's other topologies
	terms    *Terms
	ids      *ids
	derived  *derived
	pages    []*page
	kinds    map[Term][]Node // sorted by name, then id
	counts   map[Term]int    // facts by relation type or property
	ranks    []uint32        // each node's place in the order of names; nil when not known
	nodes    int
	facts    int
	lastFact FactNum // at least every fact's number
}

// NewTopology returns the topology of the empty graph, with the registries
// that all topologies of one store share.
func NewTopology(terms *Terms) *Topology {
	return &Topology{
		terms:   terms,
		ids:     newIDs(),
		derived: new(derived),
		kinds:   map[Term][]Node{},
		counts:  map[Term]int{},
	}
}

// Revision returns the revision this is the shape of.
func (t *Topology) Revision() Revision { return t.revision }

// Terms returns the store's registry of names.
func (t *Topology) Terms() *Terms { return t.terms }

// Len returns the number of entities.
func (t *Topology) Len() int { return t.nodes }

// Facts returns the number of facts, attributes included.
func (t *Topology) Facts() int { return t.facts }

// FactsOf returns the number of facts of a relation type or property.
func (t *Topology) FactsOf(typ Term) int { return t.counts[typ] }

// Cap returns a number greater than every node's: the length of an array
// indexed by node.
func (t *Topology) Cap() int { return len(t.pages) * pageSize }

// Lookup returns the node with the given id, or 0.
func (t *Topology) Lookup(id string) Node {
	n := t.ids.lookup(id)
	if n == 0 || t.Node(n) == nil {
		return 0
	}
	return n
}

// Numbers reports whether the store, too, has this number for the entity, as
// it has not where an overlay brings the entity.
func (t *Topology) Numbers(n Node) bool { return t.ids.base == nil || n < t.ids.until }

// Node returns an entity, or nil when there is none of that number at this
// revision. The result is shared and must not be changed.
func (t *Topology) Node(n Node) *NodeInfo {
	if int(n/pageSize) >= len(t.pages) {
		return nil
	}
	p := t.pages[n/pageSize]
	if p == nil || p[n%pageSize].ID == "" {
		return nil
	}
	return &p[n%pageSize]
}

// OfKind returns the entities of a concrete kind, sorted by name, then id. The
// result is shared and must not be changed.
func (t *Topology) OfKind(kind Term) []Node { return t.kinds[kind] }

// KindTerms returns the kinds that have entities, in order of number.
func (t *Topology) KindTerms() []Term {
	var found []Term
	for k, nodes := range t.kinds {
		if len(nodes) > 0 {
			found = append(found, k)
		}
	}
	slices.Sort(found)
	return found
}

// All calls yield for every node in order of number until it returns false.
func (t *Topology) All(yield func(Node, *NodeInfo) bool) {
	for i, p := range t.pages {
		if p == nil {
			continue
		}
		for j := range p {
			if p[j].ID != "" && !yield(Node(i*pageSize+j), &p[j]) {
				return
			}
		}
	}
}

// OfType returns the run of edges of one type from a list sorted as
// [Topology] says.
func OfType(edges []Edge, typ Term) []Edge {
	lo, hi := 0, len(edges)
	for hi-lo > 8 {
		mid := int(uint(lo+hi) >> 1)
		if edges[mid].Type < typ {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for lo < len(edges) && edges[lo].Type < typ {
		lo++
	}
	end := lo
	if end+16 < len(edges) && edges[end+16].Type == typ {
		end += sort.Search(len(edges)-end, func(i int) bool { return edges[end+i].Type > typ })
	}
	for end < len(edges) && edges[end].Type == typ {
		end++
	}
	return edges[lo:end:end]
}

// Terms numbers the names a store uses. Numbers are given once and never
// change, so one registry serves every revision. It is safe for concurrent
// use.
type Terms struct {
	base *Terms // of the store, for the names that only an overlay has; nil for a store's own
	last Term   // of base that counts: later ones are not the overlay's

	mu   sync.RWMutex
	list []string // by number, less last; list[0] is ""
	num  map[string]Term
}

// NewTerms returns a registry holding the names in order, the first as 1.
func NewTerms(names ...string) *Terms {
	t := &Terms{list: []string{""}, num: map[string]Term{}}
	for _, name := range names {
		t.Add(name)
	}
	return t
}

// over returns a registry of the names that t has now, to which more can be
// added that t never learns of.
func (t *Terms) over() *Terms {
	own := NewTerms()
	own.base, own.last = t, Term(t.Len())
	return own
}

// Lookup returns a name's number, or 0.
func (t *Terms) Lookup(name string) Term {
	if t.base != nil {
		if n := t.base.Lookup(name); n != 0 && n <= t.last {
			return n
		}
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.num[name]
}

// Name returns a number's name, or "".
func (t *Terms) Name(n Term) string {
	if n <= t.last && t.base != nil {
		return t.base.Name(n)
	}
	n -= t.last
	t.mu.RLock()
	defer t.mu.RUnlock()
	if int(n) < len(t.list) {
		return t.list[n]
	}
	return ""
}

// Len returns the number of names.
func (t *Terms) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return int(t.last) + len(t.list) - 1
}

// Add gives name the next number, or returns the one it has; 0 for "". It
// panics after 65,535 names: a store refuses the change before.
func (t *Terms) Add(name string) Term {
	if name == "" {
		return 0
	}
	if t.base != nil {
		if n := t.base.Lookup(name); n != 0 && n <= t.last {
			return n
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, ok := t.num[name]; ok {
		return n
	}
	if int(t.last)+len(t.list) > MaxTerms {
		panic("graph: too many terms")
	}
	n := t.last + Term(len(t.list))
	t.list = append(t.list, name)
	t.num[name] = n
	return n
}

// MaxTerms bounds the names one store can number.
const MaxTerms = 1<<16 - 1

// names lists the names by number, after "".
func (t *Terms) names() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.base != nil {
		before := t.base.names()[: t.last+1 : t.last+1]
		return append(before, t.list[1:]...)
	}
	return t.list[:len(t.list):len(t.list)]
}

// compare orders two nodes by name, then id, without reading the names where
// their order is known.
func (t *Topology) compare(a, b Node) int {
	if t.ranks != nil {
		return int(t.ranks[a]) - int(t.ranks[b])
	}
	return compareNodes(t.Node(a), t.Node(b))
}

// compareNodes orders two nodes by name, then id.
func compareNodes(a, b *NodeInfo) int {
	if c := strings.Compare(a.Key, b.Key); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
