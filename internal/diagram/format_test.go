package diagram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"

	"missiongraph/graph"
	"missiongraph/internal/typeface"
)

var hostileNames = []string{
	`<script>alert(1)</script>`, `" onload="alert(1)`, `]]><![CDATA[`, "a\nb\r\nc", "\u202egnp.exe", `a" --> b["x`, "`**x**`", `%%{init: {}}%%`,
	`\"; n9 [label="x`, `<b>x</b>`, `click n0 call alert()`, `#quot;#9829;`, `"]; end subgraph`, "", "國土安全部", `---`, `$(rm)`, `\N\G\l`, `&lt;`, "a\x00b\xff",
}

// hostileScene has a name of each kind everywhere.
func hostileScene() *Scene {
	s := &Scene{Title: hostileNames[0], Columns: hostileNames[:2], Footer: hostileNames, Focus: []int{0}, Revision: 3, Marked: true}
	for i, name := range hostileNames {
		s.Nodes = append(s.Nodes, Node{ID: name, Label: name, Kind: name, Form: name, Shape: []string{"PILL", "CIRCLE", name}[i%3], Color: name,
			Note: name, Column: i % 2, Grade: graph.Stated, Mark: Mark(i % 4)})
		s.Edges = append(s.Edges, Edge{ID: name, From: i, To: i / 2, Label: name, Type: name, Verb: name, Grade: graph.Grades()[i%4], Below: i%3 == 0,
			Implied: i%5 == 0, Both: i%7 == 0, Facts: []string{name}, Tells: []string{name}, Mark: Mark(i % 3)})
	}
	return s
}

func TestHostileNamesStayTextInEveryFormat(t *testing.T) {
	for _, layout := range Layouts {
		for _, format := range Formats {
			t.Run(layout+"/"+format, func(t *testing.T) {
				p, err := Draw(hostileScene(), Options{Layout: layout, Format: format, Scale: 1, Look: Look{Theme: Light, Links: "/e/"}})
				require.NoError(t, err)
				content, err := p.Bytes()
				require.NoError(t, err)
				require.NotEmpty(t, content)
				switch format {
				case "SVG":
					found, _ := elements(t, content)
					for _, e := range found {
						assert.Contains(t, []string{"svg", "title", "desc", "g", "path", "rect", "text", "a"}, e.Name.Local)
						for _, a := range e.Attr {
							assert.False(t, strings.HasPrefix(a.Name.Local, "on"), a.Name.Local)
							if a.Name.Local == "href" {
								assert.True(t, strings.HasPrefix(a.Value, "/e/"), a.Value)
							}
						}
					}
				case "PNG":
					_, err := png.Decode(bytes.NewReader(content))
					assert.NoError(t, err)
				case "CYTOSCAPE", "REACTFLOW":
					assert.True(t, json.Valid(content))
					assert.NotContains(t, string(content), "<script")
				case "MERMAID":
					for _, line := range strings.Split(string(content), "\n")[3:] {
						assert.NotContains(t, line, "<script")
						assert.NotContains(t, line, "%%{")
						assert.True(t, strings.Count(line, `"`) == 0 || strings.Count(line, `"`) == 2 || strings.HasPrefix(line, "%%"), line)
					}
				case "DOT", "TREE":
					assert.NotContains(t, string(content), "\x00")
					assert.NotContains(t, string(content), "\u202e")
				}
			})
		}
	}
}

// have finds a program, or skips the test where it need not be.
func have(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("MISSIONGRAPH_REQUIRE_ALL") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func TestGraphvizReadsDOT(t *testing.T) {
	have(t, "dot")
	cmd := exec.Command("dot", "-Tplain")
	cmd.Stdin = bytes.NewReader(hostileScene().DOT("ORG", "/e/"))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, len(hostileNames), strings.Count("\n"+string(out), "\nnode "))
	assert.Equal(t, len(hostileNames), strings.Count("\n"+string(out), "\nedge "))
}

func TestRSVGRendersSVG(t *testing.T) {
	have(t, "rsvg-convert")
	for _, layout := range Layouts {
		p, err := Draw(hostileScene(), Options{Layout: layout, Format: "SVG", Look: Look{Theme: Dark, Links: "/e/", Frame: Slide}})
		require.NoError(t, err)
		in, out := filepath.Join(t.TempDir(), "in.svg"), filepath.Join(t.TempDir(), "out.png")
		require.NoError(t, os.WriteFile(in, p.Content, 0o600))
		said, err := exec.Command("rsvg-convert", in, "-o", out).CombinedOutput()
		require.NoError(t, err, string(said))
		data, err := os.ReadFile(out)
		require.NoError(t, err)
		img, err := png.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		assert.Equal(t, "1920x1080", fmt.Sprintf("%dx%d", img.Bounds().Dx(), img.Bounds().Dy()))
	}
}

func TestEveryFormatIsTheSameEachTime(t *testing.T) {
	for _, format := range Formats {
		draw := func() []byte {
			p, err := Draw(hostileScene(), Options{Layout: "ORG", Format: format, Scale: 1, Look: Look{Theme: Print, Frame: A4}})
			require.NoError(t, err)
			content, err := p.Bytes()
			require.NoError(t, err)
			return content
		}
		assert.True(t, bytes.Equal(draw(), draw()), format)
	}
}

// Text in the bundled font is no wider than what boxes are made for.
func TestTheBundledFontFits(t *testing.T) {
	var buf sfnt.Buffer
	for weight, f := range typeface.Fonts() {
		for r := ' '; r <= 0x17f; r++ {
			if n, err := f.GlyphIndex(&buf, r); err != nil || n == 0 {
				continue
			}
			assert.LessOrEqual(t, advance(f, &buf, string(r), 100), width(string(r), 100)*1.15, "%c at weight %d", r, weight)
		}
		for _, text := range []string{"Department of Homeland Security", "Immigration Enforcement", "law enforcement partners around the world", "ICE Attaché corps"} {
			assert.LessOrEqual(t, advance(f, &buf, text, 14), width(text, 14), "%s at weight %d", text, weight)
		}
	}
}

// The frame of a box is where the box is, at any scale and in any frame.
func TestAPNGShowsBoxesWhereTheyAre(t *testing.T) {
	s := &Scene{Nodes: []Node{{ID: "a", Shape: "RECTANGLE", Color: "#000000"}}}
	for _, frame := range []Frame{NoFrame, Slide, Portrait} {
		for _, scale := range []float64{0.5, 1, 3} {
			l := Org(s, 1.75)
			data, err := l.PNG(Look{Theme: Light, Frame: frame}, scale)
			require.NoError(t, err)
			img, err := png.Decode(bytes.NewReader(data))
			require.NoError(t, err)
			w, h := l.Size(NoFrame)
			in := frame.around(w, h)
			by := scale * in.showW / in.w
			b := l.Boxes[0]
			for _, p := range []Point{{b.X, b.Y + b.H/2}, {b.X + b.W, b.Y + b.H/2}, {b.X + b.W/2, b.Y}, {b.X + b.W/2, b.Y + b.H}} {
				r, _, _, _ := img.At(int((p.X-in.x)*by), int((p.Y-in.y)*by)).RGBA()
				assert.Less(t, r>>8, uint32(190), "%s at scale %g", frame.Name, scale)
			}
		}
	}
}

func TestTooLargeAPNG(t *testing.T) {
	_, err := Org(benchScene(500), 1.75).PNG(Look{Theme: Light}, 4)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

func TestPathsAreReadAsWritten(t *testing.T) {
	for name, o := range outlines {
		lines := flatten(outlineOf(o.path(10, 20, 150, 60)))
		require.NotEmpty(t, lines, name)
		for _, line := range lines {
			for _, p := range line {
				assert.True(t, p.X >= 9.9 && p.X <= 160.1 && p.Y >= 19.9 && p.Y <= 80.1, "%s leaves its rectangle at %v", name, p)
			}
		}
	}
}

func TestDifferenceMarksWhatChanged(t *testing.T) {
	node := func(id, label string) Node { return Node{ID: id, Label: label, Kind: "K", Shape: "PILL"} }
	before := &Scene{Revision: 1, Columns: []string{"A"}, Nodes: []Node{node("a", "A"), node("b", "B"), node("gone", "Gone"), node("far", "Far")},
		Edges: []Edge{{ID: "1", From: 0, To: 1, Label: "uses", Grade: 4, Facts: []string{"1"}}, {ID: "2", From: 0, To: 2, Label: "leads", Grade: 4, Facts: []string{"2"}}}}
	after := &Scene{Revision: 2, Columns: []string{"A"}, Nodes: []Node{node("b", "B!"), node("a", "A"), node("new", "New")},
		Edges: []Edge{{ID: "1", From: 1, To: 0, Label: "uses", Grade: 4, Facts: []string{"1"}}, {ID: "3", From: 2, To: 0, Label: "leads", Grade: 4, Facts: []string{"3"}}}}
	in := func(ids ...string) func(string) bool {
		return func(id string) bool { return strings.Contains(strings.Join(ids, " "), id) }
	}
	d := Difference(before, after, in("a", "b", "gone", "far"), in("a", "b", "new", "far"))
	var found []string
	for _, n := range d.Nodes {
		found = append(found, n.ID+" "+n.Mark.String())
	}
	for _, e := range d.Edges {
		found = append(found, d.Nodes[e.From].ID+">"+d.Nodes[e.To].ID+" "+e.Mark.String())
	}
	assert.Equal(t, []string{"b changed", "a ", "new added", "gone removed", "far ", "a>b ", "new>b added", "a>gone removed"}, found)
	assert.Equal(t, "Changes from revision 1 to 2: 2 added, 2 removed, 1 changed.", d.Footer[0])
	assert.Empty(t, after.Nodes[0].Mark, "the scenes given stay as they were")
}

func TestSavedViews(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"YAML", "layout: RADIAL\npins:\n  ero: {x: 10, y: 20}\nhidden: [dhs]", ""},
		{"JSON", `{"layout": "ORG", "pins": {"ero": {"x": 1.5, "y": 2}}}`, ""},
		{"empty", "", ""},
		{"syntax", "layout: ORG\npins: {ero", "diagrams.board:2:"},
		{"unknown key", "layout: ORG\nlayuot: ORG", "diagrams.board:2:1: unknown field"},
		{"another type", "layout: ORG\npins: 7", "diagrams.board:2:"},
		{"unknown layout", "layout: RADIL", `there is no layout "RADIL" (did you mean "RADIAL"?)`},
		{"far away", "pins: {ero: {x: 1e9, y: 0}}", "no place in a picture"},
		{"not a number", "pins: {ero: {x: .nan, y: 0}}", "no place in a picture"},
		{"steep", "pins: " + strings.Repeat("[", mostOpen+1), "nested too deeply"},
		{"large", strings.Repeat("#", mostSaved+1), "65537 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadSaved("board", test.text)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.NotContains(t, err.Error(), "Go ")
		})
	}
}

func TestPinsHold(t *testing.T) {
	s := benchScene(40)
	l, err := Arrange(s, Options{Layout: "ORG", Pins: map[string]Pin{"3": {600, 300}, "9": {40, 700}, "nobody": {1, 1}}})
	require.NoError(t, err)
	assert.Equal(t, Point{600, 300}, Point{l.Boxes[3].X, l.Boxes[3].Y})
	assert.Equal(t, Point{40, 700}, Point{l.Boxes[9].X, l.Boxes[9].Y})
	verify(t, l)
	_, err = Arrange(s, Options{Layout: "ORG", Pins: map[string]Pin{"3": {600, 300}, "9": {610, 310}}})
	assert.ErrorContains(t, err, `pins: "3" and "9" overlap`)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

func BenchmarkOrgPNG(b *testing.B) {
	s := benchScene(60)
	b.Run("nodes=60", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Org(s, 1.75).PNG(Look{Theme: Light}, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestAPNGOfWhatIsPartlyOutside(t *testing.T) {
	p := &rasterPen{img: image.NewRGBA(image.Rect(0, 0, 40, 30)), scale: 1, raster: &vector.Rasterizer{}}
	p.path(rounded(-20, -10, 30, 25, 0), ink{fill: "#ff0000"})
	p.path(rounded(30, 20, 300, 250, 0), ink{fill: "#ff0000"})
	p.path(rounded(-20, 18, 100, 1, 0), ink{fill: "#ff0000"})
	for y := range 30 {
		for x := range 40 {
			in := x < 10 && y < 15 || x >= 30 && y >= 20 || y == 18
			assert.Equal(t, in, p.img.RGBAAt(x, y).A > 0, "%d, %d", x, y)
		}
	}
}
