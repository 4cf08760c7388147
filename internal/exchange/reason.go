package exchange

import (
	"cmp"
	"regexp"
	"slices"

	"missiongraph/graph"
)

// Reason is why things were refused or left out: the first of them, and how many
// there are.
type Reason struct {
	First graph.Problem
	Count int
}

// varying are the parts of a message that differ between rows: what is quoted,
// ids of facts, and places.
var varying = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[^\s"]+(?:/[^\s"]+)+|[^\s"]+:\d+:\d+`)

// Reasons groups problems of one reason, those of most rows first; of as many, as
// they came.
func Reasons(list graph.Problems) []Reason {
	at := map[string]int{}
	var found []Reason
	for _, p := range list {
		key := string(p.Code) + varying.ReplaceAllString(p.Msg, "…")
		i, ok := at[key]
		if !ok {
			i = len(found)
			at[key] = i
			found = append(found, Reason{First: p})
		}
		found[i].Count++
	}
	slices.SortStableFunc(found, func(a, b Reason) int { return cmp.Compare(b.Count, a.Count) })
	return found
}
