package graph

import "unicode/utf8"

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

// editPattern measures the edit distance of many texts to one, which must have 1
// to 64 letters. The distance is that of [EditDistance], computed for all
// letters of the one at once in the bits of a word: H. Hyyrö, "A bit-vector
// algorithm for computing Levenshtein and Damerau edit distances" (2003).
type editPattern struct {
	ascii  [utf8.RuneSelf]uint64 // by letter: its places in the text
	others map[rune]uint64
	length int
}

func newEditPattern(text string) *editPattern {
	p := &editPattern{}
	for _, r := range text {
		bit := uint64(1) << p.length
		if r < utf8.RuneSelf {
			p.ascii[r] |= bit
		} else {
			if p.others == nil {
				p.others = map[rune]uint64{}
			}
			p.others[r] |= bit
		}
		p.length++
	}
	return p
}

// distance returns the number of edits from the text to s, which has size
// letters, or limit+1 when there are more than limit.
func (p *editPattern) distance(s string, size, limit int) int {
	score, rest := p.length, size
	last := uint64(1) << (p.length - 1)
	var same, before, down uint64 // D0, the letter before's places, VN
	up := ^uint64(0)              // VP
	for _, r := range s {
		var at uint64
		if r < utf8.RuneSelf {
			at = p.ascii[r]
		} else {
			at = p.others[r]
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
