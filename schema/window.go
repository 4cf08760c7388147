package schema

import (
	"context"

	"missiongraph/graph"
)

// defaultPageSize is the length of a page when first and last are left out.
const defaultPageSize = 100

// window is the part of a list of known length that a page shows: from
// inclusive, to exclusive. The place of an element is its number.
type window struct {
	list     listID
	from, to int
	total    int
}

// window returns what the arguments select of a list of total elements.
func (v *view) window(args pageArgs, list listID, total int) (window, error) {
	b, err := v.bounds(args, list)
	if err != nil {
		return window{}, err
	}
	w := window{list, 0, total, total}
	if b.after != nil && *b.after < uint64(total) {
		w.from = int(*b.after) + 1
	} else if b.after != nil {
		w.from = total
	}
	if b.before != nil {
		w.to = int(min(*b.before, uint64(total)))
	}
	w.from = min(w.from, w.to)
	if b.backward {
		w.from = max(w.from, w.to-b.size)
	} else {
		w.to = min(w.to, w.from+b.size)
	}
	return w, nil
}

// onFirst is on for a field with an argument first, which it checks.
func (q *Query) onFirst(ctx context.Context, n int32) (v *view, first int, err error) {
	if v, err = q.on(ctx); err != nil {
		return nil, 0, err
	}
	first, err = v.pageSize("first", &n)
	return v, first, err
}

// pageSize checks an argument that says how many of a list are wanted.
func (v *view) pageSize(name string, n *int32) (int, error) {
	limit := v.session.svc.limits.PageSize
	switch {
	case n == nil:
		return min(defaultPageSize, limit), nil
	case *n < 0:
		return 0, graph.Errorf(graph.BadInput, "%s is %d", name, *n).WithHint("0 or more")
	case int(*n) > limit:
		return 0, graph.Errorf(graph.Limit, "%s is %d, more than %d", name, *n, limit).
			WithHint("ask for at most %d and read on with the cursor", limit)
	}
	return int(*n), nil
}
