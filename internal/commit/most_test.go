package commit_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

func TestMostOpsOfARequest(t *testing.T) {
	ops := make([]graph.Op, commit.MaxOps+1)
	for i := range ops {
		ops[i] = entity(fmt.Sprintf("e-%d", i), "E")
	}
	tests := []struct {
		name string
		most int
		want int // problems
	}{
		{"as usual", 0, 1},
		{"an import", len(ops), 0},
		{"less than usual", 5, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, g := open(t, nil)
			r := fixed(ops...)
			r.MaxOps = test.most
			out, err := g.Commit(editor, r)
			require.NoError(t, err)
			assert.Len(t, out.Problems, test.want)
			assert.Equal(t, test.want == 0, out.Applied)
		})
	}
}
