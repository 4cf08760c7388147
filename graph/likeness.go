package graph

import "unicode/utf8"

// likeness measures the edit distance of many texts to one, which must have 1
// to 64 letters. The distance is that of [EditDistance], computed for all
// letters of the one at once in the bits of a word: H. Hyyrö, "A bit-vector
// algorithm for computing Levenshtein and Damerau edit distances" (2003).
type likeness struct {
	ascii  [utf8.RuneSelf]uint64 // by letter: its places in the text
	others map[rune]uint64
	length int
}

func newLikeness(text string) *likeness {
	l := &likeness{}
	for _, r := range text {
		bit := uint64(1) << l.length
		if r < utf8.RuneSelf {
			l.ascii[r] |= bit
		} else {
			if l.others == nil {
				l.others = map[rune]uint64{}
			}
			l.others[r] |= bit
		}
		l.length++
	}
	return l
}

// distance returns the number of edits from the text to s, which has size
// letters, or limit+1 when there are more than limit.
func (l *likeness) distance(s string, size, limit int) int {
	score, rest := l.length, size
	last := uint64(1) << (l.length - 1)
	var same, before, down uint64 // D0, the letter before's places, VN
	up := ^uint64(0)              // VP
	for _, r := range s {
		var at uint64
		if r < utf8.RuneSelf {
			at = l.ascii[r]
		} else {
			at = l.others[r]
		}
		swap := (^same & at) << 1 & before
		same = (at&up + up) ^ up | at | down | swap
		right := down | ^(same | up)
		left := same & up
		if right&last != 0 {
			score++
		} else if left&last != 0 {
			score--
		}
		if rest--; score-rest > limit {
			return limit + 1
		}
		right, left = right<<1|1, left<<1
		up, down, before = left|^(same|right), same&right, at
	}
	return min(score, limit+1)
}
