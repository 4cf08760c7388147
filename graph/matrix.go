package graph

import (
	"cmp"
	"slices"
)

// MatrixQuery asks which entities of two groups are joined, and which are not.
type MatrixQuery struct {
	Rows, Columns           []Term    // concrete kinds; empty for all
	WhereRows, WhereColumns Condition // nil for all
	Types                   []Term    // relation types; empty for all
	Direction               Direction // Out where the row is the subject, 0 for both ways
	Fact                    FactCondition
	Limit                   int // cells listed; 0 for all
}

// Matrix is who of the rows is joined to whom of the columns. Rows, columns,
// gaps and totals are always complete; cells may be cut off.
type Matrix struct {
	Rows, Columns           []MatrixLine // those that have some relation, in order of name, then id
	EmptyRows, EmptyColumns []Node       // those that have none, likewise
	Cells                   []MatrixCell // those with some relation, in the order of Rows, then Columns
	TotalCells              int          // listed or not

	// Relations is the number in all cells. Where an entity is both row and
	// column and both directions are followed, one relation stands in two cells.
	Relations int
	Truncated bool   // cells were left out
	Reason    string // why, when Truncated: ReasonLimit
}

// MatrixLine is a row or a column with its total.
type MatrixLine struct {
	Node      Node
	Cells     int // with some relation
	Relations int // in these
}

// MatrixCell is a row and a column that are joined.
type MatrixCell struct {
	Row, Column Node
	Relations   []Rel // as seen from the row, best supported first; at least one
}

// FindMatrix goes over the relations of the smaller side, which costs what
// [Relations] costs, and one unit of budget for every 64 rows and columns. The
// error has code LIMIT or TIMEOUT, or is the conditions'.
func FindMatrix(v *View, q MatrixQuery) (*Matrix, error) {
	m := &matrix{v: v, q: &q}
	var err error
	if m.rows, err = v.sorted(q.Rows, q.WhereRows); err != nil {
		return nil, err
	}
	if m.columns, err = v.sorted(q.Columns, q.WhereColumns); err != nil {
		return nil, err
	}
	if err := m.fill(); err != nil {
		return nil, err
	}
	return m.result(), nil
}

// sorted returns the entities of concrete kinds that meet a condition, in order
// of name, then id. They may be shared and must not be changed.
func (v *View) sorted(kinds []Term, where Condition) ([]Node, error) {
	t := v.topology
	if len(kinds) == 0 {
		kinds = t.KindTerms()
	}
	lists := make([][]Node, 0, len(kinds))
	size := 0
	for i, kind := range kinds {
		if slices.Contains(kinds[:i], kind) {
			continue
		}
		list := t.OfKind(kind)
		if where != nil {
			var kept []Node
			for _, n := range list {
				if ok, err := where(n); err != nil {
					return nil, err
				} else if ok {
					kept = append(kept, n)
				}
			}
			list = kept
		}
		size += len(list)
		lists = append(lists, list)
	}
	return t.merge(lists), v.Budget.Spend(size / scannedPerUnit)
}

// merge makes one list of several that are in order of name, then id.
func (t *Topology) merge(lists [][]Node) []Node {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	return merge(t.merge(lists[:len(lists)/2]), t.merge(lists[len(lists)/2:]), t.compare)
}

// matrix is one run of FindMatrix.
type matrix struct {
	v             *View
	q             *MatrixQuery
	rows, columns []Node
	joined        []joined
}

// joined is a relation between a row and a column, by their places.
type joined struct {
	row, column uint32
	rel         Rel // as seen from the row
}

// fill finds the relations, in the order of cells.
func (m *matrix) fill() error {
	byRow := len(m.rows) <= len(m.columns)
	near, far, d := m.rows, m.columns, m.q.Direction
	if !byRow {
		near, far, d = far, near, d.Reverse()
	}
	w := newWalk(m.v, m.q.Types, d)
	place := w.places(far)
	var failed error
	for i, n := range near {
		if i%warmBatch == 0 {
			w.sink += w.warm(near[i:min(i+warmBatch, len(near))])
		}
		ok := w.each(n, false, func(edges []Edge, way Direction) bool {
			failed = m.take(w, edges, n, uint32(i), way, byRow, place)
			return failed == nil
		})
		if !ok || failed != nil {
			break
		}
	}
	slices.SortFunc(m.joined, func(a, b joined) int {
		switch {
		case a.row != b.row:
			return cmp.Compare(a.row, b.row)
		case a.column != b.column:
			return cmp.Compare(a.column, b.column)
		}
		return w.compareSupport(&a.rel.Edge, &b.rel.Edge)
	})
	if err := w.complete(); failed == nil {
		return err
	}
	return failed
}

// places returns by node its place in a list, counted from 1; 0 for others.
func (w *walk) places(nodes []Node) []uint32 {
	size := w.t.Cap()
	if len(w.count) < size {
		w.count = make([]uint32, size)
	}
	place := w.count[:size]
	clear(place)
	for i, n := range nodes {
		place[n] = uint32(i + 1)
	}
	return place
}

// take keeps the relations of n, at place i of its side, that lead to the other
// side. One of an entity to itself is taken once, from its subject where that
// way is followed.
func (m *matrix) take(w *walk, edges []Edge, n Node, i uint32, way Direction, byRow bool, place []uint32) error {
	for k := range edges {
		e := &edges[k]
		if e.Other == 0 || place[e.Other] == 0 || !w.follows(e, way) {
			continue
		}
		forward := byRow == (way == Out)
		if e.Other == n && !forward && w.ways[e.Type] == Both {
			continue
		}
		if m.q.Fact != nil {
			if ok, err := m.q.Fact(e); err != nil {
				return err
			} else if !ok {
				continue
			}
		}
		x := joined{i, place[e.Other] - 1, Rel{*e, forward}}
		if !byRow {
			x.row, x.column, x.rel.Edge.Other = x.column, x.row, n
		}
		m.joined = append(m.joined, x)
	}
	return nil
}

// result sums up.
func (m *matrix) result() *Matrix {
	rows, columns := make([]MatrixLine, len(m.rows)), make([]MatrixLine, len(m.columns))
	found := &Matrix{Relations: len(m.joined)}
	for begin := 0; begin < len(m.joined); {
		first, end := &m.joined[begin], begin+1
		for end < len(m.joined) && m.joined[end].row == first.row && m.joined[end].column == first.column {
			end++
		}
		for _, line := range [2]*MatrixLine{&rows[first.row], &columns[first.column]} {
			line.Cells++
			line.Relations += end - begin
		}
		if found.TotalCells++; m.q.Limit > 0 && found.TotalCells > m.q.Limit {
			found.Truncated, found.Reason = true, ReasonLimit
		} else {
			cell := MatrixCell{Row: m.rows[first.row], Column: m.columns[first.column], Relations: make([]Rel, 0, end-begin)}
			for _, x := range m.joined[begin:end] {
				cell.Relations = append(cell.Relations, x.rel)
			}
			found.Cells = append(found.Cells, cell)
		}
		begin = end
	}
	found.Rows, found.EmptyRows = lines(m.rows, rows)
	found.Columns, found.EmptyColumns = lines(m.columns, columns)
	return found
}

// lines parts the lines that have something from the gaps.
func lines(nodes []Node, all []MatrixLine) (full []MatrixLine, empty []Node) {
	for i, n := range nodes {
		if all[i].Cells == 0 {
			empty = append(empty, n)
			continue
		}
		all[i].Node = n
		full = append(full, all[i])
	}
	return full, empty
}
