package exchange

import (
	"regexp"
	"slices"

	"missiongraph/internal/yamltext"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Conditions must all hold for a rule to apply to a row: by column, what its
// cell must be.
type Conditions []Condition

// Condition is what a cell must be.
type Condition struct {
	Column  Text
	present *bool    // that it is there, or is not
	is, not []string // one of these, or none
	matches *regexp.Regexp

	column int
}

// UnmarshalYAML reads {COLUMN: present | absent | TEXT | [TEXT…] | {not: …} |
// {matches: EXPRESSION}}.
func (c *Conditions) UnmarshalYAML(n ast.Node) error {
	entries, ok := yamltext.Entries(n)
	if !ok {
		return &yaml.SyntaxError{Message: "expected columns and what they must be, as {COUNTY: present}", Token: n.GetToken()}
	}
	for _, e := range entries {
		var one Condition
		key, ok := e.Key.(ast.Node)
		if !ok {
			continue
		}
		if err := one.Column.UnmarshalYAML(key); err != nil {
			return err
		}
		if err := one.read(e.Value); err != nil {
			return err
		}
		*c = append(*c, one)
	}
	return nil
}

func (c *Condition) read(n ast.Node) error {
	var fields struct {
		Not     texts `yaml:"not"`
		Matches Text  `yaml:"matches"`
	}
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		if err := yaml.NodeToValue(n, &fields, yaml.Strict()); err != nil {
			return err
		}
		c.not = fields.Not
		if fields.Matches.Value != "" {
			var err error
			if c.matches, err = regexp.Compile(fields.Matches.Value); err != nil {
				return &yaml.SyntaxError{Message: "not a regular expression (RE2 syntax)", Token: n.GetToken()}
			}
		}
		return nil
	}
	var list texts
	if err := list.UnmarshalYAML(n); err != nil {
		return err
	}
	if len(list) == 1 && (list[0] == "present" || list[0] == "absent") {
		yes := list[0] == "present"
		c.present = &yes
		return nil
	}
	c.is = list
	return nil
}

// holds reports whether a cleaned cell is what it must be.
func (c *Condition) holds(cell string) bool {
	switch {
	case c.present != nil:
		return (cell != "") == *c.present
	case c.is != nil:
		return slices.Contains(c.is, cell)
	case c.not != nil && slices.Contains(c.not, cell):
		return false
	}
	return c.matches == nil || c.matches.MatchString(cell)
}

// texts are one text or several.
type texts []string

// UnmarshalYAML reads a text or a list of texts.
func (t *texts) UnmarshalYAML(n ast.Node) error {
	if list, ok := n.(*ast.SequenceNode); ok {
		for _, item := range list.Values {
			var one Text
			if err := one.UnmarshalYAML(item); err != nil {
				return err
			}
			*t = append(*t, one.Value)
		}
		return nil
	}
	var one Text
	err := one.UnmarshalYAML(n)
	*t = texts{one.Value}
	return err
}
