package diagram

import "math"

// Sizes of a matrix, in pixels.
const (
	cellSize  = 30.0
	rowApart  = 6.0
	headSlant = 190.0 // room above columns for their names
)

// Cell is a sign in a matrix: what relates its row to its column.
type Cell struct {
	Row, Column int // indexes of Matrix.Rows and Columns
	Edges       []int
}

// Table is a scene as rows and columns.
type Table struct {
	Columns []int   // indexes of Scene.Nodes
	X       float64 // left edge of the first column
	Y       float64 // upper edge of the first row
	Pitch   float64 // from row to row
	Rows    []int
	Cells   []Cell
}

// Matrix places a scene as a table: what relations lead from as rows, what
// they lead to as columns, so that nothing crosses. It is the same for the
// same scene.
func Matrix(s *Scene) *Layout {
	if len(s.Nodes) == 0 {
		return nothing(s)
	}
	t := &Table{}
	row, column := make(map[int]int), make(map[int]int)
	for _, end := range []bool{false, true} {
		has := make([]bool, len(s.Nodes))
		for i := range s.Edges {
			n := s.Edges[i].From
			if end {
				n = s.Edges[i].To
			}
			has[n] = true
		}
		for n := range has {
			switch {
			case has[n] && end:
				column[n] = len(t.Columns)
				t.Columns = append(t.Columns, n)
			case has[n]:
				row[n] = len(t.Rows)
				t.Rows = append(t.Rows, n)
			}
		}
	}
	for n := range s.Nodes { // what relates to nothing is a row without signs
		_, isRow := row[n]
		if _, isColumn := column[n]; !isRow && !isColumn {
			t.Rows = append(t.Rows, n)
		}
	}
	cells := map[[2]int]int{}
	for i := range s.Edges {
		e := &s.Edges[i]
		key := [2]int{row[e.From], column[e.To]}
		at, ok := cells[key]
		if !ok {
			at = len(t.Cells)
			cells[key] = at
			t.Cells = append(t.Cells, Cell{Row: key[0], Column: key[1]})
		}
		t.Cells[at].Edges = append(t.Cells[at].Edges, i)
	}
	return t.layout(s)
}

func (t *Table) layout(s *Scene) *Layout {
	l := &Layout{Scene: s, Table: t}
	widest, tallest := 0.0, 0.0
	m := measure(s)
	for _, n := range t.Rows {
		widest, tallest = m.w, max(tallest, m.h[n])
	}
	t.Pitch = max(cellSize, tallest) + rowApart
	t.X, t.Y = margin+widest+10, titleHeight+headSlant
	for i, n := range t.Rows {
		l.Boxes = append(l.Boxes, Box{Node: n, X: margin, Y: t.Y + float64(i)*t.Pitch, W: m.w, H: t.Pitch - rowApart, Lines: m.names[n]})
	}
	l.Width = max(480, math.Ceil(t.X+float64(len(t.Columns))*cellSize+headSlant*0.72+margin))
	l.Height = t.Y + float64(len(t.Rows))*t.Pitch
	return l
}
