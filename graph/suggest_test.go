package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

// What has nothing in common with a name is not suggested for it.
func TestClosest(t *testing.T) {
	names := []string{"b", "ero", "hsi"}
	for name, want := range map[string]string{"erro": "ero", "er": "ero", "HSI": "hsi", "a": "", "B": "b", "xy": "", "": ""} {
		assert.Equal(t, want, graph.Closest(name, names), name)
	}
}
