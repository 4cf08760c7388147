package graph

import (
	"strconv"
	"strings"
	"unsafe"
)

// column holds values of all entities, page by page of the topology: what a
// filter or an order reads instead of rows. A page that two revisions share
// has the same rows in both, so a column is made from that of another revision
// by reading the pages that changed.
type column[T any] struct {
	chunks []*columnChunk[T] // by page; nil where there are no values
}

type columnChunk[T any] struct {
	start  [pageSize + 1]uint32 // by place in the page: where an entity's values begin
	values []T
}

// of returns an entity's values. The result is shared and must not be changed.
func (c *column[T]) of(n Node) []T {
	if int(n/pageSize) >= len(c.chunks) {
		return nil
	}
	x := c.chunks[n/pageSize]
	if x == nil {
		return nil
	}
	return x.values[x.start[n%pageSize]:x.start[n%pageSize+1]]
}

// rowsPerUnit is the number of rows read into a column for one unit of
// [Budget]: reading them is shared by all requests that follow.
const rowsPerUnit = 64

// fewRows is how many rows a condition or order reads one by one before it has
// a column made.
const fewRows = 512

// valueReader gives a kind of values of entities: from rows while few are asked
// for, from a column when there is one or many are. It is for one goroutine.
type valueReader[T any] struct {
	v      *View
	key    string
	read   func(dst []T, info *NodeInfo, n Node) ([]T, error) // appends an entity's values
	size   func(*T) int                                       // bytes beyond the value itself
	column *column[T]
	looked bool // for a column
	rows   int  // read so far
	buffer []T
}

// of returns an entity's values, valid until the next call. The error has code
// LIMIT or TIMEOUT, or is the store's.
func (x *valueReader[T]) of(n Node) ([]T, error) {
	if x.column != nil {
		return x.column.of(n), nil
	}
	info := x.v.topology.Node(n)
	if info == nil {
		return nil, nil
	}
	if !x.looked {
		x.looked = true
		x.column, _ = x.v.topology.derived.peek(x.key, x.v.topology).(*column[T])
	} else if x.rows >= fewRows {
		if err := x.build(); err != nil {
			return nil, err
		}
	}
	if x.column != nil {
		return x.column.of(n), nil
	}
	var err error
	if x.buffer, err = x.read(x.buffer[:0], info, n); err != nil {
		return nil, err
	}
	x.rows += len(x.buffer)
	return x.buffer, x.v.Budget.Spend(len(x.buffer))
}

func (x *valueReader[T]) build() error {
	t := x.v.topology
	made, err := t.derived.get(x.v.Budget, x.key, t, func(last *earlier) (any, int, error) {
		c := &column[T]{chunks: make([]*columnChunk[T], len(t.pages))}
		m := edgeMeter{budget: x.v.Budget, rate: rowsPerUnit}
		bytes := 8 * len(c.chunks)
		for i := range t.pages {
			if last != nil && last.same[i] {
				c.chunks[i] = last.value.(*column[T]).chunks[i]
			} else if err := x.chunk(c, i, &m); err != nil {
				return nil, 0, err
			}
			bytes += x.bytes(c.chunks[i])
		}
		return c, bytes, nil
	})
	if err != nil {
		return err
	}
	x.column = made.(*column[T])
	return nil
}

// chunk reads one page.
func (x *valueReader[T]) chunk(c *column[T], i int, m *edgeMeter) error {
	p := x.v.topology.pages[i]
	if p == nil {
		return nil
	}
	var made columnChunk[T]
	for j := range p {
		if p[j].ID != "" {
			var err error
			if made.values, err = x.read(made.values, &p[j], Node(i*pageSize+j)); err != nil {
				return err
			}
		}
		made.start[j+1] = uint32(len(made.values))
	}
	if len(made.values) > 0 {
		c.chunks[i] = &made
	}
	return m.touch(1 + len(made.values))
}

func (x *valueReader[T]) bytes(c *columnChunk[T]) int {
	if c == nil {
		return 0
	}
	var zero T
	size := int(unsafe.Sizeof(*c)) + cap(c.values)*int(unsafe.Sizeof(zero))
	for i := range c.values {
		size += x.size(&c.values[i])
	}
	return size
}

// propertyValue is a value with the edge of its fact, seen from the subject.
type propertyValue struct {
	edge  Edge
	value Value
}

// newPropertyValues gives the values of a property in the order of the
// entity's edges of that type, hidden ones included.
func newPropertyValues(v *View, property Term) *valueReader[propertyValue] {
	return &valueReader[propertyValue]{v: v, key: "property " + strconv.Itoa(int(property)),
		read: func(dst []propertyValue, info *NodeInfo, _ Node) ([]propertyValue, error) {
			run := OfType(info.Out, property)
			for i := range run {
				f, err := v.Fact(run[i].Fact)
				if err != nil {
					return nil, err
				}
				dst = append(dst, propertyValue{run[i], f.Value.clone()})
			}
			return dst, nil
		},
		size: func(a *propertyValue) int { return a.value.texts() },
	}
}

// clone copies the texts, which else keep the whole row they came from.
func (v Value) clone() Value {
	v.Text, v.Comparator, v.Unit = strings.Clone(v.Text), strings.Clone(v.Comparator), strings.Clone(v.Unit)
	if v.List != nil {
		list := make([]Value, len(v.List))
		for i := range list {
			list[i] = v.List[i].clone()
		}
		v.List = list
	}
	return v
}

// texts returns the bytes that a value refers to.
func (v *Value) texts() int {
	size := len(v.Text) + len(v.Comparator) + len(v.Unit)
	for i := range v.List {
		size += int(unsafe.Sizeof(v.List[i])) + v.List[i].texts()
	}
	return size
}

// entityRow is what only the row of an entity knows.
type entityRow struct {
	grade Grade
	note  string
}

func newEntityValues(v *View) *valueReader[entityRow] {
	return &valueReader[entityRow]{v: v, key: "entities",
		read: func(dst []entityRow, _ *NodeInfo, n Node) ([]entityRow, error) {
			e, err := v.Entity(n)
			return append(dst, entityRow{e.Grade, strings.Clone(e.Note)}), err
		},
		size: func(r *entityRow) int { return len(r.note) },
	}
}
