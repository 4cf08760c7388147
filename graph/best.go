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
		sink(b.list, 0, b.compare)
	}
}

// full reports whether there are k.
func (b *best[T]) full() bool { return len(b.list) >= b.k }

// sorted returns what was kept, in order. The heap is no more.
func (b *best[T]) sorted() []T {
	slices.SortFunc(b.list, b.compare)
	return b.list
}

// firstOf is best for a list in memory: it returns the first k elements in
// order, in the same array.
func firstOf[T any](list []T, k int, compare func(a, b T) int) []T {
	if k <= 0 {
		return nil
	}
	if k < len(list) {
		heap := list[:k]
		for i := k/2 - 1; i >= 0; i-- {
			sink(heap, i, compare)
		}
		for _, x := range list[k:] {
			if compare(x, heap[0]) < 0 {
				heap[0] = x
				sink(heap, 0, compare)
			}
		}
		list = heap
	}
	slices.SortFunc(list, compare)
	return list
}

// sink moves element i of a heap with the last on top down to its place.
func sink[T any](heap []T, i int, compare func(a, b T) int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && compare(heap[child+1], heap[child]) > 0 {
			child++
		}
		if compare(heap[i], heap[child]) >= 0 {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}
