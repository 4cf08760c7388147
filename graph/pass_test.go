package graph

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// dated answers rows of facts that hold in 2020 when their number is even, and
// in 2030 when it is odd.
type dated struct {
	Snapshot
	topology *Topology
}

func (d dated) Topology() *Topology { return d.topology }

func (d dated) Fact(f FactNum) (Fact, error) {
	if f%2 == 0 {
		return Fact{ValidFrom: "2020-01-01", ValidTo: "2021-01-01"}, nil
	}
	return Fact{ValidFrom: "2030-01-01"}, nil
}

func TestShowsAtALook(t *testing.T) {
	names := []string{"", "g/A", "g/B", "h/A"}
	d := dated{topology: NewTopology(NewTerms(names[1:]...))}
	rapid.Check(t, func(t *rapid.T) {
		lens := Lens{
			MinGrade:   Grade(rapid.IntRange(0, 4).Draw(t, "minimum grade")),
			Deprecated: rapid.Bool().Draw(t, "deprecated"),
			ValidAt:    rapid.SampledFrom([]string{"", "2020-06-01", "2031-01-01"}).Draw(t, "valid at"),
		}
		if rapid.Bool().Draw(t, "chosen") {
			lens.Readings = []Reading{"g/B"}
		}
		v := NewView(d, nil, lens, nil)
		e := Edge{
			Fact:    FactNum(rapid.IntRange(1, 2).Draw(t, "fact")),
			Grade:   rapid.SampledFrom(Grades()).Draw(t, "grade"),
			Rank:    rapid.SampledFrom([]Rank{Normal, Preferred, Deprecated}).Draw(t, "rank"),
			Reading: Term(rapid.IntRange(0, 3).Draw(t, "reading")),
			Dated:   rapid.Bool().Draw(t, "dated"),
		}
		require.Equal(t, v.Shows(&e), v.plain(&e) || v.Shows(&e))
	})
}
