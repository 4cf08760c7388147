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
// unit for every 64 entities and every 256 edges it counts, in order of names
// for every 256 entities.
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
	made, err := t.derived.get(o.v.Budget, key, t, func(last *earlier) (any, int, error) {
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
		fmt.Fprintf(&b, " %p %d %t %q %q", o.v.Ontology, l.Grade(), l.Deprecated, l.Readings, l.ValidAt)
	}
	return b.String(), true
}

// build makes an index, from that of another revision where there is one: of
// what is on pages that both share it keeps the order.
func (o *order) build(kinds []Term, last *earlier) (*orderIndex, int, error) {
	var kept []placed
	if last != nil {
		kept = last.value.(*orderIndex).on(last.same)
	}
	lists, err := o.lists(kinds, last)
	if err != nil {
		return nil, 0, err
	}
	for lists = append(lists, kept); len(lists) > 1; { // the two shortest first
		slices.SortFunc(lists, func(a, b []placed) int { return len(a) - len(b) })
		lists = append(lists[2:], merge(lists[0], lists[1], o.compare))
	}
	all := lists[0]
	x := &orderIndex{nodes: make([]Node, len(all))}
	if !o.name {
		x.values = make([][]orderValue, len(all))
	}
	bytes := 4 * len(all)
	for i := range all {
		x.nodes[i] = all[i].node
		if !o.name {
			x.values[i] = all[i].values
		}
	}
	if !o.name {
		bytes += len(all) * int(unsafe.Sizeof(x.values[0])+uintptr(len(o.keys))*unsafe.Sizeof(orderValue{}))
	}
	return x, bytes, nil
}

// lists returns the entities that are not taken from last, in sorted lists.
func (o *order) lists(kinds []Term, last *earlier) ([][]placed, error) {
	t := o.v.topology
	var lists [][]placed
	var nodes []Node
	if !o.name {
		t.ofKinds(kinds, func(batch []Node) bool {
			nodes = append(nodes, batch...)
			return true
		})
		nodes = last.others(nodes)
		if err := o.v.Budget.Spend(1 + len(nodes)/rowsPerUnit); err != nil {
			return nil, err
		}
		list, err := o.sorted(nodes)
		return append(lists, list), err
	}
	for _, k := range kinds { // they are in order already
		nodes = last.others(t.OfKind(k))
		list := make([]placed, len(nodes))
		for i, n := range nodes {
			list[i] = placed{node: n}
		}
		lists = append(lists, list)
		if err := o.v.Budget.Spend(1 + len(nodes)/derivedPerUnit); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

// others returns the nodes that are not on the same pages; all for nil.
func (last *earlier) others(nodes []Node) []Node {
	if last == nil {
		return nodes
	}
	var list []Node
	for _, n := range nodes {
		if !last.same[n/pageSize] {
			list = append(list, n)
		}
	}
	return list
}

// on returns the entities of the pages that are the same.
func (x *orderIndex) on(same []bool) []placed {
	list := make([]placed, 0, len(x.nodes))
	for i, n := range x.nodes {
		if int(n/pageSize) < len(same) && same[n/pageSize] {
			list = append(list, x.at(i))
		}
	}
	return list
}

// at returns the entity at a place of an index.
func (x *orderIndex) at(i int) placed {
	p := placed{node: x.nodes[i]}
	if x.values != nil {
		p.values = x.values[i]
	}
	return p
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
