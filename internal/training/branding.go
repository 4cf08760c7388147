package training

import (
	"strconv"
	"strings"
)

// Branding is whose material a pack is.
type Branding struct {
	Organization string `json:"organization,omitempty"`
	Accent       string `json:"accent,omitempty"` // "#0b4f8a"; readable on white
	Footer       string `json:"footer,omitempty"` // below each page
	Logo         *Logo  `json:"logo,omitempty"`
}

// Logo is a picture.
type Logo struct {
	Media string `json:"media"` // image/png or image/svg+xml
	Data  []byte `json:"data"`  // as it was given
	PNG   []byte `json:"png"`   // for readers that know no other
}

// usualAccent is the colour of headings of a pack without branding.
var usualAccent = rgb{0x0b, 0x4f, 0x8a}

// accent is the colour of headings; b may be nil.
func (b *Branding) accent() rgb {
	if b == nil || b.Accent == "" {
		return usualAccent
	}
	c, _ := parseColor(b.Accent)
	return c
}

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
