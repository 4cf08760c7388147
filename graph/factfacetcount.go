package graph

import "slices"

// factCount counts facts by a field and, within its values, by another.
type factCount struct {
	field, then *factField // then may be nil
	counts      []uint32   // by value of field
	missing     int
	within      map[[2]uint32]uint32 // by value of field and of then, none for no value

	values, inner []uint32 // of the fact at hand
}

// none stands for no value.
const none = ^uint32(0)

func newFactCount(v *View, by *FactFacetBy, i int) (c *factCount, err error) {
	c = new(factCount)
	if c.field, err = newFactField(v, by.Field); err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(c.field.size / factsCounted); err != nil {
		return nil, err
	}
	c.counts = make([]uint32, c.field.size)
	if by.Then == nil {
		return c, nil
	}
	if by.Then.Then != nil {
		return nil, Errorf(BadInput, "by[%d].then.then: facets are nested one level", i).WithHint("leave this then out")
	}
	c.within = map[[2]uint32]uint32{}
	c.then, err = newFactField(v, by.Then.Field)
	return c, err
}

// touched is what counting a fact is charged.
func (c *factCount) touched() int {
	if c.then != nil {
		return factsCounted / factsPerUnit
	}
	return 1
}

func (c *factCount) add(f FactAt) {
	c.values = c.field.of(c.values[:0], f)
	if len(c.values) == 0 {
		c.missing++
	}
	for _, value := range c.values {
		c.counts[value]++
	}
	if c.then == nil || len(c.values) == 0 {
		return
	}
	if c.inner = c.then.of(c.inner[:0], f); len(c.inner) == 0 {
		c.inner = append(c.inner, none)
	}
	for _, value := range c.values {
		for _, inner := range c.inner {
			c.within[[2]uint32{value, inner}]++
		}
	}
}

// valueCount is how many facts have a value.
type valueCount struct{ value, facts uint32 }

// facet returns what was counted of total facts, with the first values; 0 for
// all.
func (c *factCount) facet(total, first int) Facet {
	var used []valueCount
	for value, facts := range c.counts {
		if facts > 0 {
			used = append(used, valueCount{uint32(value), facts})
		}
	}
	f, listed := c.field.facet(used, first)
	f.Total, f.Missing = total, c.missing
	if c.then == nil {
		return f
	}
	at := make(map[uint32]int, len(listed)) // places in listed
	for i, x := range listed {
		at[x.value] = i
	}
	inner, missing := make([][]valueCount, len(listed)), make([]int, len(listed))
	for pair, facts := range c.within {
		i, ok := at[pair[0]]
		switch {
		case !ok:
		case pair[1] == none:
			missing[i] = int(facts)
		default:
			inner[i] = append(inner[i], valueCount{pair[1], facts})
		}
	}
	for i := range listed {
		then, _ := c.then.facet(inner[i], first)
		then.Total, then.Missing = f.Values[i].Count, missing[i]
		f.Values[i].Then = &then
	}
	return f
}

// facet lists the first of the values that some facts have; 0 for all.
func (x *factField) facet(used []valueCount, first int) (f Facet, listed []valueCount) {
	if f.TotalValues = len(used); first == 0 {
		first = len(used)
	}
	for _, u := range used {
		f.Other += int(u.facts)
	}
	listed = firstOf(used, first, func(a, b valueCount) int {
		if a.facts != b.facts {
			return int(b.facts) - int(a.facts)
		}
		return x.compare(a.value, b.value)
	})
	f.Values = slices.Grow([]FacetValue{}, len(listed))
	for _, u := range listed {
		value := x.value(u.value)
		value.Count, value.Facts = int(u.facts), int(u.facts)
		f.Other -= value.Count
		f.Values = append(f.Values, value)
	}
	return f, listed
}
