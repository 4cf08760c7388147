package training_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

const plainLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><g fill="#7a0019"><path d="M0 0H40V20H0Z"/></g></svg>`

func TestBrandingIsReadable(t *testing.T) {
	for _, tt := range []struct {
		name     string
		branding training.Branding
		field    string
		code     graph.Code
	}{
		{"nothing", training.Branding{}, "", ""},
		{"dark", training.Branding{Accent: "#7a0019"}, "", ""},
		{"short", training.Branding{Accent: "#05a"}, "", ""},
		{"just enough", training.Branding{Accent: "#767676"}, "", ""},
		{"just too little", training.Branding{Accent: "#777777"}, "accent", graph.BadInput},
		{"yellow", training.Branding{Accent: "#ffcc00"}, "accent", graph.BadInput},
		{"a name", training.Branding{Accent: "navy"}, "accent", graph.BadInput},
		{"more than a colour", training.Branding{Accent: "#05a;}body{display:none"}, "accent", graph.BadInput},
		{"long", training.Branding{Footer: strings.Repeat("x", 91)}, "footer", graph.BadInput},
	} {
		t.Run(tt.name, func(t *testing.T) {
			field, err := tt.branding.Check()
			assert.Equal(t, tt.code, graph.CodeOf(err))
			assert.Equal(t, tt.field, field)
		})
	}
}

func TestLogos(t *testing.T) {
	var small bytes.Buffer
	require.NoError(t, png.Encode(&small, image.NewGray16(image.Rect(0, 0, 8, 4))))
	for _, tt := range []struct {
		name, data, problem string
	}{
		{"svg", plainLogo, ""},
		{"png", small.String(), ""},
		{"empty", "", "neither PNG nor well-formed SVG"},
		{"text", "hello", "neither PNG nor well-formed SVG"},
		{"html", "<html></html>", "neither PNG nor SVG"},
		{"broken png", small.String()[:40], "no PNG that can be read"},
		{"unclosed", "<svg>", "neither PNG nor well-formed SVG: line 1"},
		{"script", "<svg><script/></svg>", "<script>"},
		{"text of a font", "<svg><text>a</text></svg>", "not all formats can draw"},
		{"handler", `<svg onload="alert(1)"></svg>`, "onload"},
		{"from elsewhere", `<svg><path href="https://example.com/x"/></svg>`, "href"},
		{"entities", "<!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg></svg>", "declares"},
		{"no size", "<svg></svg>", "has no size"},
		{"deep", strings.Repeat("<svg>", 70), "64 deep"},
		{"large", strings.Repeat(" ", training.MaxLogo+1), "expected at most"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			logo, err := training.NewLogo([]byte(tt.data))
			if tt.problem == "" {
				require.NoError(t, err)
				_, err := png.Decode(bytes.NewReader(logo.PNG))
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tt.problem)
			assert.NotEqual(t, graph.Internal, graph.CodeOf(err))
		})
	}
}

func FuzzLogo(f *testing.F) {
	f.Add([]byte(plainLogo))
	f.Add([]byte(`<svg viewBox="0 0 1 1"><defs><linearGradient id="a"><stop offset="1"/></linearGradient></defs><circle r="1" fill="url(#a)"/></svg>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if logo, err := training.NewLogo(data); err == nil {
			_, err := png.Decode(bytes.NewReader(logo.PNG))
			assert.NoError(t, err)
		}
	})
}

// Each handout is branded, and each other format takes a branded pack.
func TestBrandedHandouts(t *testing.T) {
	p := packOfSeed(t, seeded(t))
	logo, err := training.NewLogo([]byte(plainLogo))
	require.NoError(t, err)
	p.Branding = &training.Branding{Organization: "Office <of> Training", Accent: "#7a0019", Footer: "For *training* only", Logo: logo}
	page := written(t, p, "html")
	assert.Contains(t, page, `alt="Office &lt;of&gt; Training"`)
	assert.Contains(t, page, "--link:#7a0019")
	assert.Contains(t, page, "For *training* only</footer>")
	slides := written(t, p, "marp")
	assert.Contains(t, slides, "data:image/png;base64,")
	assert.Contains(t, slides, `footer: "For \\*training\\* only"`)
	pdf := written(t, p, "pdf")
	text := poppler(t, pdf, "pdftotext", "-raw", "FILE", "-")
	assert.Contains(t, text, "For *training* only")
	assert.Contains(t, text, "Office <of> Training")
	assert.Contains(t, poppler(t, pdf, "pdfimages", "-list", "FILE"), "image")

	again, err := training.ReadPack([]byte(written(t, p, "json")))
	require.NoError(t, err)
	assert.Equal(t, p.Branding, again.Branding)
}
