package schema

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func TestScalars(t *testing.T) {
	checks := Scalars()
	for _, test := range []struct {
		scalar string
		good   []any
		bad    []any
	}{
		{"Revision", []any{0, int32(7), int64(1) << 40, 3.0, "18446744073709551615", json.Number("12")},
			[]any{-1, int32(-1), int64(-1), 1.5, -2.0, math.Inf(1), math.NaN(), 1e300, "x", "", "-1", json.Number("1e3"), true, nil}},
		{"Date", []any{"2020-02-29"}, []any{"2021-02-29", "2020-1-1", "", "2020-01-01T00:00:00Z", 20200101, nil}},
		{"DateTime", []any{"2020-01-01T00:00:00Z", "2020-01-01T00:00:00.123+02:00"}, []any{"2020-01-01", "2020-01-01T25:00:00Z", "", 5, nil}},
		{"URL", []any{"https://example.org"}, []any{5, nil}},
	} {
		t.Run(test.scalar, func(t *testing.T) {
			check := checks[test.scalar]
			require.NotNil(t, check)
			for _, value := range test.good {
				same, err := check(value)
				assert.NoError(t, err, "%v", value)
				assert.Equal(t, value, same)
			}
			for _, value := range test.bad {
				_, err := check(value)
				assert.Equal(t, graph.BadInput, graph.CodeOf(err), "%v", value)
			}
		})
	}
	text, err := json.Marshal(struct {
		R Revision
		D DateTime
	}{math.MaxUint64, DateTime{time.Date(2020, 1, 2, 5, 4, 5, 6e6, time.FixedZone("", 7200))}})
	require.NoError(t, err)
	assert.Equal(t, `{"R":18446744073709551615,"D":"2020-01-02T03:04:05.006Z"}`, string(text))
}

// Values that GraphQL's Int cannot hold are left out, not turned round.
func TestIntegersOutOfRange(t *testing.T) {
	for value, ok := range map[int64]bool{0: true, math.MaxInt32: true, math.MinInt32: true, math.MaxInt32 + 1: false, math.MinInt32 - 1: false} {
		_, fits := asInteger(graph.Value{Type: graph.Integer, Integer: value})
		assert.Equal(t, ok, fits, value)
	}
}
