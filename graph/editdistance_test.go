package graph

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEditPatternAgreesWithEditDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := []rune("abé")
		a := rapid.StringOfN(rapid.SampledFrom(letters), 1, 64, -1).Draw(t, "a")
		b := rapid.StringOfN(rapid.SampledFrom(letters), 0, 70, -1).Draw(t, "b")
		if rapid.Bool().Draw(t, "short") {
			a = string([]rune(a)[:min(6, utf8.RuneCountInString(a))])
			b = string([]rune(b)[:min(6, utf8.RuneCountInString(b))])
		}
		limit := rapid.IntRange(0, 8).Draw(t, "limit")
		want := EditDistance(a, b, limit)
		require.Equal(t, want, newEditPattern(a).distance(b, utf8.RuneCountInString(b), limit))
	})
}

func TestSignatureNeverHidesWhatIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := []rune("abz09éж")
		a := rapid.StringOfN(rapid.SampledFrom(letters), 0, 8, -1).Draw(t, "a")
		b := rapid.StringOfN(rapid.SampledFrom(letters), 0, 8, -1).Draw(t, "b")
		differ := 0
		for x := signature(a) ^ signature(b); x != 0; x &= x - 1 {
			differ++
		}
		require.LessOrEqual(t, differ, 2*EditDistance(a, b, 100))
	})
}
