package training

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// Branding is whose material a pack is. The zero value is that of nobody.
type Branding struct {
	Organization string `json:"organization,omitempty"`
	Accent       string `json:"accent,omitempty"` // of headings, as "#0b4f8a"; readable on white
	Footer       string `json:"footer,omitempty"` // below each page
	Logo         *Logo  `json:"logo,omitempty"`
}

// maxBrandText bounds the organisation and the footer, in characters: each has
// one line.
const maxBrandText = 90

// Check returns what is wrong with the texts and the colour, and of which:
// "organization", "footer" or "accent". The error has code BAD_INPUT.
func (b *Branding) Check() (field string, err error) {
	for field, text := range map[string]string{"organization": b.Organization, "footer": b.Footer} {
		if n := utf8.RuneCountInString(text); n > maxBrandText {
			return field, graph.Errorf(graph.BadInput, "%d characters, expected at most %d", n, maxBrandText).WithHint("it has one line of a page")
		}
	}
	if b.Accent == "" {
		return "", nil
	}
	c, ok := parseColor(b.Accent)
	if !ok {
		return "accent", graph.Errorf(graph.BadInput, "%.20q is no colour", b.Accent).WithHint("write it as \"#0b4f8a\", in quotes")
	}
	if r := contrast(c, white); r < readable {
		return "accent", graph.Errorf(graph.BadInput, "text of the colour %s could not be read on white: its contrast is %.1f, expected at least %.1f", b.Accent, r, readable).
			WithHint("%s would do", towards(c, black, white))
	}
	return "", nil
}

type rgb [3]uint8

var white = rgb{0xff, 0xff, 0xff}

// usualAccent is the colour of headings of a pack without branding.
var usualAccent = rgb{0x0b, 0x4f, 0x8a}

// accent is the colour of headings; b may be nil.
func (b *Branding) accent() rgb {
	if b == nil {
		return usualAccent
	}
	if c, ok := parseColor(b.Accent); ok {
		return c
	}
	return usualAccent
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// parseColor reads a colour as "#0b4f8a" or "#05a".
func parseColor(text string) (rgb, bool) {
	hex, ok := strings.CutPrefix(text, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if !ok || len(hex) != 6 || err != nil {
		return rgb{}, false
	}
	return rgb{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}
