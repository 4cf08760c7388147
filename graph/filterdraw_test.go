package graph_test

import (
	"regexp"

	"pgregory.net/rapid"

	"missiongraph/graph"
)

// maybe draws a pointer that is often nil.
func maybe[T any](t *rapid.T, odds int, name string, draw func() T) *T {
	if rapid.IntRange(0, odds).Draw(t, name) != 0 {
		return nil
	}
	x := draw()
	return &x
}

func drawText(t *rapid.T, words []string) graph.TextTest {
	word := func() string { return rapid.SampledFrom(words).Draw(t, "word") }
	x := graph.TextTest{Exact: rapid.Bool().Draw(t, "exact"), NotEmpty: rapid.IntRange(0, 4).Draw(t, "not empty") == 0}
	switch rapid.IntRange(0, 6).Draw(t, "text test") {
	case 0:
		x.Eq = maybe(t, 0, "eq", word)
	case 1:
		x.In = rapid.SliceOfN(rapid.SampledFrom(words), 0, 2).Draw(t, "in")
	case 2:
		x.Contains = maybe(t, 0, "contains", func() string { return rapid.SampledFrom([]string{"n", "bob", "É", "g)", ""}).Draw(t, "part") })
	case 3:
		x.StartsWith = maybe(t, 0, "starts with", func() string { return rapid.SampledFrom([]string{"a", "E", "287(", "d"}).Draw(t, "start") })
	case 4:
		x.EndsWith = maybe(t, 0, "ends with", func() string { return rapid.SampledFrom([]string{"n", "B", ")", "1"}).Draw(t, "end") })
	case 5:
		x.Matches = rapid.SampledFrom([]*regexp.Regexp{
			pattern("^a"), pattern("e"), pattern(`\(g\)$`), pattern("an+|va"), pattern("^$"),
		}).Draw(t, "pattern")
	}
	return x
}

func pattern(expr string) *regexp.Regexp {
	p, err := graph.Pattern(expr, false)
	if err != nil {
		panic(err)
	}
	return p
}

func drawNumber(t *rapid.T) graph.NumberTest {
	n := func() float64 { return float64(rapid.IntRange(-2, 6).Draw(t, "number")) / 2 }
	x := graph.NumberTest{
		Eq: maybe(t, 5, "eq", n), Ne: maybe(t, 5, "ne", n), Lt: maybe(t, 5, "lt", n),
		Le: maybe(t, 5, "le", n), Gt: maybe(t, 5, "gt", n), Ge: maybe(t, 2, "ge", n),
	}
	if rapid.IntRange(0, 5).Draw(t, "in") == 0 {
		x.In = []float64{n(), n()}
	}
	return x
}

func drawDate(t *rapid.T) graph.DateTest {
	d := func() string { return rapid.SampledFrom(richDates[1:]).Draw(t, "date") }
	return graph.DateTest{
		Eq: maybe(t, 4, "eq", d), Before: maybe(t, 4, "before", d), From: maybe(t, 3, "from", d), To: maybe(t, 4, "to", d),
		Exists: maybe(t, 4, "exists", func() bool { return rapid.Bool().Draw(t, "exists") }),
	}
}

func drawGrade(t *rapid.T) graph.GradeTest {
	x := graph.GradeTest{AtLeast: graph.Grade(rapid.IntRange(0, 4).Draw(t, "at least"))}
	if rapid.Bool().Draw(t, "in") {
		x.In = rapid.SliceOfN(rapid.SampledFrom(graph.Grades()), 0, 3).Draw(t, "grades")
	}
	return x
}

func drawFactFilter(t *rapid.T, depth int) graph.FactFilter {
	words := func() graph.TextTest { return drawText(t, richWords) }
	f := graph.FactFilter{
		Verb:      maybe(t, 6, "verb", func() graph.TextTest { return drawText(t, []string{"", "v", "w"}) }),
		Grade:     maybe(t, 6, "grade", func() graph.GradeTest { return drawGrade(t) }),
		Reading:   maybe(t, 6, "reading", func() graph.TextTest { return drawText(t, []string{"", "g/A", "g/B"}) }),
		Source:    maybe(t, 6, "source", func() graph.TextTest { return drawText(t, richSource) }),
		Quote:     maybe(t, 6, "quote", words),
		Note:      maybe(t, 6, "note", words),
		ValidAt:   rapid.SampledFrom([]string{"", "", "", "2015-05-05"}).Draw(t, "valid at"),
		ValidFrom: maybe(t, 6, "valid from", func() graph.DateTest { return drawDate(t) }),
		ValidTo:   maybe(t, 6, "valid to", func() graph.DateTest { return drawDate(t) }),
	}
	if rapid.IntRange(0, 5).Draw(t, "types") == 0 {
		f.Types = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "s", "size", "alias", "unused"}), 0, 3).Draw(t, "fact types")
	}
	if rapid.IntRange(0, 5).Draw(t, "ranks") == 0 {
		f.Rank = rapid.SliceOfN(rapid.SampledFrom([]graph.Rank{graph.Normal, graph.Preferred, graph.Deprecated}), 0, 2).Draw(t, "rank")
	}
	if rapid.IntRange(0, 4).Draw(t, "qualifiers") == 0 {
		f.Qualifiers = []graph.QualifierTest{{
			Name:   rapid.SampledFrom([]string{"how", "via", "none"}).Draw(t, "qualifier"),
			Exists: maybe(t, 1, "exists", func() bool { return rapid.Bool().Draw(t, "exists") }),
			Value:  maybe(t, 1, "value", words),
		}}
	}
	if depth > 0 {
		inner := func() graph.FactFilter { return drawFactFilter(t, depth-1) }
		f.Not = maybe(t, 4, "not", inner)
		if rapid.IntRange(0, 4).Draw(t, "and") == 0 {
			f.And = []graph.FactFilter{inner()}
		}
		if rapid.IntRange(0, 4).Draw(t, "or") == 0 {
			f.Or = []graph.FactFilter{inner(), inner()}[:rapid.IntRange(0, 2).Draw(t, "alternatives")]
		}
	}
	return f
}

func drawFilter(t *rapid.T, depth int) graph.Filter {
	words := func() graph.TextTest { return drawText(t, richWords) }
	f := graph.Filter{
		ID:     maybe(t, 8, "id", func() graph.TextTest { return drawText(t, []string{"z", "y", "x"}) }),
		Name:   maybe(t, 5, "name", words),
		Alias:  maybe(t, 8, "alias", words),
		Note:   maybe(t, 8, "note", words),
		Grade:  maybe(t, 8, "grade", func() graph.GradeTest { return drawGrade(t) }),
		Source: maybe(t, 8, "source", func() graph.TextTest { return drawText(t, richSource) }),
		Degree: maybe(t, 8, "degree", func() graph.NumberTest { return drawNumber(t) }),
	}
	if rapid.IntRange(0, 5).Draw(t, "kinds") == 0 {
		f.Kinds = rapid.SliceOfN(rapid.SampledFrom([]string{"K", "L", "Thing"}), 0, 2).Draw(t, "kinds")
	}
	if rapid.IntRange(0, 5).Draw(t, "forms") == 0 {
		f.Forms = rapid.SliceOfN(rapid.SampledFrom([]string{"ONE", "TWO"}), 0, 2).Draw(t, "forms")
	}
	if rapid.IntRange(0, 2).Draw(t, "properties") == 0 {
		f.Properties = []graph.PropertyTest{drawProperty(t)}
	}
	if depth == 0 {
		return f
	}
	inner := func() graph.Filter { return drawFilter(t, depth-1) }
	if rapid.Bool().Draw(t, "relations") {
		f.Relations = []graph.RelationTest{drawRelation(t, depth)}
	}
	f.Not = maybe(t, 5, "not", inner)
	if rapid.IntRange(0, 5).Draw(t, "and") == 0 {
		f.And = []graph.Filter{inner()}
	}
	if rapid.IntRange(0, 5).Draw(t, "or") == 0 {
		f.Or = []graph.Filter{inner(), inner()}[:rapid.IntRange(0, 2).Draw(t, "alternatives")]
	}
	return f
}

func drawRelation(t *rapid.T, depth int) graph.RelationTest {
	inner := func() graph.Filter { return drawFilter(t, depth-1) }
	r := drawSelection(t, depth)
	r.Some = maybe(t, 2, "some", inner)
	r.Every = maybe(t, 4, "every", inner)
	r.None = maybe(t, 4, "none", inner)
	r.Count = maybe(t, 3, "count", func() graph.NumberTest { return drawNumber(t) })
	return r
}

// drawSelection draws what says which relations a test speaks of.
func drawSelection(t *rapid.T, depth int) graph.RelationTest {
	r := graph.RelationTest{
		Types:     rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "s", "unused"}), 0, 2).Draw(t, "relation types"),
		Direction: drawDirection(t),
		Fact:      maybe(t, 3, "fact", func() graph.FactFilter { return drawFactFilter(t, 0) }),
		Node:      maybe(t, 4, "node", func() graph.Filter { return drawFilter(t, depth-1) }),
	}
	if rapid.IntRange(0, 4).Draw(t, "far kinds") == 0 {
		r.Kinds = []string{rapid.SampledFrom([]string{"K", "Thing"}).Draw(t, "far kind")}
	}
	return r
}

func drawProperty(t *rapid.T) graph.PropertyTest {
	p := rapid.SampledFrom(richValues).Draw(t, "property")
	x := graph.PropertyTest{
		Property: p.Name,
		Exists:   maybe(t, 3, "exists", func() bool { return rapid.Bool().Draw(t, "exists") }),
		Fact:     maybe(t, 4, "fact", func() graph.FactFilter { return drawFactFilter(t, 0) }),
	}
	text := func() graph.TextTest { return drawText(t, richWords) }
	number := func() graph.NumberTest { return drawNumber(t) }
	typ := p.Type
	if typ == graph.List {
		typ = rapid.SampledFrom([]graph.ValueType{graph.String, graph.Integer, graph.Date}).Draw(t, "element")
	}
	switch typ {
	case graph.Integer, graph.Decimal:
		x.Number = maybe(t, 1, "number", number)
	case graph.Quantity:
		x.Number = maybe(t, 1, "number", number)
		x.Unit = maybe(t, 2, "unit", func() graph.TextTest { return drawText(t, []string{"", "People"}) })
		x.Hedge = maybe(t, 2, "hedge", func() graph.TextTest { return drawText(t, []string{"", "about"}) })
	case graph.Boolean:
		x.Boolean = maybe(t, 1, "boolean", func() bool { return rapid.Bool().Draw(t, "is") })
	case graph.Date:
		x.Date = maybe(t, 1, "date", func() graph.DateTest { return drawDate(t) })
	default:
		x.Text = maybe(t, 1, "text", text)
	}
	return x
}
