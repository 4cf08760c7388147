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
	"github.com/goccy/go-yaml/parser"

	"missiongraph/graph"
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

	file string
	tree *ast.File
	mark *training.Branding // as the plan's branding says; nil for none
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
	Forms     []string  `yaml:"forms"`
}

type planScope struct {
	Entity      string   `yaml:"entity"`
	Kind        string   `yaml:"kind"`
	MissionArea string   `yaml:"missionArea"`
	Around      []string `yaml:"around"`
	Depth       int      `yaml:"depth"`
	Entities    []string `yaml:"entities"`
}

func (s *planScope) request() *training.ScopeRequest {
	return &training.ScopeRequest{Entity: s.Entity, Kind: s.Kind, MissionArea: s.MissionArea, Around: s.Around, Depth: s.Depth, Entities: s.Entities}
}

const maxPlan = 1 << 20 // bytes

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
	if err := yaml.UnmarshalWithOptions(text, p, yaml.Strict()); err != nil {
		return nil, yamlProblem(file, err)
	}
	if p.tree, err = parser.ParseBytes(text, 0); err != nil {
		return nil, yamlProblem(file, err)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	p.mark, err = p.brand()
	return p, err
}

// yamlProblem turns the library's error, which draws the text, into one line.
func yamlProblem(file string, err error) error {
	if line, column, msg := yamltext.Where(err); line > 0 {
		return graph.Errorf(graph.BadInput, "%s:%d:%d: %s", file, line, column, msg)
	}
	message, _, _ := strings.Cut(err.Error(), "\n")
	return graph.Errorf(graph.BadInput, "%s: %s", file, message)
}

// at names the place of a path of the plan, as "$.parts[0].name"; of what is
// around it where the plan does not have it.
func (p *trainingPlan) at(path string) string {
	for path != "" && path != "$" {
		if found, err := yaml.PathString(path); err == nil {
			if node, err := found.FilterFile(p.tree); err == nil && node != nil && node.GetToken() != nil {
				at := node.GetToken().Position
				return fmt.Sprintf("%s:%d:%d", p.file, at.Line, at.Column)
			}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return p.file + ":1:1"
}

// problem is an error at a path of the plan.
func (p *trainingPlan) problem(path, hint, format string, args ...any) error {
	return graph.Errorf(graph.BadInput, "%s: %s", p.at(path), fmt.Sprintf(format, args...)).WithHint("%s", hint)
}

// place puts the place before what an error of the graph says.
func (p *trainingPlan) place(path string, err error) error {
	var known *graph.Error
	if err == nil || !errors.As(err, &known) {
		return err
	}
	placed := *known
	placed.Msg = p.at(path) + ": " + placed.Msg
	return &placed
}

var included = []string{"glossary", "sheets", "timeline"}

func (p *trainingPlan) check() error {
	if len(p.Parts) == 0 {
		return p.problem("$.parts", "a plan has a list of parts, each with a name and a scope", "the plan has no parts")
	}
	if len(p.Formats) == 0 {
		p.Formats = training.Formats()
	}
	for i, f := range p.Formats {
		if !slices.Contains(training.Formats(), f) {
			return p.problem(fmt.Sprintf("$.formats[%d]", i), oneOf(f, training.Formats()), "there is no format %.60q", f)
		}
	}
	if g := p.Lens.MinGrade; g != "" {
		if _, ok := graph.ParseGrade(g); !ok {
			return p.problem("$.lens.minGrade", oneOf(g, []string{"STATED", "CONSTRUED", "CONTEXTUAL"}), "there is no grade %.60q", g)
		}
	}
	if d := p.Lens.ValidAt; d != "" && !graph.IsDate(d) {
		return p.problem("$.lens.validAt", "write it as 2018-12-04", "%.60q is no date", d)
	}
	names := map[string]bool{}
	for i := range p.Parts {
		x, at := &p.Parts[i], fmt.Sprintf("$.parts[%d]", i)
		switch {
		case !partName.MatchString(x.Name):
			return p.problem(at+".name", "small letters, digits and hyphens, for it names a folder", "%.60q cannot be the name of a part", x.Name)
		case names[x.Name]:
			return p.problem(at+".name", "name them apart", "there are two parts %q", x.Name)
		case x.Questions < 0 || x.Questions > training.MaxQuestions:
			return p.problem(at+".questions", "", "%d questions, expected 0 to %d", x.Questions, training.MaxQuestions)
		}
		names[x.Name] = true
		for j, name := range x.Include {
			if !slices.Contains(included, name) {
				return p.problem(fmt.Sprintf("%s.include[%d]", at, j), oneOf(name, included), "a part cannot include %.60q", name)
			}
		}
		for j, name := range x.Forms {
			if _, ok := training.ParseForm(name); !ok {
				var forms []string
				for _, f := range training.Forms() {
					forms = append(forms, strings.ToLower(string(f)))
				}
				return p.problem(fmt.Sprintf("%s.forms[%d]", at, j), oneOf(strings.ToLower(name), forms), "there is no form of question %.60q", name)
			}
		}
	}
	return nil
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
		x, at := &p.Parts[i], fmt.Sprintf("$.parts[%d]", i)
		scope, err := x.Scope.request().Find(v)
		if err != nil {
			return nil, p.place(at+".scope", err)
		}
		r := training.Request{
			Title: firstOf(x.Title, p.Title), Audience: p.Audience, Scope: scope, Seed: p.Seed + uint64(i), Count: x.Questions,
			Glossary: slices.Contains(x.Include, "glossary"), Sheets: slices.Contains(x.Include, "sheets"), Timeline: slices.Contains(x.Include, "timeline"),
		}
		for _, name := range x.Forms {
			form, _ := training.ParseForm(name)
			r.Forms = append(r.Forms, form)
		}
		if len(x.Compare) > 0 {
			compared, err := (&training.ScopeRequest{Entities: x.Compare}).Find(v)
			if err != nil {
				return nil, p.place(at+".compare", err)
			}
			r.Compare = compared.Nodes
		}
		if packs[i], err = training.Build(v, r); err != nil {
			return nil, p.place(at+".questions", err)
		}
		packs[i].Branding = p.mark
		done(i + 1)
	}
	return packs, nil
}
