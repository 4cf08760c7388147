package schema

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
	c.v.charge(len(c.Nodes))
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

// connect makes the page that shows nodes, the elements of a window.
func connect[T any](v *view, w window, nodes []T) (*Connection[T], error) {
	if err := v.Budget.Spend(1 + len(nodes)); err != nil {
		return nil, err
	}
	return &Connection[T]{Nodes: nodes, TotalCount: int32(w.total), v: v, w: w}, nil
}
