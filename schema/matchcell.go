package schema

import (
	"math"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/pattern"
)

// MatchCellResolver answers MatchCell.
type MatchCellResolver struct {
	v     *view
	value pattern.Value
}

// Cells returns the row's values.
func (r *MatchRowResolver) Cells() []*MatchCellResolver { return r.page.v.cells(r.row) }

// cells returns the resolvers of values, from one array.
func (v *view) cells(values []pattern.Value) []*MatchCellResolver {
	array := make([]MatchCellResolver, len(values))
	list := make([]*MatchCellResolver, len(values))
	for i, x := range values {
		array[i] = MatchCellResolver{v, x}
		list[i] = &array[i]
	}
	return list
}

// Text returns the value for people.
func (c *MatchCellResolver) Text() *string {
	if c.value.Type == pattern.Any {
		return nil
	}
	text := c.words()
	return &text
}

func (c *MatchCellResolver) words() string {
	switch c.value.Type {
	case pattern.Entity:
		return c.v.Topology().Node(c.value.Node).Name
	case pattern.Relation:
		return c.Relation().Sentence()
	case pattern.Path, pattern.List:
		c.v.charge(len(c.value.List) / 16)
		parts := make([]string, len(c.value.List))
		for i, cell := range c.v.cells(c.value.List) {
			parts[i] = cell.words()
		}
		return strings.Join(parts, ", ")
	default:
		return c.value.String()
	}
}

// Number returns a number.
func (c *MatchCellResolver) Number() *float64 {
	if n := c.value.Number; c.value.Type == pattern.Number && !math.IsInf(n, 0) && !math.IsNaN(n) {
		return &n
	}
	return nil
}

// Boolean returns true, false or nil.
func (c *MatchCellResolver) Boolean() *bool {
	if c.value.Type != pattern.Boolean {
		return nil
	}
	is := c.value.Number != 0
	return &is
}

// Entity returns an entity.
func (c *MatchCellResolver) Entity() *EntityResolver {
	if c.value.Type != pattern.Entity {
		return nil
	}
	return c.v.entity(c.value.Node)
}

// Relation returns a relation.
func (c *MatchCellResolver) Relation() *RelationResolver {
	if c.value.Type != pattern.Relation {
		return nil
	}
	return c.v.relation(c.value.Node, graph.Rel{Edge: c.value.Edge, Forward: true})
}

// Values returns the elements of a list or path.
func (c *MatchCellResolver) Values() *[]*MatchCellResolver {
	if c.value.Type != pattern.List && c.value.Type != pattern.Path {
		return nil
	}
	c.v.charge(len(c.value.List))
	list := c.v.cells(c.value.List)
	return &list
}
