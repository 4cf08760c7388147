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
func width(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		switch {
		case r >= ' ' && r <= '~':
			sum += int(advances[r-' '])
		case unicode.Is(unicode.Mn, r):
		case r < 0x2000:
			sum += 1130
		case r == '…' || r == '’' || r == '–':
			sum += 1000
		default:
			sum += 1300
		}
	}
	return float64(sum) * size / 1000
}

// clean makes a name one line of visible text: what XML or a line of text
// cannot hold becomes a space, and marks that turn the direction of writing
// are dropped, for they would act on the text around.
func clean(s string) string {
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

// wrap breaks text into lines no wider than limit, as few as possible and then
// as even as possible. A word that is too wide is broken anywhere. What does
// not fit into the lines is cut off with an ellipsis.
func wrap(text string, size, limit float64, lines int) []string {
	words := pieces(text, size, limit)
	if len(words) == 0 {
		return nil
	}
	found := fill(words, size, limit)
	if len(found) > lines {
		found = found[:lines]
		last := []rune(found[lines-1])
		for len(last) > 0 && width(string(last)+"…", size) > limit {
			last = last[:len(last)-1]
		}
		found[lines-1] = strings.TrimSpace(string(last)) + "…"
		return found
	}
	for narrow := limit - 4; narrow > limit/3; narrow -= 4 {
		next := fill(words, size, narrow)
		if len(next) > len(found) || widest(next, size) > narrow {
			break
		}
		found = next
	}
	return found
}

// pieces splits text at spaces, and words wider than limit within.
func pieces(text string, size, limit float64) []string {
	var found []string
	for _, word := range strings.Fields(text) {
		from := 0
		for i, r := range word {
			if i > from && width(word[from:i]+string(r), size) > limit {
				found = append(found, word[from:i])
				from = i
			}
		}
		found = append(found, word[from:])
	}
	return found
}

func fill(words []string, size, limit float64) []string {
	found := []string{words[0]}
	for _, word := range words[1:] {
		last := &found[len(found)-1]
		if longer := *last + " " + word; width(longer, size) <= limit {
			*last = longer
		} else {
			found = append(found, word)
		}
	}
	return found
}

func widest(lines []string, size float64) float64 {
	most := 0.0
	for _, line := range lines {
		most = max(most, width(line, size))
	}
	return most
}
