package graph

import "slices"

// property compiles a condition on the values of a property.
func (c *compiler) property(at *inputPlace, x *PropertyTest) func(Node) (bool, error) {
	var declared *Property
	if c.v.Ontology != nil {
		declared = c.v.Ontology.Property(x.Property)
	}
	term := c.v.Term(x.Property)
	if declared == nil && (c.t.FactsOf(term) == 0 || c.v.Ontology != nil && c.v.Ontology.Relation(x.Property) != nil) {
		c.unknown(at.in("property"), "property", x.Property, c.propertyNames())
	}
	if declared != nil {
		c.checkType(at, x, declared)
	}
	x.Date.check(c, at.in("date"))
	return c.values(at, x)
}

// checkType reports the tests that no value of the property's type can meet.
func (c *compiler) checkType(at *inputPlace, x *PropertyTest, p *Property) {
	for _, test := range []struct {
		name string
		set  bool
		fits []ValueType
	}{
		{"text", x.Text != nil, []ValueType{String, Text, URL, Coded}},
		{"number", x.Number != nil, []ValueType{Integer, Decimal, Quantity}},
		{"unit", x.Unit != nil, []ValueType{Quantity}},
		{"hedge", x.Hedge != nil, []ValueType{Quantity}},
		{"date", x.Date != nil, []ValueType{Date}},
		{"boolean", x.Boolean != nil, []ValueType{Boolean}},
	} {
		if test.set && p.Type != List && !slices.Contains(test.fits, p.Type) {
			names := make([]string, len(test.fits))
			for i, t := range test.fits {
				names[i] = t.String()
			}
			c.problem(at.in(test.name), "%s is of type %s, and this is a test of %s", p.Name, p.Type, OneOf(names))
		}
	}
}

// values tests the visible values of a property.
func (c *compiler) values(at *inputPlace, x *PropertyTest) func(Node) (bool, error) {
	term := c.v.Term(x.Property)
	fact := c.fact(at.in("fact"), x.Fact)
	value := x.value()
	some := x.Exists == nil || value != nil || fact.holds != nil // a value must meet what is set
	met := func(a *propertyValue) (bool, error) {
		if fact.holds != nil {
			if ok, err := fact.holds(&a.edge); !ok || err != nil {
				return false, err
			}
		}
		return value == nil || value(&a.value), nil
	}
	column := newPropertyValues(c.v, term)
	return func(n Node) (bool, error) {
		values, err := column.of(n)
		if err != nil {
			return false, err
		}
		exists, holds := false, false
		for i := range values {
			if !c.v.Shows(&values[i].edge) {
				continue
			}
			exists = true
			if holds, err = met(&values[i]); holds || err != nil {
				break
			}
		}
		if err != nil {
			return false, err
		}
		ok := (x.Exists == nil || *x.Exists == exists) && (!some || holds)
		return ok, c.meter.touch(1 + len(values))
	}
}

// value returns the test of one value, nil when nothing is asked of it. Of a
// list one element meets it.
func (x *PropertyTest) value() func(*Value) bool {
	if x.Text == nil && x.Number == nil && x.Unit == nil && x.Hedge == nil && x.Date == nil && x.Boolean == nil {
		return nil
	}
	text, unit, hedge := x.Text.compile(), x.Unit.compile(), x.Hedge.compile()
	one := func(v *Value) bool {
		isText := v.Type == String || v.Type == Text || v.Type == URL || v.Type == Coded
		number, isNumber := v.number()
		return (text == nil || isText && text.holds(v.Text)) &&
			(x.Number == nil || isNumber && x.Number.holds(number)) &&
			(unit == nil || v.Type == Quantity && unit.holds(v.Unit)) &&
			(hedge == nil || v.Type == Quantity && hedge.holds(v.Comparator)) &&
			(x.Date == nil || v.Type == Date && x.Date.holds(v.Text)) &&
			(x.Boolean == nil || v.Type == Boolean && *x.Boolean == (v.Integer != 0))
	}
	return func(v *Value) bool {
		if v.Type != List {
			return one(v)
		}
		for i := range v.List {
			if one(&v.List[i]) {
				return true
			}
		}
		return false
	}
}

// number returns the number of an Integer, Decimal or Quantity.
func (v *Value) number() (float64, bool) {
	switch v.Type {
	case Integer:
		return float64(v.Integer), true
	case Decimal, Quantity:
		return v.Number, true
	}
	return 0, false
}
