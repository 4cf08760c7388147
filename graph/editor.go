package graph

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// Editor makes the topology of a next revision by copying only what changes.
// It is for one goroutine. Until [Editor.Done] nobody else sees anything of
// it; an editor that is not wanted is dropped.
type Editor struct {
	next    Topology
	owned   []*owned        // by page: what was copied for this editor; nil where nothing was
	dirty   int             // lists copied
	kinds   map[Term]bool   // kinds whose list must be made anew
	resort  map[Node]bool   // nodes whose neighbours must sort again
	pending map[string]Node // ids to register
	names   []nameOf        // names to register
	known   bool            // all ids and names are registered already
}

// owned is a page that only one editor sees, with a bit for each of its nodes
// whose list of edges is the editor's own, too.
type owned struct {
	*page
	out, in uint64
}

// manyNames is from how many names on registering them takes a goroutine.
const manyNames = 10_000

// Edit begins a next topology.
func (t *Topology) Edit() *Editor {
	e := &Editor{
		next:    *t,
		owned:   make([]*owned, len(t.pages)),
		kinds:   map[Term]bool{},
		resort:  map[Node]bool{},
		pending: map[string]Node{},
	}
	e.next.pages = slices.Clone(t.pages)
	e.next.kinds = maps.Clone(t.kinds)
	e.next.counts = maps.Clone(t.counts)
	return e
}

// EditEmpty begins a topology on an empty graph that shares t's registries, to
// build an older revision of the same store. Every id and name it is given
// must be registered already: it registers none.
func (t *Topology) EditEmpty() *Editor {
	empty := Topology{terms: t.terms, ids: t.ids, derived: t.derived, kinds: map[Term][]Node{}, counts: map[Term]int{}}
	e := empty.Edit()
	e.known = true
	return e
}

// Register makes known that n is the number of id without adding the entity,
// as when a file is opened whose older revisions have it.
func (e *Editor) Register(id string, n Node) { e.pending[id] = n }

// Lookup returns the node with the given id as edited so far, or 0.
func (e *Editor) Lookup(id string) Node {
	if n, ok := e.pending[id]; ok {
		if e.next.Node(n) != nil {
			return n
		}
		return 0
	}
	return e.next.Lookup(id)
}

// Node returns an entity as edited so far, or nil. Its lists are not sorted
// and the result is valid until the next edit.
func (e *Editor) Node(n Node) *NodeInfo { return e.next.Node(n) }

// PutNode adds an entity or changes its name, kind and form. n is its number,
// chosen by the store and greater than 0.
func (e *Editor) PutNode(n Node, id, name string, kind, form Term) {
	info, _, _ := e.own(n)
	key := strings.ToLower(name)
	if info.ID == "" || info.Key != key {
		e.next.ranks = nil
	}
	if info.ID == "" {
		e.next.nodes++
		if !e.known {
			e.pending[id] = n
		}
	} else if info.Key != key {
		e.resort[n] = true
	}
	if info.ID == "" || info.Kind != kind || info.Key != key {
		if info.ID != "" {
			e.kinds[info.Kind] = true
		}
		e.kinds[kind] = true
	}
	if info.Name != name {
		e.AddName(n, name)
	}
	info.ID, info.Name, info.Key, info.Kind, info.Form = id, name, key, kind, form
}

// AddName lets [Resolve] consider the entity for text: its name, or the text
// of an attribute of type [AliasProperty]. Names are never taken back; whether
// one still holds is checked when it is found.
func (e *Editor) AddName(n Node, text string) {
	if !e.known {
		e.names = append(e.names, nameOf{text, n})
	}
}

// DropNode removes an entity, which must have no edges.
func (e *Editor) DropNode(n Node) {
	info, _, _ := e.own(n)
	e.kinds[info.Kind] = true
	e.next.ranks = nil
	e.next.nodes--
	*info = NodeInfo{}
	delete(e.resort, n)
}

// Touch says that a row of the entity, or of one of its facts, was changed in
// what the topology does not keep, so that whoever keeps such things by page
// reads them anew. Every other edit says so of the entities it changes.
func (e *Editor) Touch(n Node) { e.own(n) }

// Reserve makes room for edges of a node that is about to get many.
func (e *Editor) Reserve(n Node, out, in int) {
	e.copyOut(n, out)
	e.copyIn(n, in)
}

// PutEdge adds a fact to its subject, and to its object where edge.Other is
// not 0. The fact must not be there yet.
func (e *Editor) PutEdge(subject Node, edge Edge) {
	list := e.copyOut(subject, 1)
	*list = append(*list, edge)
	if object := edge.Other; object != 0 {
		list := e.copyIn(object, 1)
		edge.Other = subject
		*list = append(*list, edge)
	}
	e.next.counts[edge.Type]++
	e.next.facts++
	e.next.lastFact = max(e.next.lastFact, edge.Fact)
}

// DropEdge removes a fact from its subject and object (0 for an attribute).
func (e *Editor) DropEdge(subject, object Node, typ Term, fact FactNum) {
	is := func(x Edge) bool { return x.Fact == fact }
	list := e.copyOut(subject, 0)
	*list = slices.DeleteFunc(*list, is)
	if object != 0 {
		list := e.copyIn(object, 0)
		*list = slices.DeleteFunc(*list, is)
	}
	e.next.counts[typ]--
	e.next.facts--
}

// Done sorts what was changed and returns the topology of the given revision.
// The editor must not be used after.
func (e *Editor) Done(revision Revision) *Topology {
	for n := range e.resort {
		info := e.next.Node(n)
		if info == nil {
			continue
		}
		for _, x := range info.Out {
			if x.Other != 0 {
				e.copyIn(x.Other, 0)
			}
		}
		for _, x := range info.In {
			e.copyOut(x.Other, 0)
		}
	}
	e.sortKinds()
	if len(e.names) < manyNames {
		e.next.ids.addAll(e.pending, e.names)
		e.sortEdges()
	} else { // the two do not touch each other
		var wait sync.WaitGroup
		wait.Go(func() { e.next.ids.addAll(e.pending, e.names) })
		e.sortEdges()
		wait.Wait()
	}
	e.next.revision, e.next.serial = revision, e.next.derived.serial.Add(1)
	t := e.next
	return &t
}

// copyOut makes a node's outgoing list the editor's own, with room for more
// edges, so that Done sorts it again.
func (e *Editor) copyOut(n Node, more int) *[]Edge {
	info, p, bit := e.own(n)
	return e.copyList(&info.Out, &p.out, bit, more)
}

// copyIn does the same for the incoming list.
func (e *Editor) copyIn(n Node, more int) *[]Edge {
	info, p, bit := e.own(n)
	return e.copyList(&info.In, &p.in, bit, more)
}

// copyList copies a list unless its bit says that it is the editor's own.
func (e *Editor) copyList(list *[]Edge, own *uint64, bit uint64, more int) *[]Edge {
	if *own&bit == 0 {
		*list = append(make([]Edge, 0, len(*list)+more), *list...)
		*own |= bit
		e.dirty++
	}
	return list
}

func (e *Editor) sortKinds() {
	if len(e.kinds) == 0 {
		return
	}
	lists := make(map[Term][]Node, len(e.kinds))
	for kind := range e.kinds {
		lists[kind] = nil
		e.next.kinds[kind] = slices.DeleteFunc(slices.Clone(e.next.kinds[kind]), func(n Node) bool {
			info := e.next.Node(n)
			return info == nil || info.Kind != kind || e.owned[n/pageSize] != nil
		})
	}
	for i, p := range e.owned {
		if p == nil {
			continue
		}
		for j := range p.page {
			info := &p.page[j]
			if info.ID == "" {
				continue
			}
			if list, ok := lists[info.Kind]; ok {
				lists[info.Kind] = append(list, Node(i*pageSize+j))
			}
		}
	}
	byName := func(a, b Node) int { return compareNodes(e.next.Node(a), e.next.Node(b)) }
	for kind, added := range lists {
		slices.SortFunc(added, byName)
		e.next.kinds[kind] = merge(e.next.kinds[kind], added, byName)
	}
}

// merge joins two sorted lists into a new one. A few elements go into a long
// list by looking for their places.
func merge[T any](a, b []T, compare func(T, T) int) []T {
	if len(a) == 0 {
		return b
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	joined := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if 16*len(b) < len(a) {
			i, _ := slices.BinarySearchFunc(a, b[0], compare)
			joined = append(append(joined, a[:i]...), b[0])
			a, b = a[i:], b[1:]
		} else if compare(a[0], b[0]) <= 0 {
			joined, a = append(joined, a[0]), a[1:]
		} else {
			joined, b = append(joined, b[0]), b[1:]
		}
	}
	return append(append(joined, a...), b...)
}

// sortEdges sorts the lists of the nodes touched. Where that is a good part of
// the graph, as when a file is opened, it first ranks all nodes by name, so
// that edges compare as integers; the ranks hold until a name changes.
func (e *Editor) sortEdges() {
	compare := func(a, b Edge) int {
		if a.Other == b.Other {
			return 0
		}
		return e.compareEnds(a.Other, b.Other)
	}
	if e.next.ranks == nil && e.dirty > 1024 && e.dirty > e.next.nodes/4 {
		e.next.ranks = e.rank()
	}
	if rank := e.next.ranks; rank != nil {
		compare = func(a, b Edge) int { return int(rank[a.Other]) - int(rank[b.Other]) }
	}
	order := func(a, b Edge) int {
		if a.Type != b.Type {
			return int(a.Type) - int(b.Type)
		}
		if c := compare(a, b); c != 0 {
			return c
		}
		return int(a.Fact) - int(b.Fact)
	}
	for _, p := range e.owned {
		if p == nil {
			continue
		}
		for set := p.out; set != 0; set &= set - 1 {
			slices.SortFunc(p.page[bits.TrailingZeros64(set)].Out, order)
		}
		for set := p.in; set != 0; set &= set - 1 {
			slices.SortFunc(p.page[bits.TrailingZeros64(set)].In, order)
		}
	}
}

func (e *Editor) compareEnds(a, b Node) int {
	if a == 0 || b == 0 {
		return int(a) - int(b)
	}
	return compareNodes(e.next.Node(a), e.next.Node(b))
}

// rank returns each node's place in the order of names, from 1.
func (e *Editor) rank() []uint32 {
	all := make([]Node, 0, e.next.nodes)
	for n := range e.next.All {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b Node) int { return compareNodes(e.next.Node(a), e.next.Node(b)) })
	rank := make([]uint32, e.next.Cap())
	for i, n := range all {
		rank[n] = uint32(i + 1)
	}
	return rank
}

// own returns a node's place in a page that only this editor sees, the page,
// and the node's bit in its sets.
func (e *Editor) own(n Node) (*NodeInfo, *owned, uint64) {
	i := int(n / pageSize)
	for i >= len(e.next.pages) {
		e.next.pages, e.owned = append(e.next.pages, nil), append(e.owned, nil)
	}
	p := e.owned[i]
	if p == nil {
		p = &owned{page: new(page)}
		if shared := e.next.pages[i]; shared != nil {
			*p.page = *shared
		}
		e.next.pages[i], e.owned[i] = p.page, p
	}
	return &p.page[n%pageSize], p, 1 << (n % pageSize)
}
