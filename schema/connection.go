package schema

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"missiongraph/graph"
)

// defaultPageSize is the length of a page when first and last are left out.
const defaultPageSize = 100

// pageArgs are the arguments of a connection that pages forward.
type pageArgs struct {
	First *int32
	After *string
}

// PageInfo answers PageInfo of the Relay cursor connections specification
// (https://relay.dev/graphql/connections.htm).
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// place is an element's position in a list.
type place struct {
	v        *view
	list     uint32
	position int
}

// Cursor returns the place as an opaque string.
func (p place) Cursor() string { return p.v.cursor(p.list, uint64(p.position)) }

// Connection is a page of a list: T is a resolver.
type Connection[T any] struct {
	Nodes      []T
	TotalCount int32

	v *view
	w window
}

// Edge is an element of a list with its cursor.
type Edge[T any] struct {
	place
	Node T
}

// Edges returns the page's elements with their cursors.
func (c *Connection[T]) Edges() []*Edge[T] {
	array := make([]Edge[T], len(c.Nodes))
	edges := make([]*Edge[T], len(c.Nodes))
	for i, node := range c.Nodes {
		array[i] = Edge[T]{place{c.v, c.w.list, c.w.from + i}, node}
		edges[i] = &array[i]
	}
	return edges
}

// PageInfo returns where the page stands.
func (c *Connection[T]) PageInfo() *PageInfo { return c.w.info(c.v) }

// FactConnection answers FactConnection.
type FactConnection = Connection[*FactResolver]

// listKey hashes what makes a list what it is; a cursor is good for the list
// it came from only.
func listKey(parts ...any) uint32 {
	h := fnv.New32a()
	for _, p := range parts {
		switch p := p.(type) {
		case *[]string:
			if p != nil {
				fmt.Fprintf(h, "%q", *p)
			}
		case *string:
			if p != nil {
				fmt.Fprintf(h, "%q", *p)
			}
		default:
			fmt.Fprintf(h, "%v", p)
		}
		h.Write([]byte{0})
	}
	return h.Sum32()
}

// cursor writes a place in a list: the list's key, the lens, the revision, and
// what tells the element's place, which at one revision never changes.
func (v *view) cursor(list uint32, place uint64) string {
	var b [24]byte
	binary.BigEndian.PutUint32(b[0:], list)
	binary.BigEndian.PutUint32(b[4:], listKey(v.key))
	binary.BigEndian.PutUint64(b[8:], uint64(v.Revision()))
	binary.BigEndian.PutUint64(b[16:], place)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// position reads a cursor of the same list, lens and revision.
func (v *view) position(list uint32, cursor string) (uint64, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) != 24 {
		return 0, graph.Errorf(graph.BadInput, "%.60q is not a cursor", cursor).
			WithHint("pass endCursor or an edge's cursor as it came")
	}
	if binary.BigEndian.Uint32(b[0:]) != list || binary.BigEndian.Uint32(b[4:]) != listKey(v.key) {
		return 0, graph.Errorf(graph.BadInput, "the cursor belongs to another list").
			WithHint("keep every argument but the cursor, and the lens, the same from page to page")
	}
	if rev := binary.BigEndian.Uint64(b[8:]); rev != uint64(v.Revision()) {
		return 0, graph.Errorf(graph.BadInput, "the cursor belongs to revision %d, this is revision %d", rev, v.Revision()).
			WithHint("read on at view(lens: {revision: %d}) from the first page, or start again", rev)
	}
	return binary.BigEndian.Uint64(b[16:]), nil
}

// window is the part of a list that a page shows: from inclusive, to exclusive.
type window struct {
	list     uint32
	from, to int
	total    int
}

// forward returns the window that first and after select of a list of total
// elements.
func (v *view) forward(args pageArgs, list uint32, total int) (window, error) {
	size, err := v.pageSize("first", args.First)
	if err != nil {
		return window{}, err
	}
	from := 0
	if args.After != nil {
		at, err := v.position(list, *args.After)
		if err != nil {
			return window{}, err
		}
		from = int(min(at+1, uint64(total)))
	}
	return window{list, from, min(from+size, total), total}, nil
}

// backward returns the window that last and before select.
func (v *view) backward(last *int32, before *string, list uint32, total int) (window, error) {
	size, err := v.pageSize("last", last)
	if err != nil {
		return window{}, err
	}
	to := total
	if before != nil {
		at, err := v.position(list, *before)
		if err != nil {
			return window{}, err
		}
		to = int(min(at, uint64(total)))
	}
	return window{list, max(to-size, 0), to, total}, nil
}

func (v *view) pageSize(name string, n *int32) (int, error) {
	limit := v.session.svc.limits.PageSize
	switch {
	case n == nil:
		return min(defaultPageSize, limit), nil
	case *n < 0:
		return 0, graph.Errorf(graph.BadInput, "%s is %d", name, *n).WithHint("0 or more")
	case int(*n) > limit:
		return 0, graph.Errorf(graph.Limit, "%s is %d, more than %d", name, *n, limit).
			WithHint("ask for at most %d and read on with the cursor", limit)
	}
	return int(*n), nil
}

// info describes the window's place in its list.
func (w window) info(v *view) *PageInfo {
	p := &PageInfo{HasPreviousPage: w.from > 0, HasNextPage: w.to < w.total}
	if w.to > w.from {
		start, end := v.cursor(w.list, uint64(w.from)), v.cursor(w.list, uint64(w.to-1))
		p.StartCursor, p.EndCursor = &start, &end
	}
	return p
}

// connect makes the page that shows nodes, the elements of a window.
func connect[T any](v *view, w window, nodes []T) (*Connection[T], error) {
	if err := v.Budget.Spend(1 + len(nodes)); err != nil {
		return nil, err
	}
	return &Connection[T]{Nodes: nodes, TotalCount: int32(w.total), v: v, w: w}, nil
}

// relationQuery is a list of relations of one entity, in order of the far
// end's name.
type relationQuery struct {
	r         *EntityResolver
	types     []graph.Term
	direction graph.Direction
	kinds     []graph.Term
	none      bool // known to be empty
	list      uint32
}

// RelationConnection is a page of entities with the relation that leads to
// each. Its cursors are keysets: a page costs what is on it.
type RelationConnection[P any] struct {
	Nodes []P

	q     relationQuery
	page  []graph.Rel
	after bool // something was before the page
	more  bool // something is after it
}

// RelationEdge is an edge of the graph as the edge of a connection.
type RelationEdge[P any] struct {
	Node     P
	Relation *RelationResolver

	q   *relationQuery
	rel graph.Rel
}

// Cursor returns the edge's place as an opaque string.
func (e *RelationEdge[P]) Cursor() string { return e.q.cursor(e.rel) }

// Edges returns the page's entities with their relations and cursors.
func (c *RelationConnection[P]) Edges() []*RelationEdge[P] {
	edges := make([]*RelationEdge[P], len(c.page))
	for i := range c.page {
		edges[i] = &RelationEdge[P]{c.Nodes[i], c.q.r.v.relation(c.q.r.n, c.page[i]), &c.q, c.page[i]}
	}
	return edges
}

// PageInfo returns where the page stands.
func (c *RelationConnection[P]) PageInfo() *PageInfo {
	p := &PageInfo{HasPreviousPage: c.after, HasNextPage: c.more}
	if len(c.page) > 0 {
		start, end := c.q.cursor(c.page[0]), c.q.cursor(c.page[len(c.page)-1])
		p.StartCursor, p.EndCursor = &start, &end
	}
	return p
}

// TotalCount counts the whole list; only when asked.
func (c *RelationConnection[P]) TotalCount() int32 {
	if c.q.none {
		return 0
	}
	n, err := graph.CountRelations(c.q.r.v.View, c.q.r.n, c.q.types, c.q.direction, c.q.kinds)
	must(err)
	return int32(n)
}

// cursor writes a relation's place: its far end and number.
func (q *relationQuery) cursor(r graph.Rel) string {
	return q.r.v.cursor(q.list, uint64(r.Edge.Other)<<32|uint64(r.Edge.Fact))
}

// relationPage answers a page of relations seen from q.r.
func relationPage[T any, P resolver[T]](q relationQuery, args pageArgs) (*RelationConnection[P], error) {
	v := q.r.v
	first, err := v.pageSize("first", args.First)
	if err != nil {
		return nil, err
	}
	var after graph.RelationKey
	if args.After != nil {
		at, err := v.position(q.list, *args.After)
		if err != nil {
			return nil, err
		}
		rel := graph.Rel{Edge: graph.Edge{Other: graph.Node(at >> 32), Fact: graph.FactNum(at)}}
		if v.Topology().Node(rel.Edge.Other) == nil {
			return nil, graph.Errorf(graph.BadInput, "the cursor was not made here")
		}
		after = graph.KeyOf(v.View, rel)
	}
	c := &RelationConnection[P]{q: q, after: args.After != nil, Nodes: []P{}}
	if q.none || first == 0 {
		return c, nil
	}
	c.page, c.more, err = graph.RelationsAfter(v.View, q.r.n, q.types, q.direction, q.kinds, after, first)
	if err != nil {
		return nil, err
	}
	far := make([]graph.Node, len(c.page))
	for i := range c.page {
		far[i] = c.page[i].Edge.Other
	}
	c.Nodes = wrapAll[T, P](v, far)
	return c, nil
}

// factAt is a fact by its place in the topology.
type factAt struct {
	subject graph.Node
	edge    graph.Edge // seen from the subject
}

// factPage pages facts.
func factPage(v *view, found []factAt, args pageArgs, list uint32) (*FactConnection, error) {
	w, err := v.forward(args, list, len(found))
	if err != nil {
		return nil, err
	}
	nodes := make([]*FactResolver, 0, w.to-w.from)
	for _, f := range found[w.from:w.to] {
		nodes = append(nodes, &FactResolver{&factResolver{v: v, subject: f.subject, edge: f.edge}})
	}
	return connect(v, w, nodes)
}
