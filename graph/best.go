package graph

import "slices"

// best keeps the first k, by compare, of what it is given: a heap with the last
// of them on top. It looks at each once and holds no more than k.
type best[T any] struct {
	k       int
	compare func(a, b T) int // 0 for none that differ
	list    []T
	given   int
}

func (b *best[T]) add(x T) {
	b.given++
	if len(b.list) < b.k {
		b.list = append(b.list, x)
		for i := len(b.list) - 1; i > 0; {
			up := (i - 1) / 2
			if b.compare(b.list[up], b.list[i]) >= 0 {
				return
			}
			b.list[up], b.list[i] = b.list[i], b.list[up]
			i = up
		}
		return
	}
	if b.k > 0 && b.compare(x, b.list[0]) < 0 {
		b.list[0] = x
		b.down()
	}
}

// full reports whether there are k.
func (b *best[T]) full() bool { return len(b.list) >= b.k }

func (b *best[T]) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(b.list) {
			return
		}
		if child+1 < len(b.list) && b.compare(b.list[child+1], b.list[child]) > 0 {
			child++
		}
		if b.compare(b.list[i], b.list[child]) >= 0 {
			return
		}
		b.list[i], b.list[child] = b.list[child], b.list[i]
		i = child
	}
}

// sorted returns what was kept, in order. The heap is no more.
func (b *best[T]) sorted() []T {
	slices.SortFunc(b.list, b.compare)
	return b.list
}
