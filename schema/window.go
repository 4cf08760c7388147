package schema

import "missiongraph/graph"

// defaultPageSize is the length of a page when first and last are left out.
const defaultPageSize = 100

// window is the part of a list that a page shows: from inclusive, to exclusive.
type window struct {
	list     uint32
	from, to int
	total    int
}

// forward returns the window that first and after select of a list of total
// elements.
func (v *view) forward(args pageArgs, list uint32, total int) (window, error) {
	size, err := v.pageSize("first", args.First)
	if err != nil {
		return window{}, err
	}
	from := 0
	if args.After != nil {
		at, err := v.position(list, *args.After)
		if err != nil {
			return window{}, err
		}
		from = int(min(at+1, uint64(total)))
	}
	return window{list, from, min(from+size, total), total}, nil
}

// backward returns the window that last and before select.
func (v *view) backward(last *int32, before *string, list uint32, total int) (window, error) {
	size, err := v.pageSize("last", last)
	if err != nil {
		return window{}, err
	}
	to := total
	if before != nil {
		at, err := v.position(list, *before)
		if err != nil {
			return window{}, err
		}
		to = int(min(at, uint64(total)))
	}
	return window{list, max(to-size, 0), to, total}, nil
}

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

// info describes the window's place in its list.
func (w window) info(v *view) *PageInfo {
	p := &PageInfo{HasPreviousPage: w.from > 0, HasNextPage: w.to < w.total}
	if w.to > w.from {
		start, end := v.cursor(w.list, uint64(w.from)), v.cursor(w.list, uint64(w.to-1))
		p.StartCursor, p.EndCursor = &start, &end
	}
	return p
}
