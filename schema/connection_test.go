package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What fits on one page is not counted once more.
func TestTotalCountOfAWholePage(t *testing.T) {
	counted := 0
	count := func() (int, bool, error) { counted++; return 7, true, nil }
	for _, test := range []struct {
		name        string
		page        *page
		want, calls int
	}{
		{"whole", &page{places: []uint64{1, 2}}, 2, 0},
		{"empty", &page{}, 0, 0},
		{"the beginning", &page{places: []uint64{1, 2}, next: true}, 7, 1},
		{"the end", &page{places: []uint64{1, 2}, previous: true}, 7, 1},
		{"nothing after the end", &page{previous: true}, 7, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			counted, test.page.count = 0, count
			assert.EqualValues(t, test.want, test.page.TotalCount())
			assert.True(t, test.page.TotalCountIsExact())
			assert.Equal(t, test.calls, counted)
		})
	}
}
