package graph

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Sorting by digests is sorting by the values and ids themselves.
func TestSortByDigests(t *testing.T) {
	defer func(size int) { sortBatch = size }(sortBatch)
	v := NewView(dated{topology: NewTopology(NewTerms())}, nil, Lens{}, nil)
	value := rapid.Custom(func(t *rapid.T) orderValue {
		return orderValue{
			null:   rapid.IntRange(0, 4).Draw(t, "null") == 0,
			number: rapid.SampledFrom([]float64{0, 0, math.Copysign(0, -1), 1, -1, -2.5, 1e9, math.Inf(-1)}).Draw(t, "number"),
			text:   rapid.SampledFrom([]string{"", "", "the office", "the office of a", "the office of b", "é", "the"}).Draw(t, "text"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		o := &order{v: v, keys: make([]orderKey, rapid.IntRange(1, 2).Draw(t, "keys"))}
		for i := range o.keys {
			o.keys[i] = orderKey{descending: rapid.Bool().Draw(t, "descending"), nullsFirst: rapid.Bool().Draw(t, "nulls first")}
		}
		plain := rapid.IntRange(0, 2).Draw(t, "values of") // 0: numbers, 1: texts, 2: both
		prefix := rapid.SampledFrom([]string{"", "program-of-the-office-"}).Draw(t, "prefix")
		list := make([]placed, rapid.IntRange(0, 40).Draw(t, "size"))
		for i, id := range rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range list {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "ids") {
			list[i] = placed{node: Node(i + 1), info: &NodeInfo{ID: prefix + strconv.Itoa(id)}}
			for range o.keys {
				x := value.Draw(t, "value")
				if plain == 0 {
					x.text = ""
				} else if plain == 1 {
					x.number = 0
				}
				list[i].values = append(list[i].values, x)
			}
		}
		sortBatch = rapid.IntRange(1, 50).Draw(t, "batch")
		lists, err := o.sort(list)
		require.NoError(t, err)
		var got []placed
		for _, x := range lists {
			got = merge(got, x, o.compare)
		}
		slices.SortFunc(list, o.compare)
		require.Equal(t, len(list), len(got))
		for i := range list {
			require.Equal(t, list[i].info.ID, got[i].info.ID)
		}
	})
}
