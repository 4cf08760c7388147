package training

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"strings"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"missiongraph/graph"
)

// Logo is a picture of at most MaxLogo bytes.
type Logo struct {
	Media string `json:"media"` // image/png or image/svg+xml
	Data  []byte `json:"data"`
	PNG   []byte `json:"png"` // the same, for readers that know no other
}

// Limits of a logo.
const (
	MaxLogo       = 256 << 10 // bytes
	maxLogoPixels = 2048      // each way
	logoPixels    = 640       // of the longer side of an SVG as PNG
)

// NewLogo checks a picture. The error has code BAD_INPUT, or LIMIT for one that
// is too large.
func NewLogo(data []byte) (*Logo, error) {
	if len(data) > MaxLogo {
		return nil, graph.Errorf(graph.Limit, "the logo has %d bytes, expected at most %d", len(data), MaxLogo)
	}
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		return newPNG(data)
	}
	if err := checkSVG(data); err != nil {
		return nil, err
	}
	drawn, err := drawSVG(data)
	if err != nil {
		return nil, err
	}
	return &Logo{"image/svg+xml", data, drawn}, nil
}

func newPNG(data []byte) (*Logo, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err == nil && (c.Width > maxLogoPixels || c.Height > maxLogoPixels) {
		return nil, graph.Errorf(graph.Limit, "the logo has %d by %d pixels, expected at most %d each way", c.Width, c.Height, maxLogoPixels)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, graph.Errorf(graph.BadInput, "the logo is no PNG that can be read")
	}
	again, err := asPNG(img) // of 8 bits and in one pass, as PDF takes it
	return &Logo{"image/png", data, again}, err
}

func asPNG(img image.Image) ([]byte, error) {
	plain := image.NewNRGBA(img.Bounds())
	for y := plain.Rect.Min.Y; y < plain.Rect.Max.Y; y++ {
		for x := plain.Rect.Min.X; x < plain.Rect.Max.X; x++ {
			plain.Set(x, y, img.At(x, y))
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, plain)
	return b.Bytes(), err
}

// still are the elements of SVG that draw, and neither act nor fetch.
var still = map[string]bool{
	"svg": true, "g": true, "path": true, "rect": true, "circle": true, "ellipse": true, "line": true, "polyline": true, "polygon": true,
	"defs": true, "linearGradient": true, "radialGradient": true, "stop": true, "title": true, "desc": true, "metadata": true,
}

// checkSVG refuses what is not well-formed, and what does more than draw.
func checkSVG(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, root := 0, true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && !root {
			return nil
		}
		line, column := d.InputPos()
		if err != nil {
			return graph.Errorf(graph.BadInput, "the logo is neither PNG nor well-formed SVG: line %d, column %d", line, column)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if depth++; depth > 64 {
				return graph.Errorf(graph.Limit, "the logo nests elements more than 64 deep")
			}
			if root && x.Name.Local != "svg" {
				return graph.Errorf(graph.BadInput, "the logo is neither PNG nor SVG")
			}
			root = false
			if !still[x.Name.Local] {
				return graph.Errorf(graph.BadInput, "line %d of the logo has <%.40s>, which not all formats can draw", line, x.Name.Local).
					WithHint("turn texts and effects into paths, or give a PNG")
			}
			for _, a := range x.Attr {
				if name := strings.ToLower(a.Name.Local); strings.HasPrefix(name, "on") || name == "href" && !strings.HasPrefix(a.Value, "#") {
					return graph.Errorf(graph.BadInput, "line %d of the logo has the attribute %.40s, which a picture does not need", line, a.Name.Local)
				}
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			if !strings.HasPrefix(strings.ToUpper(string(x)), "DOCTYPE SVG") || bytes.Contains(x, []byte("[")) {
				return graph.Errorf(graph.BadInput, "line %d of the logo declares what a picture does not need", line)
			}
		}
	}
}

// drawSVG makes a PNG of an SVG.
func drawSVG(data []byte) (drawn []byte, err error) {
	defer func() { // the library's, on what it does not foresee
		if recover() != nil {
			drawn, err = nil, graph.Errorf(graph.BadInput, "the logo cannot be drawn").WithHint("give a PNG")
		}
	}()
	icon, err := oksvg.ReadIconStream(bytes.NewReader(data), oksvg.IgnoreErrorMode)
	if err != nil {
		return nil, graph.Errorf(graph.BadInput, "the logo cannot be drawn").WithHint("give a PNG")
	}
	w, h := icon.ViewBox.W, icon.ViewBox.H
	if !(w > 0 && h > 0 && w/h < 40 && h/w < 40) {
		return nil, graph.Errorf(graph.BadInput, "the logo has no size").WithHint("give its <svg> a viewBox, as \"0 0 200 60\"")
	}
	scale := logoPixels / max(w, h)
	pw, ph := int(w*scale+0.5), int(h*scale+0.5)
	icon.SetTarget(0, 0, float64(pw), float64(ph))
	img := image.NewRGBA(image.Rect(0, 0, pw, ph))
	icon.Draw(rasterx.NewDasher(pw, ph, rasterx.NewScannerGV(pw, ph, img, img.Bounds())), 1)
	return asPNG(img)
}

// uri writes a picture into an attribute or an address.
func uri(media string, data []byte) string {
	return "data:" + media + ";base64," + base64.StdEncoding.EncodeToString(data)
}
