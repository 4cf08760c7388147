package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unsafe"
)

// orderIndex is the entities of some kinds in an order. It is immutable.
type orderIndex struct {
	nodes  []Node
	values [][]orderValue // by place in nodes; nil in the order of names
}

// index returns the index of an order over the entities of concrete kinds
// (empty for all): the topology's own list where that is it, else one that is
// made at its first use and kept for those that follow. Making one charges a
// unit for every 256 entities, and edges where the order counts relations.
func (o *order) index(kinds []Term, keys []OrderKey) (*orderIndex, error) {
	t := o.v.topology
	if len(kinds) == 0 {
		kinds = t.KindTerms()
	} else {
		kinds = slices.Clone(kinds)
		slices.Sort(kinds)
		kinds = slices.Compact(kinds)
	}
	if o.name && len(kinds) == 1 {
		return &orderIndex{nodes: t.OfKind(kinds[0])}, nil
	}
	key, ok := o.key(kinds, keys)
	if !ok {
		x, _, err := o.build(kinds, nil)
		return x, err
	}
	made, err := t.derived.get(o.v.Budget, key, t, func(last *derivation) (any, int, error) {
		if o.far {
			last = nil
		}
		return o.build(kinds, last)
	})
	if err != nil {
		return nil, err
	}
	return made.(*orderIndex), nil
}

// key names an index; false when it has no name of its own and is not kept.
func (o *order) key(kinds []Term, keys []OrderKey) (string, bool) {
	var b strings.Builder
	fmt.Fprint(&b, "order ", kinds)
	if !o.name {
		text, err := json.Marshal(keys)
		if err != nil { // a number JSON has not
			return "", false
		}
		b.Write(text)
	}
	if o.lens {
		l := &o.v.Lens
		fmt.Fprintf(&b, " %d %t %q %q", l.Grade(), l.Deprecated, l.Readings, l.ValidAt)
	}
	return b.String(), true
}

// build makes an index, from that of another revision where there is one: of
// what is on pages that both share it keeps the order.
func (o *order) build(kinds []Term, last *derivation) (*orderIndex, int, error) {
	t := o.v.topology
	var kept []placed
	var lists [][]placed
	if last != nil {
		kept = last.value.(*orderIndex).on(t, last.t)
	}
	size := len(kept)
	for _, k := range kinds {
		nodes := t.OfKind(k)
		if last != nil {
			nodes = t.changed(nodes, last.t)
		}
		size += len(nodes)
		if err := o.v.Budget.Spend(1 + len(nodes)/derivedPerUnit); err != nil {
			return nil, 0, err
		}
		if o.name { // they are in order already
			list := make([]placed, len(nodes))
			for i, n := range nodes {
				list[i].node = n
			}
			lists = append(lists, list)
			continue
		}
		list, err := o.sorted(nodes)
		if err != nil {
			return nil, 0, err
		}
		lists = append(lists, list)
	}
	all := kept
	slices.SortFunc(lists, func(a, b []placed) int { return len(a) - len(b) })
	for len(lists) > 1 { // the two shortest first
		joined := merge(lists[0], lists[1], o.compare)
		at, _ := slices.BinarySearchFunc(lists[2:], len(joined), func(a []placed, n int) int { return len(a) - n })
		lists = slices.Insert(lists[2:], at, joined)
	}
	if len(lists) == 1 {
		all = merge(kept, lists[0], o.compare)
	}
	x := &orderIndex{nodes: make([]Node, len(all))}
	if !o.name {
		x.values = make([][]orderValue, len(all))
	}
	bytes := 4 * size
	for i := range all {
		x.nodes[i] = all[i].node
		if !o.name {
			x.values[i] = all[i].values
		}
	}
	if !o.name {
		bytes += size * int(unsafe.Sizeof(x.values[0])+uintptr(len(o.keys))*unsafe.Sizeof(orderValue{}))
	}
	return x, bytes, nil
}

// on returns the entities of pages that t shares with last.
func (x *orderIndex) on(t, last *Topology) []placed {
	list := make([]placed, 0, len(x.nodes))
	for i, n := range x.nodes {
		if t.same(last, int(n/pageSize)) {
			list = append(list, x.at(i))
		}
	}
	return list
}

// changed returns the nodes on pages that t does not share with last.
func (t *Topology) changed(nodes []Node, last *Topology) []Node {
	var list []Node
	for _, n := range nodes {
		if !t.same(last, int(n/pageSize)) {
			list = append(list, n)
		}
	}
	return list
}

func (x *orderIndex) at(i int) placed {
	if x.values == nil {
		return placed{node: x.nodes[i]}
	}
	return placed{x.nodes[i], x.values[i]}
}

// seek returns the place of the first entity that is after n or, unless
// beyond, is n.
func (x *orderIndex) seek(o *order, n Node, beyond bool) (int, error) {
	if o.v.topology.Node(n) == nil {
		return 0, Errorf(BadInput, "the page begins or ends at an entity that does not exist at this revision")
	}
	at, err := o.place(n)
	if err != nil {
		return 0, err
	}
	return sort.Search(len(x.nodes), func(i int) bool {
		c := o.compare(x.at(i), at)
		return c > 0 || c == 0 && !beyond
	}), nil
}
