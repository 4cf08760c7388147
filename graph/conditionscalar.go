package graph

import (
	"math"
	"slices"
)

// holds reports whether a number meets the test; nil is met by all.
func (x *NumberTest) holds(n float64) bool {
	if x == nil {
		return true
	}
	return (x.Eq == nil || n == *x.Eq) && (x.Ne == nil || n != *x.Ne) &&
		(x.Lt == nil || n < *x.Lt) && (x.Le == nil || n <= *x.Le) &&
		(x.Gt == nil || n > *x.Gt) && (x.Ge == nil || n >= *x.Ge) &&
		(x.In == nil || slices.Contains(x.In, n))
}

// settled returns a number of things counted from which on the test gives one
// answer: one more than the greatest it names.
func (x *NumberTest) settled() int {
	greatest := -1.0
	for _, n := range []*float64{x.Eq, x.Ne, x.Lt, x.Le, x.Gt, x.Ge} {
		if n != nil && *n > greatest {
			greatest = *n
		}
	}
	for _, n := range x.In {
		greatest = max(greatest, n)
	}
	if greatest >= math.MaxInt32 || math.IsNaN(greatest) {
		return math.MaxInt
	}
	return int(greatest) + 1
}

// holds reports whether a date meets the test; "" is no date.
func (x *DateTest) holds(date string) bool {
	if x == nil {
		return true
	}
	if x.Exists != nil && *x.Exists != (date != "") {
		return false
	}
	if date == "" {
		return x.Eq == nil && x.Before == nil && x.From == nil && x.To == nil
	}
	return (x.Eq == nil || date == *x.Eq) && (x.Before == nil || date < *x.Before) &&
		(x.From == nil || date >= *x.From) && (x.To == nil || date <= *x.To)
}

// check reports what is no date.
func (x *DateTest) check(c *compiler, at *inputPlace) {
	if x == nil {
		return
	}
	for _, d := range []struct {
		name string
		date *string
	}{{"eq", x.Eq}, {"before", x.Before}, {"from", x.From}, {"to", x.To}} {
		if d.date != nil {
			c.checkDate(at.in(d.name), *d.date)
		}
	}
}

func (c *compiler) checkDate(at *inputPlace, date string) {
	if !IsDate(date) {
		c.problem(at, "%.40q is not a date (expected YYYY-MM-DD)", date)
	}
}

// holds reports whether a grade meets the test; nil is met by all.
func (x *GradeTest) holds(g Grade) bool {
	return x == nil || g >= x.AtLeast && (x.In == nil || slices.Contains(x.In, g))
}
