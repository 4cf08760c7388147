package graph

// stride bounds the edges that are touched between two looks at the budget.
const stride = 1024

// each hands the lists of n that may hold relations to follow to scan, with
// the direction in which they are then followed; scan returns false to stop.
// What scan gets may contain attributes and other types: it asks follows. With
// back it hands over the relations by which a walk arrives at n.
// It returns false when the walk may touch no more.
func (w *walk) each(n Node, back bool, scan func(edges []Edge, d Direction) bool) bool {
	info := w.t.Node(n)
	out, in := Out, In
	if back {
		out, in = In, Out
	}
	more := true
	if w.any&out != 0 {
		more = w.runs(info.Out, out, scan)
	}
	if more && w.any&in != 0 {
		w.runs(info.In, in, scan)
	}
	return !w.over
}

// warm reads a little of each node's lists. Walking many nodes waits mostly
// for memory; asked for one right after the other, their cache lines arrive
// together. The result only keeps the compiler from dropping the reads.
func (w *walk) warm(nodes []Node) (sum Node) {
	for _, n := range nodes {
		info := w.t.Node(n)
		if out := info.Out; len(out) > 0 {
			sum += out[0].Other + out[len(out)-1].Other + out[len(out)/2].Other
		}
		if in := info.In; len(in) > 0 {
			sum += in[0].Other + in[len(in)-1].Other + in[len(in)/2].Other
		}
	}
	return sum
}

// warmBatch is the number of nodes to warm at a time.
const warmBatch = 32

// all is each for several nodes.
func (w *walk) all(nodes []Node, back bool, scan func(edges []Edge, d Direction) bool) bool {
	for i, n := range nodes {
		if i%warmBatch == 0 {
			w.sink += w.warm(nodes[i:min(i+warmBatch, len(nodes))])
		}
		if !w.each(n, back, scan) {
			return false
		}
	}
	return true
}

// runs hands over one list. A long one is narrowed to the types wanted.
func (w *walk) runs(edges []Edge, d Direction, scan func([]Edge, Direction) bool) bool {
	if w.types == nil || len(edges) <= 32 {
		return w.chunks(edges, d, scan)
	}
	for _, typ := range w.types {
		if !w.chunks(OfType(edges, typ), d, scan) {
			return false
		}
	}
	return true
}

func (w *walk) chunks(edges []Edge, d Direction, scan func([]Edge, Direction) bool) bool {
	for len(edges) > 0 {
		chunk := edges[:min(len(edges), stride)]
		edges = edges[len(chunk):]
		if !w.charge(len(chunk)) || !scan(chunk, d) {
			return false
		}
	}
	return true
}

// follows reports whether the edge is a relation that the walk follows in
// direction d and the lens shows.
func (w *walk) follows(e *Edge, d Direction) bool {
	return e.Other != 0 && w.ways[e.Type]&d != 0 && w.v.Shows(e)
}

// out returns the number of facts among which a node's relations of the types
// are found.
func (w *walk) out(n Node) int {
	edges := w.t.Node(n).Out
	if w.types == nil || len(edges) <= 32 {
		return len(edges)
	}
	sum := 0
	for _, typ := range w.types {
		sum += len(OfType(edges, typ))
	}
	return sum
}

// degrees returns the number of edges that leaving the nodes would touch.
func (w *walk) degrees(nodes []Node) int {
	sum := 0
	for _, n := range nodes {
		sum += w.degree(n)
	}
	return sum
}

func (w *walk) degree(n Node) int {
	info := w.t.Node(n)
	return len(info.Out) + len(info.In)
}
