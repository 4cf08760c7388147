package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestMatrixAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		rows, columns, types := drawKinds(t), drawKinds(t), drawTypes(t)
		q := graph.MatrixQuery{
			Rows: g.terms(rows), Columns: g.terms(columns), Types: g.terms(types),
			Direction: drawDirection(t), Limit: rapid.IntRange(0, 5).Draw(t, "limit"),
		}
		if rapid.Bool().Draw(t, "conditions") {
			q.WhereColumns = func(n graph.Node) (bool, error) { return g.id(n) != "y", nil }
			v := g.view.Term("v")
			q.Fact = func(e *graph.Edge) (bool, error) { return v != 0 && e.Verb == v, nil }
		}
		side := func(kinds []string, where graph.Condition) []string {
			ids := g.filtered(func(e *graph.Entity) bool {
				return (len(kinds) == 0 || slices.Contains(kinds, e.Kind)) && (where == nil || e.ID != "y")
			})
			slices.SortFunc(ids, g.byName)
			return ids
		}
		got, err := graph.FindMatrix(g.view, q)
		require.NoError(t, err)

		var cells []string
		relations, inColumn := 0, map[string]int{}
		var fullRows, emptyRows []string
		for _, row := range side(rows, nil) {
			inRow := 0
			for _, column := range side(columns, q.WhereColumns) {
				found := slices.DeleteFunc(g.hops(row, types, q.Direction), func(h hop) bool {
					return h.to != column || q.Fact != nil && h.fact.Verb != "v"
				})
				slices.SortFunc(found, compareSupport)
				if len(found) == 0 {
					continue
				}
				cell := row + " " + column
				for _, h := range found {
					cell += fmt.Sprint(" ", h.fact.ID, h.forward)
				}
				cells = append(cells, cell)
				inRow += len(found)
				inColumn[column] += len(found)
			}
			relations += inRow
			if inRow == 0 {
				emptyRows = append(emptyRows, row)
			} else {
				fullRows = append(fullRows, fmt.Sprint(row, inRow))
			}
		}
		var fullColumns, emptyColumns []string
		for _, column := range side(columns, q.WhereColumns) {
			if inColumn[column] == 0 {
				emptyColumns = append(emptyColumns, column)
			} else {
				fullColumns = append(fullColumns, fmt.Sprint(column, inColumn[column]))
			}
		}
		written := func(lines []graph.MatrixLine) (list []string) {
			for _, x := range lines {
				list = append(list, fmt.Sprint(g.id(x.Node), x.Relations))
			}
			return list
		}
		require.Equal(t, fullRows, written(got.Rows))
		require.Equal(t, fullColumns, written(got.Columns))
		require.Equal(t, emptyRows, append([]string(nil), g.ids(got.EmptyRows)...))
		require.Equal(t, emptyColumns, append([]string(nil), g.ids(got.EmptyColumns)...))
		require.Equal(t, relations, got.Relations)
		require.Equal(t, len(cells), got.TotalCells)
		require.Equal(t, q.Limit > 0 && len(cells) > q.Limit, got.Truncated)
		if got.Truncated {
			require.Equal(t, graph.ReasonLimit, got.Reason)
			cells = cells[:q.Limit]
		}
		var list []string
		for _, c := range got.Cells {
			cell := g.id(c.Row) + " " + g.id(c.Column)
			for _, r := range c.Relations {
				cell += fmt.Sprint(" ", g.factID(t, r.Edge.Fact), r.Forward)
				require.Equal(t, c.Column, r.Edge.Other)
			}
			list = append(list, cell)
		}
		require.Equal(t, cells, list)
	})
}

func TestMatrixBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(6400)...)
	v.Budget = graph.NewBudget(context.Background(), 300)
	_, err := graph.FindMatrix(v, graph.MatrixQuery{Rows: []graph.Term{v.Term("L")}, Columns: []graph.Term{v.Term("K")}})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

func BenchmarkMatrix(b *testing.B) {
	v := benchView()
	kind := func(name string) []graph.Term { return []graph.Term{v.Term(name)} }
	for _, x := range []struct {
		name string
		q    graph.MatrixQuery
	}{
		{"one-type", graph.MatrixQuery{Rows: kind("K1"), Columns: kind("K2"), Types: kind("r3"), Direction: graph.Out, Limit: 1000}},
		{"all-types", graph.MatrixQuery{Rows: kind("K1"), Columns: kind("K2"), Limit: 1000}},
		{"all-kinds", graph.MatrixQuery{Types: kind("r3"), Limit: 1000}},
	} {
		run(b, x.name, func(int) {
			_, err := graph.FindMatrix(v, x.q)
			require.NoError(b, err)
		})
	}
}
