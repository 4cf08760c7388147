package diagram

import (
	"bytes"
	"io"
	"math"

	"missiongraph/graph"
)

// Options say how to place and write a scene.
type Options struct {
	Layout string // one of Layouts
	Format string // one of Formats
	Look   Look
	Scale  float64        // pixels of a PNG for each of the picture's
	Pins   map[string]Pin // by entity id; where boxes stay
}

// Picture is a diagram as written.
type Picture struct {
	Content []byte // nil where Stream is not
	// Stream writes the content piece by piece, as often as it is called; nil for
	// formats that are made whole.
	Stream        func(io.Writer) error
	MediaType     string
	Binary        bool
	Width, Height float64 // pixels; of text the layout's
	Nodes, Edges  int     // drawn
	Truncated     string  // as of [Scene]
}

// Bytes returns the content whole.
func (p *Picture) Bytes() ([]byte, error) {
	if p.Stream == nil {
		return p.Content, nil
	}
	var b bytes.Buffer
	err := p.Stream(&b)
	return b.Bytes(), err
}

// Send writes the content. After an error what is written is no picture.
func (p *Picture) Send(w io.Writer) error {
	if p.Stream != nil {
		return p.Stream(w)
	}
	_, err := w.Write(p.Content)
	return err
}

// Draw places and writes a scene. The error has code BAD_INPUT for a layout or
// format that there is not.
func Draw(s *Scene, o Options) (*Picture, error) {
	if p := written(s, o); p != nil {
		return p, nil
	}
	l, err := Arrange(s, o)
	if err != nil {
		return nil, err
	}
	p := &Picture{Nodes: len(s.Nodes), Edges: len(s.Edges), Truncated: s.Truncated, Width: l.Width, Height: l.Height}
	switch o.Format {
	case "SVG":
		p.Content, p.MediaType = l.SVG(o.Look), "image/svg+xml"
		p.Width, p.Height = l.Size(o.Look.Frame)
	case "PNG":
		p.MediaType, p.Binary = "image/png", true
		w, h := l.Size(o.Look.Frame)
		p.Width, p.Height = math.Ceil(w*o.Scale), math.Ceil(h*o.Scale)
		p.Content, err = l.PNG(o.Look, o.Scale)
	case "PDF":
		p.MediaType, p.Binary = "application/pdf", true
		p.Width, p.Height = l.Size(o.Look.Frame)
		p.Content, err = l.PDF(o.Look)
	case "CYTOSCAPE":
		p.MediaType, p.Stream = "application/json", l.Cytoscape
	case "REACTFLOW":
		p.MediaType, p.Stream = "application/json", l.ReactFlow
	default:
		err = graph.Errorf(graph.BadInput, "there is no format %q", o.Format).WithHint("%s", nearest(o.Format, Formats))
	}
	return p, err
}

// written is the scene in a format that needs no places, or nil.
func written(s *Scene, o Options) *Picture {
	p := &Picture{Nodes: len(s.Nodes), Edges: len(s.Edges), Truncated: s.Truncated}
	switch o.Format {
	case "MERMAID":
		p.Content, p.MediaType = s.Mermaid(o.Layout), "text/vnd.mermaid; charset=utf-8"
	case "DOT":
		p.Content, p.MediaType = s.DOT(o.Layout, o.Look.Links), "text/vnd.graphviz; charset=utf-8"
	case "TREE":
		p.Content, p.MediaType = s.Tree(), "text/plain; charset=utf-8"
	default:
		return nil
	}
	return p
}

// mostPlaced is how many nodes are placed at most: more take seconds, and nobody
// can read them.
const mostPlaced = 2000

// Arrange places a scene. The error has code BAD_INPUT for a layout that there
// is not and for pins that cannot hold, and LIMIT for too many nodes.
func Arrange(s *Scene, o Options) (*Layout, error) {
	if len(s.Nodes) > mostPlaced {
		return nil, graph.Errorf(graph.Limit, "a picture of %s entities is too large; at most %s are placed", thousands(len(s.Nodes)), thousands(mostPlaced)).
			WithHint("a smaller depth or limit, or collapse; MERMAID, DOT and TREE take as many as there are")
	}
	var l *Layout
	switch o.Layout {
	case "ORG":
		l = Org(s, o.Look.Frame.aspect())
	case "LAYERED":
		l = Layered(s)
	case "RADIAL":
		l = Radial(s, o.Look.Frame.aspect())
	case "MATRIX":
		l = Matrix(s)
	default:
		return nil, graph.Errorf(graph.BadInput, "there is no layout %q", o.Layout).WithHint("%s", nearest(o.Layout, Layouts))
	}
	l.Name = o.Layout
	if o.Layout == "MATRIX" {
		return l, nil
	}
	return l, l.pin(o.Pins)
}
