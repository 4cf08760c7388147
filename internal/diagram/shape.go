package diagram

import (
	"fmt"
	"math"
	"strings"
)

// outline is how a shape looks and how much of its rectangle it leaves to
// text.
type outline struct {
	left, right float64 // from the rectangle's edge to the text
	inset       func(dy, h float64) (left, right float64)
	path        func(x, y, w, h float64) string
	round       bool // as a pill
	mark        bool // a sign with an initial at the left instead of a frame
}

const (
	hexagonDepth = 12.0
	bannerDepth  = 10.0
	sheetFold    = 12.0
	pillRadius   = 22.0
	markSize     = 30.0
)

func none(_, _ float64) (left, right float64) { return 0, 0 }

// outlines has the shapes of [graph.Kind].
var outlines = map[string]outline{
	"RECTANGLE": {left: 9, right: 9, inset: none, path: func(x, y, w, h float64) string { return rounded(x, y, w, h, 0) }},
	"ROUNDED":   {left: 9, right: 9, inset: none, path: func(x, y, w, h float64) string { return rounded(x, y, w, h, min(8, h/4)) }},
	"PILL": {left: 14, right: 14, round: true, path: func(x, y, w, h float64) string {
		return rounded(x, y, w, h, min(pillRadius, h/2))
	}, inset: func(dy, h float64) (left, right float64) {
		r := min(pillRadius, h/2)
		beyond := max(0, math.Abs(dy)-(h/2-r))
		in := r - math.Sqrt(max(0, r*r-beyond*beyond))
		return in, in
	}},
	"HEXAGON": {left: 15, right: 15, path: func(x, y, w, h float64) string {
		d := min(hexagonDepth, 0.35*h)
		return polygon(x+d, y, x+w-d, y, x+w, y+h/2, x+w-d, y+h, x+d, y+h, x, y+h/2)
	}, inset: func(dy, h float64) (left, right float64) {
		in := min(hexagonDepth, 0.35*h) * min(1, math.Abs(dy)/(h/2))
		return in, in
	}},
	"BANNER": {left: 16, right: 9, path: func(x, y, w, h float64) string {
		return polygon(x, y, x+w, y, x+w, y+h, x, y+h, x+min(bannerDepth, 0.4*h), y+h/2)
	}, inset: func(dy, h float64) (left, right float64) {
		return min(bannerDepth, 0.4*h) * (1 - min(1, math.Abs(dy)/(h/2))), 0
	}},
	"SHEET": {left: 9, right: 18, inset: none, path: func(x, y, w, h float64) string {
		f := sheetFold
		return fmt.Sprintf("M%s %sH%sL%s %sV%sH%sZM%s %sV%sH%s", num(x), num(y), num(x+w-f), num(x+w), num(y+f), num(y+h), num(x),
			num(x+w-f), num(y), num(y+f), num(x+w))
	}},
	"DIAMOND": {left: markSize + 14, right: 9, inset: none, mark: true, path: func(x, y, _, h float64) string {
		r, cx, cy := markSize/2, x+6+markSize/2, y+h/2
		return polygon(cx, cy-r, cx+r, cy, cx, cy+r, cx-r, cy)
	}},
	"CIRCLE": {left: markSize + 14, right: 9, inset: none, mark: true, path: func(x, y, _, h float64) string {
		return rounded(x+6, y+(h-markSize)/2, markSize, markSize, markSize/2)
	}},
}

// sag is how far below the upper edge of its rectangle an outline is, at off
// from the middle: a pill's corners are round.
func (o outline) sag(off, w, h float64) float64 {
	if !o.round {
		return 0
	}
	r := min(pillRadius, h/2)
	beyond := max(0, math.Abs(off)-(w/2-r))
	return r - math.Sqrt(max(0, r*r-beyond*beyond))
}

// shapeOf returns the outline of a shape in any case, a rectangle for one not known.
func shapeOf(name string) outline {
	if o, ok := outlines[strings.ToUpper(name)]; ok {
		return o
	}
	return outlines["RECTANGLE"]
}

// rounded is a rectangle with corners of a radius.
func rounded(x, y, w, h, r float64) string {
	var buffer [200]byte
	b := buffer[:0]
	put := func(letter byte, v float64) { b = appendNum(append(b, letter), v) }
	arc := func(x, y float64) {
		put('A', r)
		put(' ', r)
		b = append(b, " 0 0 1"...)
		put(' ', x)
		put(' ', y)
	}
	put('M', x+r)
	put(' ', y)
	put('H', x+w-r)
	if r > 0 {
		arc(x+w, y+r)
	}
	put('V', y+h-r)
	if r > 0 {
		arc(x+w-r, y+h)
	}
	put('H', x+r)
	if r > 0 {
		arc(x, y+h-r)
		put('V', y+r)
		arc(x+r, y)
	}
	return string(append(b, 'Z'))
}

func polygon(xy ...float64) string { return string(appendPolygon(nil, xy...)) }

func appendPolygon(b []byte, xy ...float64) []byte {
	for i := 0; i < len(xy); i += 2 {
		letter := byte('L')
		if i == 0 {
			letter = 'M'
		}
		b = appendNum(append(b, letter), xy[i])
		b = appendNum(append(b, ' '), xy[i+1])
	}
	return append(b, 'Z')
}
