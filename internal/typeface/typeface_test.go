package typeface_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/internal/typeface"
)

func TestMissing(t *testing.T) {
	for _, text := range []string{"", "Department of Homeland Security", "“What We Do”, 287(g), ’—…§•", "ICE Attaché", "Łódź, Škoda, İstanbul"} {
		r, missing := typeface.Missing(text)
		assert.False(t, missing, "%q has %q", text, r)
	}
	r, missing := typeface.Missing("a ж b")
	assert.True(t, missing)
	assert.Equal(t, 'ж', r)
}
