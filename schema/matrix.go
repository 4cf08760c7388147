package schema

import (
	"context"
	"slices"

	"missiongraph/graph"
)

// Matrix answers which rows are joined to which columns.
func (q *Query) Matrix(ctx context.Context, args struct {
	Rows          []string
	Columns       []string
	Types         *[]string
	Direction     string
	FilterRows    filterInput
	FilterColumns filterInput
	Relation      filterInput
	Limit         int32
}) (*MatrixResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	m := graph.MatrixQuery{Types: v.relationTerms(args.Types), Direction: directionOf(args.Direction)}
	if m.Limit, err = bounded("limit", args.Limit, 1, v.session.svc.limits.Nodes); err != nil {
		return nil, err
	}
	if m.Rows, m.WhereRows, err = v.side("rows", args.Rows, "filterRows", args.FilterRows); err != nil {
		return nil, err
	}
	if m.Columns, m.WhereColumns, err = v.side("columns", args.Columns, "filterColumns", args.FilterColumns); err != nil {
		return nil, err
	}
	if err := v.checkJoined("types", args.Rows, args.Columns, args.Types, m.Direction); err != nil {
		return nil, err
	}
	relation, err := v.relationCondition("relation", args.Relation)
	if err != nil {
		return nil, err
	}
	if m.Fact, err = v.FactCondition(relation); err != nil {
		return nil, err
	}
	found, err := graph.FindMatrix(v.View, m)
	if err != nil {
		return nil, err
	}
	return v.matrix(found), nil
}

// side returns the concrete kinds of one side and what its entities must meet.
func (v *view) side(name string, kinds []string, at string, filter filterInput) ([]graph.Term, graph.Condition, error) {
	if len(kinds) == 0 {
		return nil, nil, graph.Errorf(graph.BadInput, "%s is empty", name).WithHint("name at least one kind")
	}
	where, only, err := v.selection(at, filter)
	if err != nil {
		return nil, nil, err
	}
	terms := v.kindTerms(&kinds)
	if only != nil {
		terms = used(slices.DeleteFunc(terms, func(k graph.Term) bool { return !slices.Contains(only, k) }))
	}
	return terms, where, nil
}

// MatrixResolver answers Matrix.
type MatrixResolver struct {
	Gaps       *MatrixGapsResolver
	TotalCells int32
	Count      int32
	Truncated  bool
	Reason     *string

	v *view
	m *graph.Matrix
}

func (v *view) matrix(m *graph.Matrix) *MatrixResolver {
	return &MatrixResolver{
		Gaps:       &MatrixGapsResolver{int32(len(m.EmptyRows)), int32(len(m.EmptyColumns)), v, m},
		TotalCells: int32(m.TotalCells), Count: int32(m.Relations),
		Truncated: m.Truncated, Reason: explain(m.Reason), v: v, m: m,
	}
}

// MatrixLineResolver answers MatrixLine.
type MatrixLineResolver struct {
	Entity       *EntityResolver
	Count, Cells int32
}

// Rows returns the rows that are joined to some column.
func (r *MatrixResolver) Rows() []*MatrixLineResolver { return r.lines(r.m.Rows) }

// Columns returns the columns that are joined to some row.
func (r *MatrixResolver) Columns() []*MatrixLineResolver { return r.lines(r.m.Columns) }

func (r *MatrixResolver) lines(lines []graph.MatrixLine) []*MatrixLineResolver {
	r.v.charge(len(lines))
	list := make([]*MatrixLineResolver, len(lines))
	for i, x := range lines {
		list[i] = &MatrixLineResolver{r.v.entity(x.Node), int32(x.Relations), int32(x.Cells)}
	}
	return list
}

// Cells returns the cells listed.
func (r *MatrixResolver) Cells() []*MatrixCellResolver {
	r.v.charge(len(r.m.Cells))
	array := make([]MatrixCellResolver, len(r.m.Cells))
	cells := make([]*MatrixCellResolver, len(r.m.Cells))
	for i := range r.m.Cells {
		array[i] = MatrixCellResolver{Count: int32(len(r.m.Cells[i].Relations)), v: r.v, cell: &r.m.Cells[i]}
		cells[i] = &array[i]
	}
	return cells
}

// MatrixCellResolver answers MatrixCell.
type MatrixCellResolver struct {
	Count int32

	v    *view
	cell *graph.MatrixCell
}

// Row returns the entity of the row.
func (r *MatrixCellResolver) Row() *EntityResolver { return r.v.entity(r.cell.Row) }

// Column returns the entity of the column.
func (r *MatrixCellResolver) Column() *EntityResolver { return r.v.entity(r.cell.Column) }

// Types counts the relations by type, in the order in which they first come.
func (r *MatrixCellResolver) Types() []*CountResolver {
	var list []*CountResolver
	for i := range r.cell.Relations {
		name := r.v.termName(r.cell.Relations[i].Edge.Type)
		at := slices.IndexFunc(list, func(c *CountResolver) bool { return c.Name == name })
		if at < 0 {
			at = len(list)
			list = append(list, &CountResolver{Name: name})
		}
		list[at].Count++
	}
	return list
}

// Relations returns what joins the two.
func (r *MatrixCellResolver) Relations() []*RelationResolver {
	r.v.charge(len(r.cell.Relations))
	return r.v.relations(r.cell.Row, r.cell.Relations)
}

// MatrixGapsResolver answers MatrixGaps.
type MatrixGapsResolver struct {
	RowCount, ColumnCount int32

	v *view
	m *graph.Matrix
}

// Rows returns the rows joined to no column.
func (r *MatrixGapsResolver) Rows() []*EntityResolver {
	r.v.charge(len(r.m.EmptyRows))
	return r.v.entities(r.m.EmptyRows)
}

// Columns returns the columns joined to no row.
func (r *MatrixGapsResolver) Columns() []*EntityResolver {
	r.v.charge(len(r.m.EmptyColumns))
	return r.v.entities(r.m.EmptyColumns)
}
