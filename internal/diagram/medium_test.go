package diagram

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// A PNG and a PDF show what other programs make of the SVG: in coarse pixels
// and with the same font, whatever the layout, frame and theme.
func TestAllMediaShowTheSame(t *testing.T) {
	have(t, "rsvg-convert")
	have(t, "pdftoppm")
	fontsFor(t)
	s := benchScene(14)
	s.Columns, s.Footer = []string{"Programs"}, []string{"Revision 1."}
	s.Edges[1].Implied, s.Edges[2].Grade, s.Edges[3].Grade = true, graph.Construed, graph.Contextual
	folder := t.TempDir()
	for _, layout := range Layouts {
		for i, frame := range []Frame{NoFrame, Slide, A4, Portrait} {
			for j, theme := range []Theme{Light, Dark, Print} {
				t.Run(fmt.Sprintf("%s/%s/%s", layout, frame.Name, Themes[j]), func(t *testing.T) {
					look := Look{Theme: theme, Frame: frame}
					draw := func(format string) []byte {
						p, err := Draw(s, Options{Layout: layout, Format: format, Look: look, Scale: 1})
						require.NoError(t, err)
						return p.Content
					}
					svg := filepath.Join(folder, "in.svg")
					require.NoError(t, os.WriteFile(svg, draw("SVG"), 0o600))
					want := picture(t, exec.Command("rsvg-convert", svg))
					got, err := png.Decode(bytes.NewReader(draw("PNG")))
					require.NoError(t, err)
					words := wordsOf(t, s, layout, look)
					assertAlike(t, want, got, words)
					if i != j {
						return // a PDF takes long to read: one theme for each frame
					}
					pdf := filepath.Join(folder, "in.pdf")
					require.NoError(t, os.WriteFile(pdf, draw("PDF"), 0o600))
					assertAlike(t, want, picture(t, exec.Command("pdftoppm", "-r", "96", "-png", pdf)), words)
				})
			}
		}
	}
}

// fontsFor lets other programs find the bundled font, and no other.
func fontsFor(t *testing.T) {
	t.Helper()
	folder, err := filepath.Abs("../typeface")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "fonts.conf")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>", folder, t.TempDir()), 0o600))
	t.Setenv("FONTCONFIG_FILE", file)
}

// picture runs a program that writes a PNG.
func picture(t *testing.T, cmd *exec.Cmd) image.Image {
	t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	require.NoError(t, err, said.String())
	img, err := png.Decode(bytes.NewReader(out))
	require.NoError(t, err)
	return img
}

// wordPen notes where there is text.
type wordPen struct {
	noPen
	found []rect
}

func (p *wordPen) text(l Label, _ string, _ int) {
	r := labelRect(l)
	if l.Turn != 0 { // wherever it is turned to
		r = rect{l.At.X - r.w, l.At.Y - r.w, 2 * r.w, 2 * r.w}
	}
	p.found = append(p.found, r)
}

// wordsOf returns where there is text in a picture.
func wordsOf(t *testing.T, s *Scene, layout string, look Look) []rect {
	t.Helper()
	l, err := Arrange(s, Options{Layout: layout, Look: look})
	require.NoError(t, err)
	p := &wordPen{}
	(&drawing{l: l, t: look.Theme, pen: p}).all()
	in := look.Frame.around(l.Size(NoFrame))
	by := in.showW / in.w
	for i, r := range p.found {
		p.found[i] = rect{(r.x-in.x)*by - 2, (r.y-in.y)*by - 2, r.w*by + 4, r.h*by + 4}
	}
	return p.found
}

// assertAlike compares pictures by the grey of squares: none may differ by as
// much as half a line makes that is in only one of them. Each program has its
// own idea of how dark text is.
func assertAlike(t *testing.T, want, got image.Image, words []rect) {
	t.Helper()
	const side = 12
	assert.InDelta(t, want.Bounds().Dx(), got.Bounds().Dx(), 1)
	assert.InDelta(t, want.Bounds().Dy(), got.Bounds().Dy(), 1)
	for y := 0; y+side <= min(want.Bounds().Dy(), got.Bounds().Dy()); y += side {
		for x := 0; x+side <= min(want.Bounds().Dx(), got.Bounds().Dx()); x += side {
			square, most := rect{float64(x), float64(y), side, side}, 20.0
			for _, r := range words {
				if r.overlaps(square) {
					most = 50
				}
			}
			d := grey(want, x, y, side) - grey(got, x, y, side)
			if max(d, -d) > most {
				require.Fail(t, "the pictures differ", "by %.1f at %d, %d", d, x, y)
			}
		}
	}
}

// grey is the mean of a square, from 0 to 255.
func grey(img image.Image, x, y, side int) float64 {
	sum := 0.0
	for dy := range side {
		for dx := range side {
			r, g, b, _ := img.At(x+dx, y+dy).RGBA()
			sum += float64(r+g+b) / 3 / 257
		}
	}
	return sum / float64(side*side)
}
