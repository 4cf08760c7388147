package schema

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"missiongraph/internal/commit"
)

// A revision with the longest message can be taken back without another.
func TestCutMessage(t *testing.T) {
	assert.Equal(t, "Revert revision 3: a", cutMessage("Revert revision 3: a"))
	for i := range 4 {
		cut := cutMessage(strings.Repeat("x", i) + strings.Repeat("é", commit.MaxMessage))
		assert.LessOrEqual(t, len(cut), commit.MaxMessage)
		assert.Greater(t, len(cut), commit.MaxMessage-5)
		assert.True(t, utf8.ValidString(cut))
		assert.True(t, strings.HasSuffix(cut, "é…"))
	}
}
