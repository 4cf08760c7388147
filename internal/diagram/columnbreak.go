package diagram

// About what a column and a box in one take, in pixels.
const (
	usualColumn = 300.0
	usualBox    = 80.0
)

// divided returns the scene with columns that make the chart higher than wide
// broken into several, of which the first has the heading.
func divided(s *Scene) *Scene {
	counts := make([]int, len(s.Columns))
	for i := range s.Nodes {
		counts[s.Nodes[i].Column]++
	}
	most := highest(counts)
	parts := make([]int, len(counts))
	first := make([]int, len(counts))
	split := *s
	split.Columns = nil
	for c, n := range counts {
		first[c] = len(split.Columns)
		parts[c] = max(1, (n+most-1)/most)
		split.Columns = append(split.Columns, s.Columns[c])
		for range parts[c] - 1 {
			split.Columns = append(split.Columns, "")
		}
	}
	if len(split.Columns) == len(s.Columns) {
		return s
	}
	split.Nodes = append([]Node(nil), s.Nodes...)
	at := make([]int, len(counts))
	for i := range split.Nodes {
		c := s.Nodes[i].Column
		split.Nodes[i].Column = first[c] + at[c]*parts[c]/counts[c]
		at[c]++
	}
	return &split
}

// highest returns the most boxes a column may have: all of the longest when
// they are few, else as many as make the chart largest on a slide.
func highest(counts []int) int {
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	size := func(most int) float64 {
		sum := 0
		for _, n := range counts {
			sum += (n + most - 1) / most
		}
		return max(usualColumn*float64(sum), float64(most)*usualBox*NoFrame.aspect())
	}
	best, least := most, size(most)
	for m := most - 1; m >= fewBoxes; m-- {
		if d := size(m); d < 0.95*least {
			best, least = m, d
		}
	}
	return best
}

// fewBoxes is how many boxes a column may always have.
const fewBoxes = 10
