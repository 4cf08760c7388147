package training

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// FileRequest asks for a pack in a format: what a URL asks for.
type FileRequest struct {
	Scope    ScopeRequest
	Format   FileFormat
	Revision *graph.Revision // nil for the head
	Lens     Lens            // an empty MinGrade leaves the grade as it is
	Compare  []string        // ids or names; fewer than two for no comparison
	Pack     Request         // but for Scope and Compare

	name string // of the file, before the format's
}

// Parameters of a URL, in order, and what include chooses from.
var (
	parameters = []string{"questions", "seed", "forms", "fewer", "depth", "types", "include", "compare", "title", "audience",
		"revision", "minGrade", "validAt", "readings", "deprecated"}
	includes = []string{"glossary", "sheets", "timeline"}
)

// FromURL reads the request for material about a scope, "ero.gift", with its
// parameters. All that is wrong is told at once, as BAD_INPUT.
func FromURL(name string, values url.Values) (FileRequest, error) {
	var problems graph.Problems
	r := &urlReader{values, &problems}
	about, format := formatOf(name)
	if about == "" {
		problems.Add("path", graph.BadInput, "%.60q is no training material", name).Hint = "a scope with " + extensions() + ", as /training/ero.md"
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(parameters, name) {
			hint := firstOf(graph.DidYouMean(name, parameters), "there are "+strings.Join(parameters, ", "))
			problems.Add(name, graph.BadInput, "there is no such parameter").Hint = hint
		}
	}
	q := FileRequest{Format: format, Scope: ParseScope(about), Compare: r.list("compare"), name: slug(about)}
	if q.Scope.Pattern != "" {
		q.name = "pattern"
	}
	q.Scope.Depth, q.Scope.Types = r.number("depth", 1, 4), r.list("types")
	q.Pack = Request{Title: values.Get("title"), Audience: values.Get("audience"), Seed: r.seed(), Forms: r.forms(),
		Count: r.number("questions", 10, MaxQuestions), Fewer: r.flag("fewer")}
	include := r.list("include")
	if !values.Has("include") && !onlyQuestions[format.Name] {
		include = includes
	}
	for _, part := range include {
		if !slices.Contains(includes, part) {
			problems.Add("include", graph.BadInput, "there is no part %.60q", part).Hint = firstOf(graph.DidYouMean(part, includes), "there are "+strings.Join(includes, ", "))
		}
	}
	q.Pack.Glossary, q.Pack.Sheets, q.Pack.Timeline = slices.Contains(include, "glossary"), slices.Contains(include, "sheets"), slices.Contains(include, "timeline")
	if values.Has("revision") {
		n := graph.Revision(r.number("revision", 0, 1<<31-1))
		q.Revision = &n
	}
	if day := values.Get("validAt"); day != "" && !graph.IsDate(day) {
		problems.Add("validAt", graph.BadInput, "%.60q is not a day", day).Hint = "as 2018-12-04"
	}
	q.Lens = Lens{MinGrade: r.grade(), ValidAt: values.Get("validAt"), Readings: r.list("readings"), Deprecated: r.flag("deprecated")}
	return q, problems.Err()
}

// Make makes the file. The view is seen through the request's lens; its scope's
// Match must be set where that is a pattern. The error has a code that
// [ScopeRequest.Find] or [Build] gives.
func (q *FileRequest) Make(v *graph.View) (File, error) {
	r := q.Pack
	var err error
	if r.Scope, err = q.Scope.Find(v); err != nil {
		return File{}, err
	}
	if len(q.Compare) > 0 {
		with, err := (&ScopeRequest{Entities: q.Compare}).Find(v)
		if err != nil {
			return File{}, err
		}
		r.Compare = with.Nodes
	}
	p, err := Build(v, r)
	if err != nil {
		return File{}, err
	}
	f, err := Write(p, q.Format.Name)
	f.Name = q.name + "-" + f.Name
	return f, err
}

// ParseScope reads a scope as an address has it: an entity, or one of kind:,
// area:, around:, entities: and pattern: before what it is; of around: and
// entities:, several names with commas.
func ParseScope(text string) ScopeRequest {
	what, rest, found := strings.Cut(text, ":")
	if found {
		switch what {
		case "kind":
			return ScopeRequest{Kind: rest}
		case "area":
			return ScopeRequest{MissionArea: rest}
		case "around":
			return ScopeRequest{Around: split(rest)}
		case "entities":
			return ScopeRequest{Entities: split(rest)}
		case "pattern":
			return ScopeRequest{Pattern: rest}
		}
	}
	return ScopeRequest{Entity: text}
}

// split parts names at commas.
func split(text string) []string {
	var list []string
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func extensions() string {
	var list []string
	for _, f := range FileFormats() {
		list = append(list, "."+f.Extension)
	}
	return strings.Join(list, ", ")
}

// slug makes the beginning of a file's name: letters, digits and hyphens.
func slug(text string) string {
	parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.Join(parts, "-")
	if name == "" {
		return "training"
	}
	return name[:min(len(name), 60)]
}

// urlReader reads parameters and notes what is wrong with them.
type urlReader struct {
	values   url.Values
	problems *graph.Problems
}

func (r *urlReader) list(name string) []string {
	var list []string
	for _, text := range r.values[name] {
		list = append(list, split(text)...)
	}
	return list
}

func (r *urlReader) number(name string, missing, most int) int {
	if !r.values.Has(name) {
		return missing
	}
	n, err := strconv.Atoi(r.values.Get(name))
	if err != nil || n < 0 || n > most {
		r.problems.Add(name, graph.BadInput, "%.60q is no whole number from 0 to %d", r.values.Get(name), most)
	}
	return n
}

func (r *urlReader) seed() uint64 {
	if !r.values.Has("seed") {
		return 1
	}
	n, err := strconv.ParseUint(r.values.Get("seed"), 10, 64)
	if err != nil {
		r.problems.Add("seed", graph.BadInput, "%.60q is no whole number", r.values.Get("seed")).Hint = "as seed=7"
	}
	return n
}

func (r *urlReader) flag(name string) bool {
	switch text := r.values.Get(name); text {
	case "true", "1":
		return true
	case "false", "0", "":
	default:
		r.problems.Add(name, graph.BadInput, "%.60q is neither true nor false", text)
	}
	return false
}

func (r *urlReader) forms() []Form {
	var list []Form
	for _, name := range r.list("forms") {
		f, ok := ParseForm(name)
		if !ok {
			r.problems.Add("forms", graph.BadInput, "there is no form %.60q", name).Hint = formHint(name)
			continue
		}
		list = append(list, f)
	}
	return list
}

func formHint(name string) string {
	names := make([]string, len(Forms()))
	for i, f := range Forms() {
		names[i] = strings.ToLower(string(f))
	}
	return firstOf(graph.DidYouMean(name, names), "there are "+strings.Join(names, ", "))
}

func (r *urlReader) grade() string {
	text := r.values.Get("minGrade")
	if text == "" {
		return ""
	}
	g, ok := graph.ParseGrade(strings.ToUpper(text))
	if !ok {
		r.problems.Add("minGrade", graph.BadInput, "there is no grade %.60q", text).Hint = "one of stated, construed, contextual, editorial"
		return ""
	}
	return g.String()
}
