package diagram

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Theme is a set of colours, each "#rrggbb".
type Theme struct {
	Paper string // background
	Ink   string // names and title
	Soft  string // other text
	Rule  string // hairlines
	Grey  bool   // no colours
}

// The project's themes. Print is ink on white paper, with kinds told by shape
// and by greys as dark as their colours.
var (
	Light = Theme{Paper: "#fbfaf7", Ink: "#1b1f24", Soft: "#545b64", Rule: "#dedbd3"}
	Dark  = Theme{Paper: "#14171b", Ink: "#e8e6e1", Soft: "#a3a9b1", Rule: "#2c3138"}
	Print = Theme{Paper: "#ffffff", Ink: "#000000", Soft: "#3c3c3c", Rule: "#b0b0b0", Grey: true}
)

// Contrast returns the contrast ratio of two colours, from 1 to 21, as WCAG 2.2
// defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
func Contrast(a, b string) float64 {
	x, y := luminance(parse(a)), luminance(parse(b))
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// stroke returns a kind's colour, drawn toward the ink until it can be told
// from the paper.
func (t Theme) stroke(color string) string {
	if t.Grey {
		grey := int(math.Round(255 * math.Pow(luminance(parse(color)), 1/2.2)))
		color = fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
	for part := 0.0; part < 1; part += 0.05 {
		if c := mix(color, t.Ink, part); Contrast(c, t.Paper) >= 4.5 {
			return c
		}
	}
	return t.Ink
}

// fill returns a kind's colour as a background of text.
func (t Theme) fill(color string) string { return mix(t.Paper, t.stroke(color), 0.11) }

type rgb [3]float64

// parse reads "#rrggbb"; anything else is a middle grey.
func parse(s string) rgb {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 {
		return rgb{0x80, 0x80, 0x80}
	}
	return rgb{float64(n >> 16), float64(n >> 8 & 0xff), float64(n & 0xff)}
}

// mix returns a with a part of b, from 0 to 1.
func mix(a, b string, part float64) string {
	p, q := parse(a), parse(b)
	for i := range p {
		p[i] = math.Round(p[i] + (q[i]-p[i])*part)
	}
	return fmt.Sprintf("#%02x%02x%02x", int(p[0]), int(p[1]), int(p[2]))
}

func luminance(c rgb) float64 {
	for i := range c {
		v := c[i] / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}
