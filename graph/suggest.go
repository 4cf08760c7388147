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
// most 4, and less than all of it). Ties go to the first in order.
func Closest(name string, candidates []string) string {
	lower := []rune(strings.ToLower(name))
	limit := min(max(len(lower)/3, 1), 4, max(len(lower)-1, 0))
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

// OneOf joins names for a message: "a", "a or b", "a, b or c".
func OneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
