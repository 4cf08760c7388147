package graph

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSourceTextCutsAndFinds(t *testing.T) {
	s := NewSourceText("aé\nbéb béb\n")
	e, ok := s.Cut(3, 6)
	require.True(t, ok)
	assert.Equal(t, Evidence{Quote: "béb", Prefix: "aé\n", Suffix: " béb\n", Start: 3, End: 6, Line: 2}, e)
	assert.Equal(t, []int{3, 7}, s.Find("béb", 9))
	assert.Equal(t, []int{3}, s.Find("béb", 1))
	assert.Equal(t, []int{0, 1, 2}, NewSourceText("aaaa").Find("aa", 9), "overlapping ones, too")
	assert.Empty(t, s.Find("", 9))
	assert.Equal(t, "it stands on line 2 at [3, 6], on line 2 at [7, 10]", s.Whereabouts("béb"))
	for _, bad := range [][2]int{{-1, 2}, {2, 2}, {3, 2}, {0, 12}} {
		_, ok := s.Cut(bad[0], bad[1])
		assert.False(t, ok, bad)
	}
	long := NewSourceText(strings.Repeat("é", 100))
	e, _ = long.Cut(50, 51)
	assert.Equal(t, strings.Repeat("é", ContextLength), e.Prefix)
	assert.Equal(t, strings.Repeat("é", ContextLength), e.Suffix)
}

// What is cut verifies, and is found where it was cut; moved, it does not
// verify unless the same words stand there.
func TestCutVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("abé•\n "))).Draw(t, "text")
		s := NewSourceText(text)
		start, end := rapid.IntRange(0, 20).Draw(t, "start"), rapid.IntRange(0, 20).Draw(t, "end")
		e, ok := s.Cut(start, end)
		if !ok {
			return
		}
		if err := s.Verify(&e).Err(); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, at := range s.Find(e.Quote, 100) {
			found = found || at == start
		}
		if !found {
			t.Fatalf("%q is not found at %d", e.Quote, start)
		}
		moved := e
		moved.Start, moved.End = start+1, end+1
		again, ok := s.Cut(start+1, end+1)
		if same := ok && again == moved; same != (s.Verify(&moved).Err() == nil) {
			t.Fatalf("moved by one: %v", s.Verify(&moved))
		}
	})
}

func TestMisquoteAcceptsOnlyThePlace(t *testing.T) {
	long := ""
	for range 100 {
		long += "ab é 漢\n"
	}
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom([]string{"", "plain\nascii\n\n", long}).Draw(t, "body") + rapid.String().Draw(t, "more")
		runes := []rune(body)
		lo := rapid.IntRange(0, len(runes)).Draw(t, "lo")
		hi := rapid.IntRange(lo, len(runes)).Draw(t, "hi")
		if lo == hi {
			return
		}
		line := 1
		for _, r := range runes[:lo] {
			if r == '\n' {
				line++
			}
		}
		text := NewSourceText(body)
		e := Evidence{Quote: string(runes[lo:hi]), Start: lo, End: hi, Line: line,
			Prefix: string(runes[max(0, lo-3):lo]), Suffix: string(runes[hi:min(len(runes), hi+3)])}
		require.Empty(t, text.Misquote(&e))
		for _, edit := range []func(e *Evidence){
			func(e *Evidence) { e.Line++ }, func(e *Evidence) { e.Line-- }, func(e *Evidence) { e.End++ },
			func(e *Evidence) { e.Start = -1 }, func(e *Evidence) { e.End = len(runes) + 1 },
			func(e *Evidence) { e.Quote += "x" }, func(e *Evidence) { e.Prefix = body + "x" },
			func(e *Evidence) { e.Suffix = body + "x" }, func(e *Evidence) { e.Start, e.End = math.MaxInt, math.MinInt },
		} {
			wrong := e
			edit(&wrong)
			require.NotEmpty(t, text.Misquote(&wrong), "%+v", wrong)
		}
	})
}
