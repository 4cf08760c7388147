package diagram

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// Request says what to draw, and how: what a URL or a command line asks for.
type Request struct {
	Roots     []string // ids or names
	Depth     int
	Types     []string // relation types followed and drawn; empty for all
	Kinds     []string // kinds entered; empty for all
	Direction string   // OUT, IN or ANY
	Collapse  []string // kinds to roll up into; empty for the topmost, nil for no rolling up
	Limit     int
	Hidden    []string        // ids of entities not entered; see [Request.Said] for none
	Revision  *graph.Revision // nil for the head
	Since     *graph.Revision // draw what has changed since; nil for the state alone

	Grade      string   // one of Grades: facts that are weaker are not drawn; empty for CONTEXTUAL
	ValidAt    string   // a day, as 2018-12-04: facts that hold then; empty for all
	Readings   []string // chosen, as attache/A; empty for the preferred ones
	Deprecated bool     // deprecated facts, too

	Format string // one of Formats
	Layout string // one of Layouts; empty for the view's, then ORG
	Theme  string // one of Themes
	Frame  string // one of Frames
	Title  string // empty for the names of the roots
	View   string // name of a saved view; may be empty
	Links  string // before an entity's id in links; empty for none
	Scale  float64
	Pins   map[string]Pin // of the view; see [Request.Apply]
	Said   []string       // parameters that were given, even if as when left out; these go before the view's
}

// Defaults returns a request with what is meant where nothing is said.
func Defaults() Request {
	return Request{Depth: 2, Direction: "ANY", Limit: 500, Format: "SVG", Theme: "LIGHT", Frame: "FIT", Links: "/e/", Scale: 1}
}

// The names that requests use.
var (
	Layouts    = []string{"ORG", "LAYERED", "RADIAL", "MATRIX"}
	Formats    = []string{"SVG", "PNG", "PDF", "MERMAID", "DOT", "CYTOSCAPE", "REACTFLOW", "TREE"}
	Themes     = []string{"LIGHT", "DARK", "PRINT"}
	Frames     = []string{"FIT", "SLIDE", "A4", "A4_PORTRAIT"}
	Grades     = []string{"STATED", "CONSTRUED", "CONTEXTUAL", "EDITORIAL"}
	directions = []string{"OUT", "IN", "ANY"}
)

// parameters are those of a URL, in order.
var parameters = []string{"depth", "types", "kinds", "direction", "collapse", "limit", "hide", "revision", "from",
	"grade", "validAt", "readings", "deprecated", "format", "layout", "theme", "frame", "title", "view", "links", "scale", "root"}

// lists are those that may be given several times.
var lists = []string{"types", "kinds", "collapse", "root"}

// FromURL reads the request for a diagram of an entity, "ice.svg", with its
// parameters. All that is wrong is told at once, as BAD_INPUT.
func FromURL(name string, values url.Values) (Request, error) {
	q := Defaults()
	var problems graph.Problems
	id, ext := splitName(name)
	if q.Format = formatOf(ext); q.Format == "" || id == "" {
		problems.Add("path", graph.BadInput, "%.60q is no diagram", name).Hint = "an id with .svg, .png, .pdf, .mmd, .dot, .json or .txt, as /diagrams/ice.svg"
	}
	q.Roots = append([]string{id}, values["root"]...)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if n := len(values[name]); n > 1 && !slices.Contains(lists, name) {
			problems.Add(name, graph.BadInput, "it is given %d times", n).Hint = "once"
		}
		if !slices.Contains(parameters, name) {
			hint := graph.DidYouMean(name, parameters)
			if hint == "" {
				hint = "there are " + strings.Join(parameters, ", ")
			}
			problems.Add(name, graph.BadInput, "there is no such parameter").Hint = hint
		}
	}
	q.Said = slices.Sorted(maps.Keys(values))
	r := &reader{values, &problems}
	q.Depth, q.Limit = int(r.number("depth", uint64(q.Depth))), int(r.number("limit", uint64(q.Limit)))
	q.Types, q.Kinds = r.names("types"), r.names("kinds")
	if values.Has("collapse") {
		q.Collapse = append([]string{}, r.names("collapse")...)
	}
	q.Hidden = r.names("hide")
	q.Revision, q.Since = r.revision("revision"), r.revision("from")
	q.Grade, q.ValidAt, q.Readings = r.one("grade", ""), values.Get("validAt"), r.names("readings")
	q.Deprecated = r.yes("deprecated")
	q.Direction, q.Theme = r.one("direction", q.Direction), r.one("theme", q.Theme)
	q.Frame, q.Layout = r.one("frame", q.Frame), r.one("layout", "")
	if values.Has("format") {
		if as := r.one("format", ""); q.Format == "REACTFLOW" || as == q.Format {
			q.Format = as
		} else {
			problems.Add("format", graph.BadInput, "%.60q does not go with .%s", values.Get("format"), ext).Hint = "format says which JSON: reactflow or cytoscape"
		}
	}
	q.Title, q.View = values.Get("title"), values.Get("view")
	if values.Has("links") {
		q.Links = values.Get("links")
	}
	if values.Has("scale") {
		var err error
		if q.Scale, err = strconv.ParseFloat(values.Get("scale"), 64); err != nil {
			problems.Add("scale", graph.BadInput, "%.60q is no number", values.Get("scale")).Hint = "from 0.1 to 4"
		}
	}
	return q, problems.Err()
}

// splitName parts "287g.svg" at the last point.
func splitName(name string) (id, ext string) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return name, ""
	}
	return name[:at], name[at+1:]
}

// formatOf returns the format that a file name's ending stands for, or "".
func formatOf(ext string) string {
	return map[string]string{"svg": "SVG", "png": "PNG", "pdf": "PDF", "mmd": "MERMAID", "mermaid": "MERMAID", "dot": "DOT", "gv": "DOT",
		"json": "REACTFLOW", "txt": "TREE"}[strings.ToLower(ext)]
}

// FormatOf returns the format that a file's name asks for, or "".
func FormatOf(name string) string {
	_, ext := splitName(name)
	return formatOf(ext)
}

// reader reads parameters.
type reader struct {
	values   url.Values
	problems *graph.Problems
}

func (r *reader) number(name string, missing uint64) uint64 {
	if !r.values.Has(name) {
		return missing
	}
	n, err := strconv.ParseUint(r.values.Get(name), 10, 31)
	if err != nil {
		r.problems.Add(name, graph.BadInput, "%.60q is no whole number", r.values.Get(name)).Hint = "as " + name + "=2"
	}
	return n
}

func (r *reader) revision(name string) *graph.Revision {
	if !r.values.Has(name) {
		return nil
	}
	n := graph.Revision(r.number(name, 0))
	return &n
}

// names reads names that may come in several parameters or with commas.
func (r *reader) names(name string) []string {
	var found []string
	for _, text := range r.values[name] {
		for _, part := range strings.Split(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				found = append(found, part)
			}
		}
	}
	return found
}

// yes reads whether something is wanted, as deprecated=true.
func (r *reader) yes(name string) bool {
	if !r.values.Has(name) {
		return false
	}
	yes, err := strconv.ParseBool(r.values.Get(name))
	if err != nil {
		r.problems.Add(name, graph.BadInput, "%.60q is neither true nor false", r.values.Get(name)).Hint = "as " + name + "=true"
	}
	return yes
}

func (r *reader) one(name, missing string) string {
	if !r.values.Has(name) {
		return missing
	}
	return strings.ToUpper(strings.ReplaceAll(r.values.Get(name), "-", "_"))
}

// Check tells all names of a request that there are not, as BAD_INPUT.
func (q *Request) Check(o *graph.Ontology) error {
	var problems graph.Problems
	for _, c := range []struct {
		name, value string
		known       []string
	}{
		{"direction", q.Direction, directions}, {"format", q.Format, Formats}, {"layout", q.Layout, Layouts},
		{"theme", q.Theme, Themes}, {"frame", q.Frame, Frames}, {"grade", q.Grade, Grades},
	} {
		if !slices.Contains(c.known, c.value) && (c.name != "layout" && c.name != "grade" || c.value != "") {
			problems.Add(c.name, graph.BadInput, "there is no %s %.60q", c.name, c.value).Hint = nearest(c.value, c.known)
		}
	}
	if !(q.Scale >= 0.1 && q.Scale <= 4) {
		problems.Add("scale", graph.BadInput, "%g is out of bounds", q.Scale).Hint = "from 0.1 to 4"
	}
	if q.ValidAt != "" && !graph.IsDate(q.ValidAt) {
		problems.Add("validAt", graph.BadInput, "%.60q is not a day", q.ValidAt).Hint = "as 2018-12-04"
	}
	if q.Links != "" && !safeLink(q.Links) {
		problems.Add("links", graph.BadInput, "%.60q is no address", q.Links).Hint = "a path as /e/, or one that begins with https:// or http://"
	}
	if o == nil {
		return problems.Err()
	}
	var kinds, types []string
	for _, k := range o.Kinds {
		kinds = append(kinds, k.Name)
	}
	for _, t := range o.Relations {
		types = append(types, t.Name)
	}
	for _, c := range []struct {
		name   string
		values []string
		known  []string
	}{{"types", q.Types, types}, {"kinds", q.Kinds, kinds}, {"collapse", q.Collapse, kinds}} {
		for _, value := range c.values {
			if !slices.Contains(c.known, value) {
				problems.Add(c.name, graph.BadInput, "there is no %.60q", value).Hint = nearest(value, c.known)
			}
		}
	}
	return problems.Err()
}

// nearest is a hint at what may have been meant.
func nearest(name string, known []string) string {
	if hint := graph.DidYouMean(name, known); hint != "" {
		return hint
	}
	if len(known) <= 8 {
		return "one of " + strings.Join(known, ", ")
	}
	return ""
}

// safeLink reports whether an address leads to a page, and is no script.
func safeLink(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// Options returns how the request wants a scene drawn. The error has code
// BAD_INPUT and tells all names that there are not.
func (q *Request) Options() (Options, error) {
	if err := q.Check(nil); err != nil {
		return Options{}, err
	}
	o := Options{Layout: q.Layout, Format: q.Format, Scale: q.Scale, Pins: q.Pins, Look: Look{Links: q.Links}}
	if o.Layout == "" {
		o.Layout = "ORG"
	}
	o.Look.Theme = []Theme{Light, Dark, Print}[slices.Index(Themes, q.Theme)]
	o.Look.Frame = []Frame{NoFrame, Slide, A4, Portrait}[slices.Index(Frames, q.Frame)]
	return o, nil
}
