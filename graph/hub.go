package graph

// Hub is an entity with the number of its relations.
type Hub struct {
	Node   Node
	Degree int // visible relations, from both ends; one to itself counts twice
}

// FindHubs returns the first entities by degree, the greatest first, then in
// order of name and id; those without any relation are none. It costs one unit
// of budget for every 64 entities and edges. The error has code LIMIT or
// TIMEOUT.
func FindHubs(v *View, first int) ([]Hub, error) {
	t := v.topology
	w := newWalk(v, nil, Both)
	defer w.done()
	degree := w.places(nil)
	p := newPass(v)
	err := p.each(&population{all: true}, Out, func(n Node, info *NodeInfo) error {
		for i := range info.Out {
			if e := &info.Out[i]; e.Other != 0 && (p.v.plain(e) || p.v.Shows(e)) {
				degree[n]++
				degree[e.Other]++
			}
		}
		return p.charge(1 + len(info.Out))
	})
	if err == nil {
		err = p.settle()
	}
	if err != nil {
		return nil, err
	}
	nodes := make([]Node, 0, t.Len())
	for n, d := range degree {
		if d > 0 {
			nodes = append(nodes, Node(n))
		}
	}
	nodes = firstOf(nodes, first, func(a, b Node) int {
		if degree[a] != degree[b] {
			return int(degree[b]) - int(degree[a])
		}
		return t.compare(a, b)
	})
	hubs := make([]Hub, len(nodes))
	for i, n := range nodes {
		hubs[i] = Hub{n, int(degree[n])}
	}
	return hubs, nil
}
