package graph

import (
	"fmt"
	"strings"
)

// DidYouMean returns a hint naming the candidate closest to name, or "" when
// none is close: at most a third of the name's letters differ.
func DidYouMean(name string, candidates []string) string {
	if best := Closest(name, candidates); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// Closest returns the candidate with the least edit distance to name, case
// ignored, or "" when none is within a third of name's length (at least 1, at
// most 4). Ties go to the first in order.
func Closest(name string, candidates []string) string {
	lower := []rune(strings.ToLower(name))
	limit := min(max(len(lower)/3, 1), 4)
	best := ""
	for _, c := range candidates {
		if d := editDistance(lower, []rune(strings.ToLower(c)), limit); d <= limit {
			best, limit = c, d-1
			if d == 0 {
				break
			}
		}
	}
	return best
}

// EditDistance returns the optimal string alignment distance between a and b
// (insert, delete, substitute, swap of neighbours), or limit+1 as soon as it
// must exceed limit.
func EditDistance(a, b string, limit int) int {
	return editDistance([]rune(a), []rune(b), limit)
}

func editDistance(a, b []rune, limit int) int {
	if limit < 0 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	width := len(b) + 1
	var stack [3 * 64]int
	rows := stack[:]
	if 3*width > len(rows) {
		rows = make([]int, 3*width)
	}
	before, last, row := rows[:width], rows[width:2*width], rows[2*width:3*width]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// OneOf joins names for a message: "a", "a or b", "a, b or c".
func OneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
