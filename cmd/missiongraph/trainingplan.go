package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"missiongraph/graph"
	"missiongraph/internal/pattern"
	"missiongraph/internal/training"
	"missiongraph/internal/yamltext"
)

// trainingPlan is a course: what to make of the graph, in parts.
type trainingPlan struct {
	Title    string         `yaml:"title"`
	Audience string         `yaml:"audience"`
	Seed     uint64         `yaml:"seed"`
	Lens     planLens       `yaml:"lens"`
	Formats  []string       `yaml:"formats"`
	Branding planBranding   `yaml:"branding"`
	Parts    []trainingPart `yaml:"parts"`

	file     string
	tree     ast.Node // nil for an empty file
	problems graph.Problems
	mark     *training.Branding // as the plan's branding says; nil for none
}

type planLens struct {
	MinGrade string   `yaml:"minGrade"`
	ValidAt  string   `yaml:"validAt"`
	Readings []string `yaml:"readings"`
}

// trainingPart is a pack of the course, in a folder of its own.
type trainingPart struct {
	Name      string    `yaml:"name"`
	Title     string    `yaml:"title"`
	Scope     planScope `yaml:"scope"`
	Include   []string  `yaml:"include"`
	Compare   []string  `yaml:"compare"`
	Questions int       `yaml:"questions"`
	Fewer     bool      `yaml:"fewer"` // as many as there are will do
	Forms     []string  `yaml:"forms"`
}

type planScope struct {
	Entity      string   `yaml:"entity"`
	Kind        string   `yaml:"kind"`
	MissionArea string   `yaml:"missionArea"`
	Around      []string `yaml:"around"`
	Depth       int      `yaml:"depth"`
	Types       []string `yaml:"types"`
	Entities    []string `yaml:"entities"`
	Pattern     string   `yaml:"pattern"`
}

func (s *planScope) request() *training.ScopeRequest {
	return &training.ScopeRequest{
		Entity: s.Entity, Kind: s.Kind, MissionArea: s.MissionArea, Around: s.Around, Depth: s.Depth, Types: s.Types,
		Entities: s.Entities, Pattern: s.Pattern, Match: matchedNodes,
	}
}

// matchedNodes returns the entities that a pattern finds.
func matchedNodes(v *graph.View, text string) ([]graph.Node, error) {
	table, err := pattern.Match(v, text, nil)
	if err != nil {
		return nil, err
	}
	return table.Nodes(), table.Whole()
}

// Limits of a plan.
const (
	maxPlan       = 1 << 20 // bytes
	maxPlanNested = 32      // brackets open at one point
)

// partName is what may name a folder everywhere.
var partName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// readPlan reads a plan; every problem has the line and column it is about.
func readPlan(file string) (*trainingPlan, error) {
	info, err := os.Stat(file)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return nil, graph.Errorf(graph.BadInput, "%s: %v", file, path.Err).WithHint("training build takes a plan, as docs/course/plan.yaml")
		}
		return nil, err
	}
	if info.IsDir() || info.Size() > maxPlan {
		return nil, graph.Errorf(graph.BadInput, "%s is no plan", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := &trainingPlan{file: file}
	if yamltext.Steep(string(text), maxPlanNested) {
		return nil, graph.Problems{{Path: file, Code: graph.Limit, Msg: "the plan is nested too deeply to be read"}}
	}
	var second ast.Node
	if p.tree, second, err = yamltext.Parse(text); err != nil {
		return nil, yamlProblem(file, err)
	}
	if second != nil {
		return nil, graph.Problems{{Path: file + ":1:1", Code: graph.BadInput, Msg: "expected one document"}}
	}
	if err := p.decode(text); err != nil {
		return nil, yamlProblem(file, err)
	}
	p.check()
	if err := p.problems.Err(); err != nil {
		return nil, err
	}
	p.mark, err = p.brand()
	return p, err
}

// decode fills the plan; the library panics on some texts.
func (p *trainingPlan) decode(text []byte) (err error) {
	defer func() {
		if recover() != nil {
			err = yamltext.ErrUnreadable
		}
	}()
	return yaml.UnmarshalWithOptions(text, p, yaml.Strict())
}

// yamlProblem turns the library's error, which draws the text, into one line.
func yamlProblem(file string, err error) error {
	line, column, msg := yamltext.Where(err)
	if line > 0 {
		file = fmt.Sprintf("%s:%d:%d", file, line, column)
	}
	msg, _, _ = strings.Cut(msg, "\n")
	problem := graph.Problem{Path: file, Code: graph.BadInput, Msg: msg}
	if key, ok := strings.CutPrefix(msg, "unknown field "); ok {
		problem.Msg, problem.Hint = "unknown key "+key, graph.DidYouMean(strings.Trim(key, `"`), planKeys)
	}
	return graph.Problems{problem}
}

// planKeys are the keys of a plan, at any depth.
var planKeys = []string{
	"title", "audience", "seed", "lens", "minGrade", "validAt", "readings", "formats", "parts", "name", "scope", "include", "compare", "questions", "fewer", "forms",
	"entity", "kind", "missionArea", "around", "depth", "types", "entities", "pattern",
	"branding", "organization", "logo", "accent", "footer",
}

// at names the place of a path of the plan, as "$.parts[0].name"; of what is
// around it where the plan does not have it.
func (p *trainingPlan) at(path string) string {
	for p.tree != nil && path != "" && path != "$" {
		if found, err := yaml.PathString(path); err == nil {
			if node, err := found.FilterNode(p.tree); err == nil && node != nil && node.GetToken() != nil {
				at := node.GetToken().Position
				return fmt.Sprintf("%s:%d:%d", p.file, at.Line, at.Column)
			}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return p.file + ":1:1"
}

// problem notes what is wrong at a path of the plan.
func (p *trainingPlan) problem(path, hint, format string, args ...any) {
	p.problems.Add(p.at(path), graph.BadInput, format, args...).Hint = hint
}

// wrong is an error at a path of the plan.
func (p *trainingPlan) wrong(path, hint, format string, args ...any) error {
	return graph.Problems{{Path: p.at(path), Code: graph.BadInput, Msg: fmt.Sprintf(format, args...), Hint: hint}}
}

// place tells what an error of the graph says with the place in the plan.
func (p *trainingPlan) place(path string, err error) error {
	var several graph.Problems
	if errors.As(err, &several) { // of a pattern
		var placed graph.Problems
		for _, x := range several {
			placed = append(placed, graph.Problem{Path: p.at(path), Code: x.Code, Msg: x.Path + ": " + x.Msg, Hint: x.Hint})
		}
		return placed
	}
	var known *graph.Error
	if err == nil || !errors.As(err, &known) {
		return err
	}
	return graph.Problems{{Path: p.at(path), Code: known.Code, Msg: known.Msg, Hint: known.Hint}}
}

var included = []string{"glossary", "sheets", "timeline"}

// check notes all that is wrong with a plan by itself.
func (p *trainingPlan) check() {
	if len(p.Parts) == 0 {
		p.problem("$.parts", "a plan has a list of parts, each with a name and a scope", "the plan has no parts")
	}
	if len(p.Formats) == 0 {
		p.Formats = training.Formats()
	}
	p.known("$.formats", "there is no format %.60q", p.Formats, training.Formats())
	if g := p.Lens.MinGrade; g != "" {
		if _, ok := graph.ParseGrade(g); !ok {
			p.problem("$.lens.minGrade", oneOf(g, []string{"STATED", "CONSTRUED", "CONTEXTUAL"}), "there is no grade %.60q", g)
		}
	}
	if d := p.Lens.ValidAt; d != "" && !graph.IsDate(d) {
		p.problem("$.lens.validAt", "write it as 2018-12-04", "%.60q is no date", d)
	}
	for i, r := range p.Lens.Readings {
		if reading := graph.Reading(r); reading.Group() == "" || reading.Choice() == "" {
			p.problem(fmt.Sprintf("$.lens.readings[%d]", i), "a group and a choice, as attache/A", "%.60q is not a reading", r)
		}
	}
	names := map[string]bool{}
	for i := range p.Parts {
		x, at := &p.Parts[i], fmt.Sprintf("$.parts[%d]", i)
		switch {
		case !partName.MatchString(x.Name):
			p.problem(at+".name", "small letters, digits and hyphens, for it names a folder", "%.60q cannot be the name of a part", x.Name)
		case names[x.Name]:
			p.problem(at+".name", "name them apart", "there are two parts %q", x.Name)
		}
		names[x.Name] = true
		x.check(p, at)
	}
}

func (x *trainingPart) check(p *trainingPlan, at string) {
	if x.Questions < 0 || x.Questions > training.MaxQuestions {
		p.problem(at+".questions", "", "%d questions, expected 0 to %d", x.Questions, training.MaxQuestions)
	}
	if len(x.Compare) == 1 {
		p.problem(at+".compare", "name at least two", "one entity cannot be compared")
	}
	p.known(at+".include", "a part cannot include %.60q", x.Include, included)
	var forms, named []string
	for _, f := range training.Forms() {
		forms = append(forms, strings.ToLower(string(f)))
	}
	for _, name := range x.Forms {
		named = append(named, strings.ToLower(strings.ReplaceAll(name, "-", "_")))
	}
	p.known(at+".forms", "there is no form of question %.60q", named, forms)
}

// known notes each of a list at a path that is not among those known.
func (p *trainingPlan) known(path, format string, list, known []string) {
	for i, name := range list {
		if !slices.Contains(known, name) {
			p.problem(fmt.Sprintf("%s[%d]", path, i), oneOf(name, known), format, name)
		}
	}
}

func oneOf(name string, known []string) string {
	return firstOf(graph.DidYouMean(name, known), "one of "+strings.Join(known, ", "))
}

func (l *planLens) lens() graph.Lens {
	out := graph.Lens{ValidAt: l.ValidAt}
	out.MinGrade, _ = graph.ParseGrade(l.MinGrade)
	for _, r := range l.Readings {
		out.Readings = append(out.Readings, graph.Reading(r))
	}
	return out
}

// build makes the packs of a plan from a snapshot, in order.
func (p *trainingPlan) build(s graph.Snapshot, o *graph.Ontology, done func(n int)) ([]*training.Pack, error) {
	v := graph.NewView(s, o, p.Lens.lens(), nil)
	packs := make([]*training.Pack, len(p.Parts))
	for i := range p.Parts {
		x := p.Parts[i]
		x.Title = firstOf(x.Title, p.Title)
		pack, field, err := x.build(v, p.Seed+uint64(i), p.Audience)
		if err != nil {
			return nil, p.place(fmt.Sprintf("$.parts[%d].%s", i, field), err)
		}
		pack.Branding = p.mark
		packs[i] = pack
		done(i + 1)
	}
	return packs, nil
}

// build makes the pack of a part. An error comes with the field it is about.
func (x *trainingPart) build(v *graph.View, seed uint64, audience string) (pack *training.Pack, field string, err error) {
	scope, err := x.Scope.request().Find(v)
	if err != nil {
		return nil, "scope", err
	}
	r := training.Request{
		Title: x.Title, Audience: audience, Scope: scope, Seed: seed, Count: x.Questions, Fewer: x.Fewer,
		Glossary: slices.Contains(x.Include, "glossary"), Sheets: slices.Contains(x.Include, "sheets"), Timeline: slices.Contains(x.Include, "timeline"),
	}
	for _, name := range x.Forms {
		form, _ := training.ParseForm(name)
		r.Forms = append(r.Forms, form)
	}
	if len(x.Compare) > 0 {
		compared, err := (&training.ScopeRequest{Entities: x.Compare}).Find(v)
		if err != nil {
			return nil, "compare", err
		}
		r.Compare = compared.Nodes
	}
	pack, err = training.Build(v, r)
	return pack, "questions", err
}
