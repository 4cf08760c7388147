package graph_test

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"missiongraph/graph"
)

// The filters as plain as can be, over the lists of a rich graph.

func textMeets(x *graph.TextTest, s string) bool {
	if x == nil {
		return true
	}
	with := func(holds func(s, part string) bool, part *string) bool { // nothing but punctuation stands for itself
		switch {
		case part == nil:
			return true
		case x.Exact || graph.Fold(*part) == "":
			return holds(s, *part)
		}
		return holds(graph.Fold(s), graph.Fold(*part))
	}
	equal := func(a, b string) bool { return a == b }
	plain := strings.NewReplacer("é", "e", "É", "E").Replace(s)
	return (!x.NotEmpty || s != "") && with(equal, x.Eq) &&
		(x.In == nil || slices.ContainsFunc(x.In, func(other string) bool { return with(equal, &other) })) &&
		with(strings.Contains, x.Contains) && with(strings.HasPrefix, x.StartsWith) && with(strings.HasSuffix, x.EndsWith) &&
		(x.Matches == nil || x.Matches.MatchString(s) || !x.Exact && x.Matches.MatchString(plain))
}

func numberMeets(x *graph.NumberTest, n float64) bool {
	switch {
	case x == nil:
		return true
	case x.Eq != nil && n != *x.Eq, x.Ne != nil && n == *x.Ne, x.Lt != nil && n >= *x.Lt, x.Le != nil && n > *x.Le,
		x.Gt != nil && n <= *x.Gt, x.Ge != nil && n < *x.Ge:
		return false
	}
	return x.In == nil || slices.Contains(x.In, n)
}

func dateMeets(x *graph.DateTest, d string) bool {
	if x == nil {
		return true
	}
	if x.Exists != nil && *x.Exists == (d == "") {
		return false
	}
	asks := x.Eq != nil || x.Before != nil || x.From != nil || x.To != nil
	if d == "" {
		return !asks
	}
	return (x.Eq == nil || d == *x.Eq) && (x.Before == nil || d < *x.Before) &&
		(x.From == nil || !(d < *x.From)) && (x.To == nil || !(d > *x.To))
}

func gradeMeets(x *graph.GradeTest, g graph.Grade) bool {
	return x == nil || g >= x.AtLeast && (x.In == nil || slices.Contains(x.In, g))
}

func factMeets(x *graph.FactFilter, f *graph.Fact) bool {
	if x == nil {
		return true
	}
	for i := range x.And {
		if !factMeets(&x.And[i], f) {
			return false
		}
	}
	if x.Or != nil && !slices.ContainsFunc(x.Or, func(y graph.FactFilter) bool { return factMeets(&y, f) }) {
		return false
	}
	if x.Not != nil && factMeets(x.Not, f) {
		return false
	}
	for _, q := range x.Qualifiers {
		i := slices.IndexFunc(f.Qualifiers, func(y graph.Qualifier) bool { return y.Name == q.Name })
		if q.Exists != nil && *q.Exists != (i >= 0) {
			return false
		}
		if (q.Exists == nil || q.Value != nil) && (i < 0 || !textMeets(q.Value, f.Qualifiers[i].Value)) {
			return false
		}
	}
	return (x.Types == nil || slices.Contains(x.Types, f.Type)) &&
		textMeets(x.Verb, f.Verb) && gradeMeets(x.Grade, f.Grade) &&
		(x.Rank == nil || slices.Contains(x.Rank, f.Rank)) &&
		textMeets(x.Reading, string(f.Reading)) && textMeets(x.Note, f.Note) &&
		(x.Source == nil || quotesSource(f.Evidence, x.Source)) &&
		(x.Quote == nil || slices.ContainsFunc(f.Evidence, func(e graph.Evidence) bool { return textMeets(x.Quote, e.Quote) })) &&
		(x.ValidAt == "" || f.ValidAt(x.ValidAt)) && dateMeets(x.ValidFrom, f.ValidFrom) && dateMeets(x.ValidTo, f.ValidTo)
}

func quotesSource(list []graph.Evidence, x *graph.TextTest) bool {
	return slices.ContainsFunc(list, func(e graph.Evidence) bool { return textMeets(x, e.Source) })
}

func (g *rich) meets(x *graph.Filter, e *graph.Entity) bool {
	if x == nil {
		return true
	}
	for i := range x.And {
		if !g.meets(&x.And[i], e) {
			return false
		}
	}
	if x.Or != nil && !slices.ContainsFunc(x.Or, func(y graph.Filter) bool { return g.meets(&y, e) }) {
		return false
	}
	if x.Not != nil && g.meets(x.Not, e) {
		return false
	}
	for i := range x.Properties {
		if !g.propertyMeets(&x.Properties[i], e) {
			return false
		}
	}
	for i := range x.Relations {
		if !g.relationMeets(&x.Relations[i], e) {
			return false
		}
	}
	return (x.Kinds == nil || slices.Contains(x.Kinds, e.Kind) || slices.Contains(x.Kinds, "Thing")) &&
		(x.Forms == nil || e.Form != "" && slices.Contains(x.Forms, e.Form)) &&
		textMeets(x.ID, e.ID) && textMeets(x.Name, e.Name) && textMeets(x.Note, e.Note) &&
		(x.Alias == nil || g.propertyMeets(&graph.PropertyTest{Property: "alias", Text: x.Alias}, e)) &&
		gradeMeets(x.Grade, e.Grade) && numberMeets(x.Degree, float64(g.degree(e))) &&
		(x.Source == nil || quotesSource(e.Evidence, x.Source) || slices.ContainsFunc(g.facts, func(f graph.Fact) bool {
			return f.Subject == e.ID && g.shown(&f) && quotesSource(f.Evidence, x.Source)
		}))
}

func (g *rich) degree(e *graph.Entity) (sum int) {
	for i := range g.facts {
		if f := &g.facts[i]; f.IsRelation() && g.shown(f) {
			for _, end := range []string{f.Subject, f.Object} {
				if end == e.ID {
					sum++
				}
			}
		}
	}
	return sum
}

func (g *rich) propertyMeets(x *graph.PropertyTest, e *graph.Entity) bool {
	exists, met := false, false
	for i := range g.facts {
		f := &g.facts[i]
		if f.Subject != e.ID || f.Type != x.Property || !g.shown(f) {
			continue
		}
		exists = true
		met = met || factMeets(x.Fact, f) && (slices.ContainsFunc(elements(f.Value), func(v graph.Value) bool { return valueMeets(x, v) }))
	}
	asks := x.Text != nil || x.Number != nil || x.Unit != nil || x.Hedge != nil || x.Date != nil || x.Boolean != nil || !asksNothing(x.Fact)
	return (x.Exists == nil || *x.Exists == exists) && (x.Exists != nil && !asks || met)
}

// asksNothing reports whether a filter holds for every fact by its form: what is
// given as {} is as left out.
func asksNothing(x *graph.FactFilter) bool {
	if x == nil {
		return true
	}
	empty := func(x graph.FactFilter) bool { return asksNothing(&x) }
	rest := *x
	rest.And, rest.Or = nil, nil
	return reflect.ValueOf(rest).IsZero() && (x.Or == nil || slices.ContainsFunc(x.Or, empty)) &&
		!slices.ContainsFunc(x.And, func(x graph.FactFilter) bool { return !empty(x) })
}

func elements(v graph.Value) []graph.Value {
	if v.Type == graph.List {
		return v.List
	}
	return []graph.Value{v}
}

func valueMeets(x *graph.PropertyTest, v graph.Value) bool {
	number, isNumber := v.Number, v.Type == graph.Decimal || v.Type == graph.Quantity
	if v.Type == graph.Integer {
		number, isNumber = float64(v.Integer), true
	}
	isText := slices.Contains([]graph.ValueType{graph.String, graph.Text, graph.URL, graph.Coded}, v.Type)
	return (x.Text == nil || isText && textMeets(x.Text, v.Text)) &&
		(x.Number == nil || isNumber && numberMeets(x.Number, number)) &&
		(x.Unit == nil || v.Type == graph.Quantity && textMeets(x.Unit, v.Unit)) &&
		(x.Hedge == nil || v.Type == graph.Quantity && textMeets(x.Hedge, v.Comparator)) &&
		(x.Date == nil || v.Type == graph.Date && dateMeets(x.Date, v.Text)) &&
		(x.Boolean == nil || v.Type == graph.Boolean && *x.Boolean == (v.Integer == 1))
}

// selected lists the relations that a test speaks of, as seen from an entity.
func (g *rich) selected(x *graph.RelationTest, id string) []hop {
	var list []hop
	for i := range g.facts {
		f := &g.facts[i]
		if !f.IsRelation() || !g.shown(f) || len(x.Types) > 0 && !slices.Contains(x.Types, f.Type) || !factMeets(x.Fact, f) {
			continue
		}
		d := x.Direction
		if d == 0 || f.Type == "s" {
			d = graph.Both
		}
		far, forward := f.Object, true
		switch {
		case f.Subject == id && d&graph.Out != 0:
		case f.Object == id && d&graph.In != 0:
			far, forward = f.Subject, false
		default:
			continue
		}
		e := g.entity(far)
		if (x.Kinds == nil || slices.Contains(x.Kinds, e.Kind) || slices.Contains(x.Kinds, "Thing")) && g.meets(x.Node, e) {
			list = append(list, hop{far, forward, f})
		}
	}
	return list
}

func (g *rich) relationMeets(x *graph.RelationTest, e *graph.Entity) bool {
	list := g.selected(x, e.ID)
	met := func(y *graph.Filter) (count int) {
		for _, h := range list {
			if g.meets(y, g.entity(h.to)) {
				count++
			}
		}
		return count
	}
	return (x.Some == nil || met(x.Some) > 0) && (x.Every == nil || met(x.Every) == len(list)) &&
		(x.None == nil || met(x.None) == 0) && numberMeets(x.Count, float64(len(list)))
}

// ordered compares two entities by the keys.
func (g *rich) ordered(keys []graph.OrderKey, a, b *graph.Entity) int {
	if len(keys) == 0 {
		keys = []graph.OrderKey{{}}
	}
	for i := range keys {
		k := &keys[i]
		x, xNull := g.orderValue(k, a)
		y, yNull := g.orderValue(k, b)
		c := compareAny(x, y)
		switch {
		case xNull && yNull:
			c = 0
		case xNull != yNull:
			c = 1
			if xNull == k.NullsFirst {
				c = -1
			}
		case k.Descending:
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return strings.Compare(a.ID, b.ID)
}

func (g *rich) orderValue(k *graph.OrderKey, e *graph.Entity) (value any, null bool) {
	switch k.By {
	case graph.OrderID:
		return e.ID, false
	case graph.OrderKind:
		return e.Kind, false
	case graph.OrderForm:
		return e.Form, e.Form == ""
	case graph.OrderGrade:
		return -float64(e.Grade), false
	case graph.OrderDegree:
		return float64(g.degree(e)), false
	case graph.OrderCount:
		return float64(len(g.selected(k.Relations, e.ID))), false
	case graph.OrderProperty:
		var found []any
		for i := range g.facts {
			if f := &g.facts[i]; f.Subject == e.ID && f.Type == k.Property && g.shown(f) {
				for _, v := range elements(f.Value) {
					found = append(found, plainValue(v))
				}
			}
		}
		if len(found) == 0 {
			return nil, true
		}
		if k.Descending {
			return slices.MaxFunc(found, compareAny), false
		}
		return slices.MinFunc(found, compareAny), false
	default:
		return strings.ToLower(e.Name), false
	}
}

func plainValue(v graph.Value) any {
	switch v.Type {
	case graph.Integer, graph.Boolean:
		return float64(v.Integer)
	case graph.Decimal, graph.Quantity:
		return v.Number
	case graph.String, graph.Text:
		return strings.ToLower(v.Text)
	default:
		return v.Text
	}
}

// compareAny orders numbers among themselves and texts among themselves; a
// text is as the number 0 to a number, and after it.
func compareAny(a, b any) int {
	split := func(x any) (float64, string) {
		n, _ := x.(float64)
		s, _ := x.(string)
		return n, s
	}
	x, s := split(a)
	y, u := split(b)
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(s, u))
}
