package diagram

import "missiongraph/graph"

// Options say how to place and write a scene.
type Options struct {
	Layout string // one of Layouts
	Format string // one of Formats
	Look   Look
	Scale  float64 // pixels of a PNG for each of the picture's
}

// Picture is a diagram as written.
type Picture struct {
	Content       []byte
	MediaType     string
	Binary        bool
	Width, Height float64 // pixels; of text the layout's
	Nodes, Edges  int     // drawn
	Truncated     string  // as of [Scene]
}

// Draw places and writes a scene. The error has code BAD_INPUT for a layout or
// format that there is not.
func Draw(s *Scene, o Options) (*Picture, error) {
	l, err := Arrange(s, o)
	if err != nil {
		return nil, err
	}
	p := &Picture{Nodes: len(s.Nodes), Edges: len(s.Edges), Truncated: s.Truncated, Width: l.Width, Height: l.Height}
	switch o.Format {
	case "SVG":
		p.Content, p.MediaType = l.SVG(o.Look), "image/svg+xml"
		p.Width, p.Height = l.Size(o.Look.Frame)
	case "REACTFLOW":
		p.MediaType = "application/json"
		p.Content, err = l.ReactFlow()
	default:
		err = graph.Errorf(graph.BadInput, "there is no format %q", o.Format).WithHint("%s", nearest(o.Format, Formats))
	}
	return p, err
}

// Arrange places a scene. The error has code BAD_INPUT for a layout that there
// is not.
func Arrange(s *Scene, o Options) (*Layout, error) {
	var l *Layout
	switch o.Layout {
	case "ORG":
		l = Org(s, o.Look.Frame.aspect())
	case "LAYERED":
		l = Layered(s)
	default:
		return nil, graph.Errorf(graph.BadInput, "there is no layout %q", o.Layout).WithHint("%s", nearest(o.Layout, Layouts))
	}
	l.Name = o.Layout
	return l, nil
}
