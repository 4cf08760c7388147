package diagram

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// SavedPrefix begins the ids of sources that are saved views: "diagrams.board"
// is the view "board". Such a source's text is the view, as YAML or JSON.
const SavedPrefix = "diagrams."

// Saved is a way to draw that has been saved by name.
type Saved struct {
	Layout string         `yaml:"layout"` // one of Layouts; empty for the usual
	Theme  string         `yaml:"theme"`  // one of Themes; empty for that of the request
	Frame  string         `yaml:"frame"`  // one of Frames; empty for that of the request
	Title  string         `yaml:"title"`
	Pins   map[string]Pin `yaml:"pins"`   // by entity id: where the box's upper left corner stays
	Hidden []string       `yaml:"hidden"` // ids of entities not to draw

	// Which part of the graph, as in a request. Roots are where a page begins that
	// is given the name of the view alone.
	Roots     []string `yaml:"roots"`
	Depth     *int     `yaml:"depth"`
	Direction string   `yaml:"direction"`
	Types     []string `yaml:"types"`
	Kinds     []string `yaml:"kinds"`
	Collapse  []string `yaml:"collapse"` // nil for no rolling up
	Limit     *int     `yaml:"limit"`
	Grade     string   `yaml:"grade"` // one of Grades; empty for that of the request
}

// Pin is a place in a picture, in pixels from its upper left corner.
type Pin struct {
	X float64 `yaml:"x"`
	Y float64 `yaml:"y"`
}

// Bounds of a saved view.
const (
	mostPins  = 500
	farthest  = 20_000.0
	mostSaved = 64 << 10 // bytes
	mostOpen  = 100      // brackets that are open at one point
)

// ReadSaved reads the text of a saved view. The error has code BAD_INPUT and
// tells the line and column.
func ReadSaved(name, text string) (s *Saved, err error) {
	at := SavedPrefix + name
	defer func() {
		// The parser has met inputs it panics on; for us that is bad YAML.
		if x := recover(); x != nil {
			s, err = nil, graph.Errorf(graph.BadInput, "%s: the text is not YAML that can be read", at)
		}
	}()
	if len(text) > mostSaved {
		return nil, graph.Errorf(graph.BadInput, "%s: the text has %d bytes; at most %d are read", at, len(text), mostSaved)
	}
	if yamltext.Steep(text, mostOpen) {
		return nil, graph.Errorf(graph.BadInput, "%s: the text is nested too deeply", at).WithHint("a view is a list of settings; pins are two deep")
	}
	s = &Saved{}
	if err := yaml.UnmarshalWithOptions([]byte(text), s, yaml.Strict()); err != nil {
		var syntax yaml.Error
		if !errors.As(err, &syntax) {
			return nil, graph.Errorf(graph.BadInput, "%s: the text is not a view", at)
		}
		place := at
		line, column, msg := yamltext.Where(err)
		if line > 0 {
			place = fmt.Sprintf("%s:%d:%d", at, line, column)
		}
		msg, _, _ = strings.Cut(msg, "\n")
		if strings.Contains(msg, "Go ") || strings.Contains(msg, "diagram.") { // a Go type
			msg = "the value is of another type than expected"
		}
		return nil, graph.Errorf(graph.BadInput, "%s: %.200s", place, msg).
			WithHint("a view has layout, theme, frame, title, pins: {id: {x, y}}, hidden: [id], roots: [id], depth, direction, types, kinds, collapse, limit, grade")
	}
	return s, s.check(at)
}

func (s *Saved) check(at string) error {
	var problems graph.Problems
	for _, c := range []struct {
		name, value string
		known       []string
	}{{"layout", s.Layout, Layouts}, {"theme", s.Theme, Themes}, {"frame", s.Frame, Frames}, {"direction", s.Direction, directions}, {"grade", s.Grade, Grades}} {
		if c.value != "" && !slices.Contains(c.known, c.value) {
			problems.Add(at+"."+c.name, graph.BadInput, "there is no %s %.60q", c.name, c.value).Hint = nearest(c.value, c.known)
		}
	}
	for _, name := range []string{"depth", "limit"} {
		n := map[string]*int{"depth": s.Depth, "limit": s.Limit}[name]
		if n != nil && (*n < 0 || *n > math.MaxInt32) {
			problems.Add(at+"."+name, graph.BadInput, "%d is out of bounds", *n)
		}
	}
	if len(s.Pins) > mostPins {
		problems.Add(at+".pins", graph.BadInput, "%d pins, more than %d", len(s.Pins), mostPins)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Pins)) {
		if p := s.Pins[id]; !(p.X >= 0 && p.X <= farthest && p.Y >= 0 && p.Y <= farthest) {
			problems.Add(at+".pins."+id, graph.BadInput, "%g, %g is no place in a picture", p.X, p.Y).Hint = fmt.Sprintf("x and y from 0 to %g", farthest)
		}
	}
	return problems.Err()
}

// Apply takes from the view how to draw, where the request leaves that open.
func (q *Request) Apply(s *Saved) {
	if q.Layout == "" {
		q.Layout = s.Layout
	}
	if s.Theme != "" && q.Theme == "LIGHT" && !q.said("theme") {
		q.Theme = s.Theme
	}
	if s.Frame != "" && q.Frame == "FIT" && !q.said("frame") {
		q.Frame = s.Frame
	}
	if q.Title == "" {
		q.Title = s.Title
	}
	q.Pins = s.Pins
}

// ApplyPart takes from the view which part of the graph to draw, where the
// request leaves that open.
func (q *Request) ApplyPart(s *Saved) {
	usual := Defaults()
	if s.Depth != nil && q.Depth == usual.Depth && !q.said("depth") {
		q.Depth = *s.Depth
	}
	if s.Limit != nil && q.Limit == usual.Limit && !q.said("limit") {
		q.Limit = *s.Limit
	}
	if s.Direction != "" && q.Direction == usual.Direction && !q.said("direction") {
		q.Direction = s.Direction
	}
	if q.Types == nil && !q.said("types") {
		q.Types = s.Types
	}
	if q.Kinds == nil && !q.said("kinds") {
		q.Kinds = s.Kinds
	}
	if q.Collapse == nil && !q.said("collapse") {
		q.Collapse = s.Collapse
	}
	if q.Hidden == nil && !q.said("hide") {
		q.Hidden = s.Hidden
	}
	if q.Grade == "" {
		q.Grade = s.Grade
	}
}

func (q *Request) said(name string) bool { return slices.Contains(q.Said, name) }
