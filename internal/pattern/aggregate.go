package pattern

import (
	"slices"
	"strconv"
)

// rowGroup is the matches that agree in all columns that are no aggregates.
type rowGroup struct {
	row  []Value // null where the aggregates come
	sums []sum   // of the aggregates, in order of column
}

// sum is an aggregate under way.
type sum struct {
	count  int
	total  float64
	best   Value
	values []Value
	seen   map[string]struct{} // with DISTINCT
}

// group adds the match that is bound to its group.
func (r *result) group() bool {
	x := r.x
	if !x.charge(4) {
		return false
	}
	row := make([]Value, len(r.s.columns), r.width())
	aggregates := 0
	r.key = r.key[:0]
	for i, e := range r.s.columns {
		if e.op == opAggregate {
			aggregates++
			continue
		}
		row[i] = x.eval(e)
		r.key = appendKey(r.key, row[i])
	}
	g := r.groups[string(r.key)]
	if g == nil {
		if len(r.groups) >= MaxRows {
			r.full = true
			return false
		}
		for _, k := range r.s.order {
			if k.column < 0 {
				row = append(row, x.eval(k.expr))
			}
		}
		g = &rowGroup{row, make([]sum, aggregates)}
		r.groups[string(r.key)] = g
	}
	aggregates = 0
	for _, e := range r.s.columns {
		if e.op == opAggregate {
			r.add(&g.sums[aggregates], e)
			aggregates++
		}
	}
	return !r.full && !x.over
}

// add counts the match that is bound. Null counts for nothing.
func (r *result) add(s *sum, e *expr) {
	if len(e.args) == 0 {
		s.count++ // count(*)
		return
	}
	v := r.x.eval(e.args[0])
	if v.Type == Any {
		return
	}
	values := []Value{v}
	if v.Type == List && e.args[0].op == opNodePart {
		values = v.List // of values that hold at once, each
	}
	for _, v := range values {
		if e.unique {
			r.key = appendKey(r.key[:0], v)
			if _, again := s.seen[string(r.key)]; again {
				continue
			}
			if s.seen == nil {
				s.seen = map[string]struct{}{}
			}
			s.seen[string(r.key)] = struct{}{}
			r.keep()
		}
		s.count++
		switch e.name {
		case "sum", "avg":
			s.total += v.Number
		case "collect":
			s.values = append(s.values, v)
			r.keep()
		case "min", "max":
			c := compare(r.t, v, s.best)
			if v.Type == Grade {
				c = -c // the strongest is the greatest
			}
			if s.best.Type == Any || c < 0 && e.name == "min" || c > 0 && e.name == "max" {
				s.best = v
			}
		}
	}
}

// keep counts a value that stays in memory.
func (r *result) keep() {
	if r.kept++; r.kept > 4*MaxRows {
		r.full = true
	}
}

// finish makes the groups rows. Without a column that is no aggregate there is
// one group, of no matches too.
func (r *result) finish() {
	if len(r.groups) == 0 && !slices.ContainsFunc(r.s.columns, func(e *expr) bool { return e.op != opAggregate }) {
		r.groups[""] = &rowGroup{make([]Value, r.width()), make([]sum, len(r.s.columns))}
	}
	for _, g := range r.groups {
		next := 0
		for i, e := range r.s.columns {
			if e.op == opAggregate {
				g.row[i] = g.sums[next].value(r, e)
				next++
			}
		}
		r.rows = append(r.rows, g.row)
	}
}

func (s *sum) value(r *result, e *expr) Value {
	switch e.name {
	case "count":
		return number(float64(s.count))
	case "sum":
		return number(s.total)
	case "avg":
		if s.count == 0 {
			return Value{}
		}
		return number(s.total / float64(s.count))
	case "collect":
		slices.SortFunc(s.values, func(a, b Value) int { return compare(r.t, a, b) })
		return Value{Type: List, List: s.values}
	default:
		return s.best
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
