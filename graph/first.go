package graph

import "slices"

// firstOf returns the first k elements of a list in order, in the same array.
// It keeps a heap of the k first so far, so that a long list costs little more
// than reading it once.
func firstOf[T any](list []T, k int, compare func(a, b T) int) []T {
	if k <= 0 {
		return nil
	}
	if k < len(list) {
		heap := list[:k] // the last of them on top
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

// compare orders two nodes by name, then id, without reading the names where
// their order is known.
func (t *Topology) compare(a, b Node) int {
	if t.ranks != nil {
		return int(t.ranks[a]) - int(t.ranks[b])
	}
	return compareNodes(t.Node(a), t.Node(b))
}

// sink moves element i of a heap down to its place.
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
