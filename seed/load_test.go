package seed

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDefaultLoads(t *testing.T) {
	d, err := Default()
	require.NoError(t, err)
	t.Log(len(d.Sources), len(d.Entities), len(d.Facts))
}
