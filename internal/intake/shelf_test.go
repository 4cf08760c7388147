package intake

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// The shelf has the files used last, as far as they fit.
func TestShelf(t *testing.T) {
	const most = 10
	rapid.Check(t, func(t *rapid.T) {
		s := NewShelf(most)
		var order []string // of content, the last used first
		use := func(data string) {
			for i, x := range order {
				if x == data {
					order = append(order[:i], order[i+1:]...)
					break
				}
			}
			order = append([]string{data}, order...)
			size := 0
			for i, x := range order {
				if size += len(x); size > most {
					order = order[:i]
					break
				}
			}
		}
		ids := map[string]string{}
		for _, data := range rapid.SliceOf(rapid.StringMatching("[ab]{1,12}")).Draw(t, "files") {
			id, err := s.Put([]byte(data))
			if len(data) > most {
				require.Equal(t, graph.Limit, graph.CodeOf(err))
				continue
			}
			require.NoError(t, err)
			ids[data] = id
			use(data)
		}
		for data, id := range ids {
			found, err := s.Get(id)
			kept := false
			for _, x := range order {
				kept = kept || x == data
			}
			if kept {
				require.NoError(t, err)
				assert.Equal(t, data, string(found))
			} else {
				assert.Equal(t, graph.NotFound, graph.CodeOf(err))
			}
		}
	})
}
