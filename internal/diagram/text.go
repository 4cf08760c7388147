package diagram

import (
	"strings"
	"unicode"
)

// Sizes of text, in pixels of the picture.
const (
	nameSize    = 14.0
	nameLine    = 18.0
	labelSize   = 12.5
	labelLine   = 14.0
	headingSize = 13.0
	headingLine = 15.0
	titleSize   = 20.0
	footerSize  = 12.0
)

const fontFamily = "Public Sans, Segoe UI, Helvetica, Arial, sans-serif"

// advances are the widths of U+0020 to U+007E in thousandths of the font size:
// of Arial's and DejaVu Sans's, whichever is wider. DejaVu is the widest font
// that "sans-serif" commonly stands for, so text is no wider than this says.
var advances = [...]uint16{
	318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, // space to /
	636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, // 0 to ?
	1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787, // @ to O
	667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556, // P to _
	500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, // ` to o
	635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838, // p to ~
}

// width returns how wide text is at most, at a font size in pixels. Letters
// beyond ASCII count as wide ones, ideographs and symbols as squares.
func width(text string, size float64) float64 { return float64(thousandths(text)) * size / 1000 }

// thousandths is the width in thousandths of the font size. That of two texts one
// after the other is the sum.
func thousandths(text string) int {
	sum := 0
	for _, r := range text {
		sum += advanceOf(r)
	}
	return sum
}

func advanceOf(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(advances[r-' '])
	case unicode.Is(unicode.Mn, r):
		return 0
	case r < 0x2000:
		return 1130
	case r == '…' || r == '’' || r == '–':
		return 1000
	}
	return 1300
}

// clean makes a name one line of visible text: what XML or a line of text
// cannot hold becomes a space, and marks that turn the direction of writing
// are dropped, for they would act on the text around.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r), r == 0xFFFE, r == 0xFFFF, r == unicode.ReplacementChar:
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isClean reports whether text is words of ASCII with single spaces between, as
// most names are.
func isClean(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = s[i]
	}
	return last != ' ' || s == ""
}

// wrap breaks text into lines no wider than limit, as few as possible and then
// as even as possible. A word that is too wide is broken anywhere. What does
// not fit into the lines is cut off with an ellipsis.
func wrap(text string, size, limit float64, lines int) []string {
	words := pieces(text, size, limit)
	if len(words) == 0 {
		return nil
	}
	least, _ := fill(words, size, limit)
	if least > lines {
		found := broken(words, size, limit)[:lines]
		last := []rune(found[lines-1])
		for len(last) > 0 && width(string(last)+"…", size) > limit {
			last = last[:len(last)-1]
		}
		found[lines-1] = strings.TrimSpace(string(last)) + "…"
		return found
	}
	even := limit
	for narrow := limit - 4; narrow > limit/3; narrow -= 4 {
		if n, widest := fill(words, size, narrow); n > least || widest > narrow {
			break
		}
		even = narrow
	}
	return broken(words, size, even)
}

// piece is a word, or a part of one that is too wide.
type piece struct {
	text    string
	advance int
}

// pieces splits text at spaces, and words wider than limit within.
func pieces(text string, size, limit float64) []piece {
	var found []piece
	for word := range strings.FieldsSeq(text) {
		from, sum := 0, 0
		for i, r := range word {
			next := advanceOf(r)
			if i > from && float64(sum+next)*size/1000 > limit {
				found = append(found, piece{word[from:i], sum})
				from, sum = i, 0
			}
			sum += next
		}
		found = append(found, piece{word[from:], sum})
	}
	return found
}

// fill returns how many lines words take and how wide the widest is.
func fill(words []piece, size, limit float64) (lines int, widest float64) {
	eachLine(words, size, limit, func(_ []piece, sum int) {
		lines++
		widest = max(widest, float64(sum)*size/1000)
	})
	return lines, widest
}

// broken returns the lines that words fill.
func broken(words []piece, size, limit float64) []string {
	var found []string
	var b strings.Builder
	eachLine(words, size, limit, func(line []piece, _ int) {
		if len(line) == 1 {
			found = append(found, line[0].text)
			return
		}
		b.Reset()
		for i := range line {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(line[i].text)
		}
		found = append(found, b.String())
	})
	return found
}

// eachLine calls f for each line that words fill, with its advance.
func eachLine(words []piece, size, limit float64, f func(line []piece, advance int)) {
	from, sum := 0, words[0].advance
	for i := 1; i < len(words); i++ {
		longer := sum + advanceOf(' ') + words[i].advance
		if float64(longer)*size/1000 <= limit {
			sum = longer
			continue
		}
		f(words[from:i], sum)
		from, sum = i, words[i].advance
	}
	f(words[from:], sum)
}

func widest(lines []string, size float64) float64 {
	most := 0.0
	for _, line := range lines {
		most = max(most, width(line, size))
	}
	return most
}
