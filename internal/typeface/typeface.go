// Package typeface holds the typeface of pictures and pages: Public Sans, under
// the SIL Open Font License (OFL.txt), with Latin and Latin Extended letters,
// without kerning.
package typeface

import (
	_ "embed" // the fonts
	"sync"

	"golang.org/x/image/font/sfnt"
)

// The typeface as TrueType, by weight. They are not to be changed.
var (
	//go:embed PublicSans-400.ttf
	Regular []byte
	//go:embed PublicSans-500.ttf
	Medium []byte
	//go:embed PublicSans-600.ttf
	SemiBold []byte
)

// fonts are those of weights 400, 500 and 600.
var fonts = sync.OnceValue(func() map[int]*sfnt.Font {
	found := map[int]*sfnt.Font{}
	for weight, data := range map[int][]byte{400: Regular, 500: Medium, 600: SemiBold} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("typeface: the bundled font: " + err.Error())
		}
		found[weight] = f
	}
	return found
})

// Fonts returns the typeface parsed, by weight: 400, 500 and 600. Both it and
// the fonts are shared: only fonts' methods with a buffer of the caller's may be used
// from several goroutines.
func Fonts() map[int]*sfnt.Font { return fonts() }

// Missing returns the first character of a text that the typeface has no glyph
// for; ok is false where it has all.
func Missing(text string) (r rune, ok bool) {
	var buf sfnt.Buffer
	for _, r := range text {
		if i, err := fonts()[400].GlyphIndex(&buf, r); err != nil || i == 0 {
			return r, true
		}
	}
	return 0, false
}
