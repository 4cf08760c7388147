package schema

import (
	"regexp"
	"slices"
	"strconv"

	"missiongraph/graph"
)

// list returns the items of an input list; one value is a list of one.
func list(value any) []any {
	if items, ok := value.([]any); ok {
		return items
	}
	return []any{value}
}

// texts returns an input list of texts or names; never nil.
func texts(value any) []string {
	items := list(value)
	found := make([]string, len(items))
	for i, x := range items {
		found[i], _ = x.(string)
	}
	return found
}

// item returns an item of a list.
func (o object) item(i int, value any) object {
	fields, _ := value.(map[string]any)
	return object{o.at + "[" + strconv.Itoa(i) + "]", fields}
}

// checkExists refuses to ask something of a value that is not to exist: nothing
// would ever meet that.
func (r *filterReader) checkExists(o object) {
	if o.fields["exists"] != false {
		return
	}
	o.each(func(name string, _ any) {
		if name != "exists" && name != "exact" && name != "name" {
			r.fail(o.at+".exists", "ask for one of them", "is false, but something is asked of the value")
		}
	})
}

// text reads a StringFilter or the filter of an enum; nil when it says nothing
// but whether there is any.
func (r *filterReader) text(o object) (t *graph.TextTest, exists *bool) {
	r.checkExists(o)
	t = &graph.TextTest{}
	given := false
	o.each(func(name string, value any) {
		given = given || name != "exists" && name != "exact"
		s, _ := value.(string)
		switch name {
		case "eq":
			t.Eq = &s
		case "in":
			t.In = texts(value)
		case "contains":
			t.Contains = &s
		case "startsWith":
			t.StartsWith = &s
		case "endsWith":
			t.EndsWith = &s
		case "matches":
			t.Matches = r.pattern(o, s)
		case "exact":
			t.Exact = value.(bool)
		case "exists":
			want := value.(bool)
			exists = &want
		}
	})
	if !given {
		return nil, exists
	}
	return t, exists
}

// pattern compiles a regular expression.
func (r *filterReader) pattern(o object, expr string) *regexp.Regexp {
	p, err := graph.Pattern(expr, o.fields["exact"] == true)
	if err != nil {
		r.fail(o.at+".matches", graph.HintOf(err), "%s", err.Error())
	}
	return p
}

// required reads a StringFilter on what is never missing.
func (r *filterReader) required(at object) *graph.TextTest {
	t, exists := r.text(at)
	if exists != nil {
		r.fail(at.at+".exists", "compare with eq, contains and so on", "there always is one")
	}
	return t
}

// optional reads a StringFilter on a part that is "" where it is missing.
func (r *filterReader) optional(at object) *graph.TextTest {
	t, exists := r.text(at)
	switch {
	case exists == nil:
		return t
	case *exists && t == nil:
		return &graph.TextTest{NotEmpty: true}
	case *exists:
		t.NotEmpty = true
		return t
	}
	return &graph.TextTest{Eq: new(string), Exact: true}
}

// number reads an IntFilter or FloatFilter.
func (r *filterReader) number(o object) (n *graph.NumberTest, exists *bool) {
	r.checkExists(o)
	n = &graph.NumberTest{}
	given := false
	o.each(func(name string, value any) {
		given = given || name != "exists"
		x := float(value)
		switch name {
		case "eq":
			n.Eq = &x
		case "ne":
			n.Ne = &x
		case "lt":
			n.Lt = &x
		case "le":
			n.Le = &x
		case "gt":
			n.Gt = &x
		case "ge":
			n.Ge = &x
		case "in":
			n.In = []float64{}
			for _, item := range list(value) {
				n.In = append(n.In, float(item))
			}
		case "exists":
			want := value.(bool)
			exists = &want
		}
	})
	if !given {
		return nil, exists
	}
	return n, exists
}

// float returns an Int or Float input.
func float(value any) float64 {
	switch x := value.(type) {
	case int32:
		return float64(x)
	case int:
		return float64(x)
	case float64:
		return x
	}
	return 0
}

// count reads an IntFilter or FloatFilter on what is never missing.
func (r *filterReader) count(at object) *graph.NumberTest {
	n, exists := r.number(at)
	if exists != nil {
		r.fail(at.at+".exists", "compare with eq, lt, gt and so on", "there always is one")
	}
	return n
}

// date reads a DateFilter; nil when it says nothing.
func (r *filterReader) date(o object) *graph.DateTest {
	if len(o.fields) == 0 {
		return nil
	}
	r.checkExists(o)
	t := &graph.DateTest{}
	o.each(func(name string, value any) {
		if name == "exists" {
			want := value.(bool)
			t.Exists = &want
			return
		}
		day, ok := r.day(object{at: o.at + "." + name}, value)
		if !ok {
			return
		}
		switch name {
		case "eq":
			t.Eq = &day
		case "before":
			t.Before = &day
		case "from":
			t.From = &day
		case "to":
			t.To = &day
		}
	})
	return t
}

// day reads a Date.
func (r *filterReader) day(at object, value any) (string, bool) {
	var d Date
	if read, ok := value.(Date); ok {
		return string(read), true
	}
	if err := d.UnmarshalGraphQL(value); err != nil {
		r.fail(at.at, graph.HintOf(err), "%s", err.Error())
		return "", false
	}
	return string(d), true
}

// grade reads a GradeFilter.
func (r *filterReader) grade(o object) *graph.GradeTest {
	t := &graph.GradeTest{}
	restrict := func(names []string) {
		in := []graph.Grade{}
		for _, name := range names {
			if g, _ := graph.ParseGrade(name); t.In == nil || slices.Contains(t.In, g) {
				in = append(in, g)
			}
		}
		t.In = in
	}
	o.each(func(name string, value any) {
		switch name {
		case "eq", "in":
			restrict(texts(value))
		case "atLeast":
			t.AtLeast, _ = graph.ParseGrade(value.(string))
		}
	})
	return t
}

// property reads the filter of a property, by the type of its values.
func (r *filterReader) property(f *graph.Filter, name string, o object) {
	t := graph.PropertyTest{Property: name}
	switch r.ontology.Property(name).Type {
	case graph.Integer, graph.Decimal:
		t.Number, t.Exists = r.number(o)
	case graph.Quantity:
		r.quantity(&t, o)
	case graph.Date:
		if d := r.date(o); d != nil {
			t.Exists, d.Exists = d.Exists, nil
			if *d != (graph.DateTest{}) {
				t.Date = d
			}
		}
	case graph.Boolean:
		r.checkExists(o)
		o.each(func(name string, value any) {
			want := value.(bool)
			if name == "eq" {
				t.Boolean = &want
			} else {
				t.Exists = &want
			}
		})
	default:
		t.Text, t.Exists = r.text(o)
	}
	if t != (graph.PropertyTest{Property: name}) { // which asks whether there is a value
		f.Properties = append(f.Properties, t)
	}
}

// quantity reads a QuantityFilter.
func (r *filterReader) quantity(t *graph.PropertyTest, o object) {
	r.checkExists(o)
	o.each(func(name string, value any) {
		at := o.in(name, value)
		switch name {
		case "number":
			t.Number = r.count(at)
		case "unit":
			t.Unit = r.optional(at)
		case "comparator":
			t.Hedge = r.optional(at)
		case "exists":
			want := value.(bool)
			t.Exists = &want
		}
	})
}
