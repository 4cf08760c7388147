package sdl

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// Shapes are the shapes a diagram can give a kind, as @kind(style:) spells
// them. The ontology has them in lower case.
var Shapes = []string{"RECTANGLE", "ROUNDED", "PILL", "HEXAGON", "BANNER", "DIAMOND", "SHEET", "CIRCLE"}

var hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func (d *document) readKinds() []*graph.Kind {
	var kinds []*graph.Kind
	plurals := map[string]string{}
	used := map[string]bool{}
	for _, def := range d.kinds {
		d.described(def.Description, def.Position, "kind "+def.Name)
		if !d.checkDirectives(def.Directives) {
			continue
		}
		use := def.Directives.ForName("kind")
		k := &graph.Kind{
			Name:        def.Name,
			Label:       text(use, "label"),
			Plural:      text(use, "plural"),
			Description: def.Description,
			Abstract:    def.Kind == ast.Interface,
			IsA:         d.parents(def),
			MapsTo:      list(use, "mapsTo"),
		}
		for _, name := range list(use, "forms") {
			used[name] = true
			k.Forms = append(k.Forms, graph.Form{Name: name, Description: d.formDescription(name, k.Label)})
		}
		if k.Abstract && len(k.Forms) > 0 {
			d.problem(use.Position, "%s is abstract and has forms", k.Name).Hint = "give them to the kinds that implement it"
		}
		d.readStyle(k, use)
		if other := plurals[lowerCamel(k.Plural)]; other != "" {
			d.problem(use.Position, "%s and %s have the same plural %q", k.Name, other, k.Plural)
		}
		if lowerCamel(k.Plural) == lowerFirst(k.Name) {
			d.problem(use.Position, "plural %q makes the same field name as the kind itself", k.Plural).Hint = "the root fields of a kind are its name and its plural"
		}
		plurals[lowerCamel(k.Plural)] = k.Name
		kinds = append(kinds, k)
	}
	if forms := d.types[formEnum]; forms != nil {
		for _, v := range forms.EnumValues {
			d.described(v.Description, v.Position, "form "+v.Name)
			if !used[v.Name] && len(d.problems) == 0 {
				d.problem(v.Position, "no kind has the form %s", v.Name)
			}
		}
	}
	return kinds
}

// parents returns the abstract kinds a kind belongs to, and checks that it
// implements what every kind does.
func (d *document) parents(def *ast.Definition) []string {
	var found []string
	for _, name := range def.Interfaces {
		if name == entityType || name == nodeType {
			continue
		}
		parent := d.kind(name)
		switch {
		case parent == nil || parent.Kind != ast.Interface:
			d.problem(def.Position, "%s implements %s, which is no abstract kind", def.Name, name).Hint = graph.DidYouMean(name, d.names(kindEnum))
		default:
			found = append(found, name)
			for _, above := range parent.Interfaces {
				if !slices.Contains(def.Interfaces, above) {
					d.problem(def.Position, "%s must implement %s, as %s does", def.Name, above, name)
				}
			}
		}
	}
	for _, name := range []string{entityType, nodeType} {
		if !slices.Contains(def.Interfaces, name) {
			d.problem(def.Position, "kind %s must implement %s", def.Name, name).Hint = "write: implements Entity & Node"
		}
	}
	return found
}

func (d *document) readStyle(k *graph.Kind, use *ast.Directive) {
	arg := use.Arguments.ForName("style")
	if arg == nil {
		switch {
		case k.Abstract:
		case d.unstyled[use.Position.Src.Name]:
			k.Color, k.Shape = "#6c757d", "rounded"
		default:
			d.problem(use.Position, "kind %s needs a style", k.Name).Hint = `as style: {color: "#1f4e79", shape: "RECTANGLE"}`
		}
		return
	}
	color, shape := member(arg.Value, "color"), member(arg.Value, "shape")
	if !hexColor.MatchString(color) {
		d.problem(arg.Position, "color %q is not of the form #rrggbb in lower case", color)
	}
	if !slices.Contains(Shapes, shape) {
		p := d.problem(arg.Position, "unknown shape %q", shape)
		if p.Hint = graph.DidYouMean(shape, Shapes); p.Hint == "" {
			p.Hint = "one of " + strings.Join(Shapes, ", ")
		}
	}
	k.Color, k.Shape = color, strings.ToLower(shape)
}

// formDescription returns what a form means, without the leading "Kind: " by
// which the shared enum tells the kinds' forms apart.
func (d *document) formDescription(name, label string) string {
	s := d.types[formEnum].EnumValues.ForName(name).Description
	return upperFirst(strings.TrimPrefix(s, label+": "))
}

func (d *document) described(description string, p *ast.Position, what string) {
	if strings.TrimSpace(description) == "" {
		d.problem(p, "%s needs a description", what).Hint = `a "…" before it`
	}
}

// lowerCamel turns words into a field name: "Mission areas" to missionAreas.
func lowerCamel(words string) string {
	var b strings.Builder
	for i, word := range strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if i == 0 {
			b.WriteString(lowerFirst(word))
		} else {
			b.WriteString(upperFirst(word))
		}
	}
	return b.String()
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
