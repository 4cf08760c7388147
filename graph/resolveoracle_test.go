package graph_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// drawName draws a name of few letters, so that names and texts meet often.
func drawName(t *rapid.T, label string) string {
	word := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom([]rune("abAé9")), 1, 10, -1), rapid.SampledFrom([]string{"of", "The", "abba", "baab"}))
	words := rapid.SliceOfN(word, 1, 4).Draw(t, label)
	return strings.Join(words, rapid.SampledFrom([]string{" ", "-", " ("}).Draw(t, "between"))
}

// hit is how well a name answers a text; smaller is better.
type hit struct{ how, edits, size int }

// judge compares one name with a text by the words of Resolve's contract.
func judge(text, id, name string, isName bool) (hit, bool) {
	key, words := graph.Squeeze(text), strings.Fields(graph.Fold(text))
	squeezed, nameWords := graph.Squeeze(name), strings.Fields(graph.Fold(name))
	h := hit{size: utf8.RuneCountInString(squeezed)}
	switch {
	case squeezed == key && isName:
		h.how = int(graph.ByName)
		return h, true
	case squeezed == key:
		h.how = int(graph.ByAlias)
		return h, true
	case slices.Equal(slices.Sorted(slices.Values(telling(words))), slices.Sorted(slices.Values(telling(nameWords)))):
		h.how = int(graph.ByWords)
		return h, true
	case strings.HasPrefix(squeezed, key):
		h.how = int(graph.ByPrefix)
		return h, true
	case len(nameWords) > 1 && assign(telling(words), nameWords):
		h.how = int(graph.ByWord)
		return h, true
	}
	limit := wrong(key)
	if limit == 0 {
		return h, false
	}
	h.how, h.edits = int(graph.ByFuzzy), graph.EditDistance(key, squeezed, limit)
	ok := h.edits <= limit
	switch {
	case len(words) > 1:
		mine, theirs := inOrder(words), inOrder(nameWords)
		if n := graph.EditDistance(mine, theirs, wrong(mine)); wrong(mine) > 0 && n <= wrong(mine) {
			h.edits, ok = min(h.edits, n), true
		}
		if n := eachNear(telling(words), nameWords); len(nameWords) > 1 && n <= wrong(mine) {
			h.edits, ok = min(h.edits, n), true
		}
	case utf8.RuneCountInString(key) >= 5:
		for _, w := range nameWords {
			if n := graph.EditDistance(key, w, limit); n <= limit {
				h.edits, ok = min(h.edits, n), true
			}
		}
	}
	return h, ok
}

// eachNear adds up how many letters of each word differ from the name's word
// that is most like it; one that it begins is it.
func eachNear(words, names []string) int {
	sum := 0
	for _, w := range words {
		best := 100
		for _, n := range names {
			if strings.HasPrefix(n, w) {
				best = 0
			} else if d := graph.EditDistance(w, n, wrong(w)); wrong(w) > 0 && d <= wrong(w) {
				best = min(best, d)
			}
		}
		sum += best
	}
	return sum
}

// wrong is the number of letters that may differ.
func wrong(text string) int {
	switch letters := utf8.RuneCountInString(text); {
	case letters < 3:
		return 0
	case letters < 6:
		return 1
	case letters < 9:
		return 2
	default:
		return 3
	}
}

// telling leaves the small words out, unless all are.
func telling(words []string) []string {
	list := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.Contains(strings.Fields("a an and for in of on the to"), w)
	})
	if len(list) == 0 {
		return words
	}
	return list
}

func inOrder(words []string) string {
	return strings.Join(slices.Sorted(slices.Values(telling(words))), "")
}

// assign reports whether each word can be given a name's word that it begins,
// no two the same, by trying everything.
func assign(words, names []string) bool {
	if len(words) == 0 {
		return true
	}
	for i, n := range names {
		if strings.HasPrefix(n, words[0]) && assign(words[1:], slices.Delete(slices.Clone(names), i, i+1)) {
			return true
		}
	}
	return false
}

func TestResolveAgreesWithTryingEveryName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type named struct {
			id, name string
			aliases  []string
		}
		var all []named
		var ops []graph.Op
		for i := range rapid.IntRange(1, 12).Draw(t, "entities") {
			e := named{id: fmt.Sprint("id", i), name: drawName(t, "name")}
			ops = append(ops, entity(e.id, "K", e.name))
			for range rapid.IntRange(0, 2).Draw(t, "aliases") {
				a := drawName(t, "alias")
				e.aliases = append(e.aliases, a)
				ops = append(ops, alias(e.id, a, graph.Stated, graph.Normal))
			}
			all = append(all, e)
		}
		text, first := drawName(t, "text"), rapid.IntRange(1, 14).Draw(t, "first")

		type answer struct {
			hit
			key, id string
		}
		var want []answer
		for _, e := range all {
			best, ok := judge(text, e.id, e.name, true)
			for _, a := range e.aliases {
				// A name that is also an alias counts as the name.
				if h, yes := judge(text, e.id, a, a == e.name); yes && (!ok || compareHits(h, best) < 0) {
					best, ok = h, true
				}
			}
			if ok {
				want = append(want, answer{best, strings.ToLower(e.name), e.id})
			}
		}
		slices.SortFunc(want, func(a, b answer) int {
			return cmp.Or(compareHits(a.hit, b.hit), cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
		})
		var wantText, gotText []string
		for _, a := range want[:min(first, len(want))] {
			wantText = append(wantText, graph.How(a.how).String()+" "+a.id)
		}
		v := mustBuild(t, graph.Lens{}, ops...)
		got, err := graph.Resolve(v, text, nil, first)
		require.NoError(t, err)
		for _, m := range got {
			gotText = append(gotText, m.How.String()+" "+v.Topology().Node(m.Node).ID)
		}
		require.Equal(t, wantText, gotText)
	})
}

func compareHits(a, b hit) int {
	return cmp.Or(a.how-b.how, a.edits-b.edits, a.size-b.size)
}
