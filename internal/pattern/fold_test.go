package pattern

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestFoldIsTheGraphs(t *testing.T) {
	x := &run{}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]*`)).Draw(t, "text")
		require.Equal(t, graph.Fold(s), string(x.fold(s)))
	})
}
