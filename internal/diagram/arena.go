package diagram

// arena hands out slices of one backing array, so that shapes that are tried
// and thrown away cost no allocation once it is large enough.
type arena[T any] struct {
	all  []T
	used int
}

// take returns n zeroed values, which are no one else's until reset.
func (a *arena[T]) take(n int) []T {
	if a.used+n > len(a.all) {
		a.all, a.used = make([]T, max(n, 2*len(a.all), 64)), 0 // what was handed out stays as it is
	}
	found := a.all[a.used : a.used+n : a.used+n]
	clear(found)
	a.used += n
	return found
}

// one returns a zeroed value.
func (a *arena[T]) one() *T { return &a.take(1)[0] }

// reset takes everything back.
func (a *arena[T]) reset() { a.used = 0 }
