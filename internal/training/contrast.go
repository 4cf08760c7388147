package training

import "math"

// readable is the contrast that text of the usual size has at least, by WCAG
// 2.2, success criterion 1.4.3.
const readable = 4.5

// luminance is the relative luminance of a colour, from 0 to 1
// (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
func (c rgb) luminance() float64 {
	weights, sum := [3]float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, v := range c {
		x := float64(v) / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		sum += weights[i] * x
	}
	return sum
}

// contrast is the contrast of two colours, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// towards mixes a colour with another, by as little as makes it readable on
// paper.
func towards(c, other, paper rgb) rgb {
	const steps = 32
	for i := range steps + 1 {
		var mixed rgb
		for j := range mixed {
			mixed[j] = uint8((int(c[j])*(steps-i) + int(other[j])*i) / steps)
		}
		if contrast(mixed, paper) >= readable {
			return mixed
		}
	}
	return other
}
