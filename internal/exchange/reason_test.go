package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
	"missiongraph/internal/exchange"
)

func TestReasons(t *testing.T) {
	var list graph.Problems
	list.Add("f:1:1", graph.BadInput, "the row has 3 cells")
	list.Add("f:2:1", graph.BadInput, `A: "x" is not a date`)
	list.Add("f:3:1", graph.BadInput, `A: "y \" z" is not a date`)
	list.Add("f:4:1", graph.BadInput, `B: "y" is not a date`)
	list.Add("f:5:1", graph.BadInput, "the relation a/partOf/b was left out: an end of it was refused")
	list.Add("f:6:1", graph.BadInput, "the relation c/partOf/d was left out: an end of it was refused")
	list.Add("f:7:1", graph.BadInput, "the relation c/partOf/e was left out: an end of it was refused")
	var got []string
	var counts []int
	for _, r := range exchange.Reasons(list) {
		got = append(got, r.First.Path)
		counts = append(counts, r.Count)
	}
	assert.Equal(t, []string{"f:5:1", "f:2:1", "f:1:1", "f:4:1"}, got)
	assert.Equal(t, []int{3, 2, 1, 1}, counts)
}
