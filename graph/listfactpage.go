package graph

import (
	"cmp"
	"slices"
	"strings"
)

// inOrder answers a page in the default order.
func (l *factList) inOrder() (p FactListPage, err error) {
	size, step := l.First, 1
	start, end := l.After, l.Before
	if l.Last > 0 {
		size, step = l.Last, -1
		start, end = l.Before, l.After
	}
	i, j, err := l.start(start, step)
	if err != nil {
		return p, err
	}
	var bound *FactAt
	if end != (FactPlace{}) {
		f, _, err := l.find(end)
		if err != nil {
			return p, err
		}
		bound = &f
	}
	// Towards the far end the walk goes one fact beyond the page.
	beyond := false
	err = l.from(i, j, step, func(f FactAt) bool {
		if len(p.Facts) == size || bound != nil && step*l.compare(f, *bound) >= 0 {
			beyond = true
			return false
		}
		p.Facts = append(p.Facts, f)
		return true
	})
	if err != nil {
		return FactListPage{}, err
	}
	behind := false
	if start != (FactPlace{}) {
		back := -step
		i, j, err := l.start(start, back)
		if err != nil {
			return FactListPage{}, err
		}
		if j != whole {
			j -= back // with the fact itself
		}
		err = l.from(i, j, back, func(FactAt) bool {
			behind = true
			return false
		})
		if err != nil {
			return FactListPage{}, err
		}
	}
	p.HasPrevious, p.HasNext = behind, beyond
	if step < 0 {
		slices.Reverse(p.Facts)
		p.HasPrevious, p.HasNext = beyond, behind
	}
	return p, nil
}

// start returns the place just after (step 1) or before (step -1) a fact, or
// the end from which such a walk begins.
func (l *factList) start(p FactPlace, step int) (i, j int, err error) {
	if p == (FactPlace{}) {
		if step > 0 {
			return 0, whole, nil
		}
		return len(l.index.nodes) - 1, whole, nil
	}
	_, j, err = l.find(p)
	if err != nil {
		return 0, 0, err
	}
	i, err = l.index.seek(l.order, p.Subject, false)
	if err != nil {
		return 0, 0, err
	}
	if i < len(l.index.nodes) && l.index.nodes[i] == p.Subject {
		return i, j + step, nil
	}
	if step < 0 { // the subject is not in the list, and i is what comes after it
		i--
	}
	return i, whole, nil
}

// sorted answers a page in any order, in one pass that keeps little more than
// the page.
func (l *factList) sorted() (p FactListPage, err error) {
	size, step := l.First, 1
	start, end := l.After, l.Before
	if l.Last > 0 {
		size, step = l.Last, -1
		start, end = l.Before, l.After
	}
	size = min(size, l.t.Facts())
	compare := func(a, b FactAt) int { return step * l.compare(a, b) }
	var from, to FactAt
	if start != (FactPlace{}) {
		if from, _, err = l.find(start); err != nil {
			return p, err
		}
	}
	if end != (FactPlace{}) {
		if to, _, err = l.find(end); err != nil {
			return p, err
		}
	}
	behind, beyond := false, false
	found := best[FactAt]{k: size + 1, compare: compare, list: make([]FactAt, 0, size+1)}
	err = l.each(func(f FactAt) bool {
		switch {
		case from.Subject != 0 && compare(f, from) <= 0:
			behind = true
			return true
		case to.Subject != 0 && compare(f, to) >= 0:
			beyond = true
			return true
		}
		found.add(f)
		return true
	})
	if err != nil {
		return FactListPage{}, err
	}
	facts := found.sorted()
	if len(facts) > size {
		facts, beyond = facts[:size], true
	}
	p = FactListPage{facts, behind, beyond}
	if step < 0 {
		slices.Reverse(p.Facts)
		p.HasPrevious, p.HasNext = beyond, behind
	}
	return p, nil
}

// compare orders facts by the keys, then as the topology does.
func (l *factList) compare(a, b FactAt) int {
	for i := range l.Order {
		if c := l.compareBy(&l.Order[i], &a, &b); c != 0 {
			return c
		}
	}
	if a.Subject != b.Subject {
		return l.t.compare(a.Subject, b.Subject)
	}
	return cmp.Or(
		cmp.Compare(a.Edge.Type, b.Edge.Type),
		l.compareObjects(&a, &b),
		cmp.Compare(a.Edge.Fact, b.Edge.Fact),
	)
}

func (l *factList) compareObjects(a, b *FactAt) int {
	if a.Edge.Other == b.Edge.Other || a.Edge.Other == 0 || b.Edge.Other == 0 {
		return cmp.Compare(a.Edge.Other, b.Edge.Other)
	}
	return l.t.compare(a.Edge.Other, b.Edge.Other)
}

func (l *factList) compareBy(k *FactOrderKey, a, b *FactAt) int {
	terms := l.t.terms
	c, aNull, bNull := 0, false, false
	switch k.By {
	case FactBySubject:
		c = l.t.compare(a.Subject, b.Subject)
	case FactByType:
		if a.Edge.Type != b.Edge.Type {
			c = strings.Compare(terms.Name(a.Edge.Type), terms.Name(b.Edge.Type))
		}
	case FactByVerb:
		aNull, bNull = a.Edge.Verb == 0, b.Edge.Verb == 0
		if a.Edge.Verb != b.Edge.Verb {
			c = strings.Compare(terms.Name(a.Edge.Verb), terms.Name(b.Edge.Verb))
		}
	case FactByObject:
		aNull, bNull = a.Edge.Other == 0, b.Edge.Other == 0
		c = l.compareObjects(a, b)
	case FactByGrade:
		c = cmp.Compare(b.Edge.Grade, a.Edge.Grade)
	case FactByRank:
		c = cmp.Compare(rankOrder[a.Edge.Rank], rankOrder[b.Edge.Rank])
	}
	switch {
	case aNull && bNull:
		return 0
	case aNull != bNull:
		if aNull == k.NullsFirst {
			return -1
		}
		return 1
	case k.Descending:
		return -c
	}
	return c
}
