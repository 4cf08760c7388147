package graph

import (
	"cmp"
	"math"
	"slices"
)

// SimilarQuery asks which entities are most like one.
type SimilarQuery struct {
	Node  Node
	Kinds []Term // concrete kinds that are compared with it; empty for all
	Types []Term // relation types that count; empty for all
	With  []Node // compared with these alone, also where nothing is shared; nil for all
	First int    // how many are returned
}

// Similar is the answer to a [SimilarQuery].
//
// An entity's features are what it is related to: a relation type, its
// direction (none for a symmetric type) and the far end. Two entities score by
// the features they share among those that either has, each by its weight: the
// weighted Jaccard index, 0 to 1. A feature weighs 1/log2(1+n) where n
// relations of the type meet at the far end, that way, whatever the lens: to
// lead the same task force says more than to be in the same country. So L. A.
// Adamic and E. Adar weigh what people share in "Friends and Neighbors on the
// Web" (2003). Grades do not weigh: how sure one must be of a fact is what the
// lens says. Two entities that share nothing are not alike and not in the list,
// unless they were asked for.
type Similar struct {
	Found     []Likeness // highest score first; equals by name, then id
	Total     int        // entities that share something; at least so many when the budget ran out
	Truncated bool       // there are more, or may be
	Reason    string     // why they were left out: ReasonLimit or ReasonBudget
}

// Likeness is how much an entity is like the one asked about.
type Likeness struct {
	Node       Node
	Score      float64
	Shared     []SharedFact // the heaviest first; equals by the far end's name and id, then the best supported
	OnlyMine   int          // features that only the one asked about has
	OnlyTheirs int          // features that only this one has
}

// SharedFact is a feature that two entities share.
type SharedFact struct {
	Node   Node    // the far end
	Weight float64 // more than 0, at most 1
	Mine   Rel     // the best supported relation of the one asked about
	Theirs Rel     // and of the other
}

// FindSimilar compares an entity with those that are two steps away. It finds
// them by what few share first, which weighs most: what the budget may leave
// out is what matters least. The scores of those returned are complete in any
// case. The error has code NOT_FOUND for an unknown entity, TIMEOUT or LIMIT.
func FindSimilar(v *View, q SimilarQuery) (Similar, error) {
	if v.topology.Node(q.Node) == nil {
		return Similar{}, Errorf(NotFound, "no such entity")
	}
	s := &similarity{walk: newWalk(v, q.Types, Both), q: &q, sym: newTermSet(v.symmetric())}
	found := s.run()
	if err := s.done(); err != nil {
		return Similar{}, err
	}
	return found, nil
}

// similarity is one search for what is alike. An entity that shares something
// with the one asked about has its place in seen.list as its number in alike.
type similarity struct {
	*walk
	q     *SimilarQuery
	sym   termSet // symmetric types
	mine  []feature
	alike []partner
}

// partner is an entity that shares something.
type partner struct {
	node   Node
	shared float64 // weight of what is known to be shared
	last   int     // the feature of mine that it was last seen to share
}

// feature is a relation by its type, direction and far end.
type feature struct {
	far    Node
	typ    Term
	way    Direction
	holds  int // relations of the type at the far end, that way
	weight float64
	rel    Rel // the best supported
}

func (a *feature) compare(b *feature) int {
	return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.typ, b.typ), cmp.Compare(a.way, b.way))
}

func (s *similarity) run() Similar {
	whole := false
	if s.mine, whole = s.features(s.q.Node, nil); !whole {
		if s.err == nil {
			s.err = s.v.Budget.exceeded()
		}
		return Similar{}
	}
	missed, gathered := 0.0, true
	if s.q.With != nil {
		s.name()
		missed = math.Inf(1) // what they share is not known yet
	} else {
		reserve := s.left / 2
		s.left -= reserve
		missed = s.gather()
		gathered = !s.over
		s.left, s.over = s.left+reserve, s.err != nil
	}
	list := s.compare(missed)
	found := Similar{Found: list, Total: len(s.alike)}
	switch {
	case !gathered || s.over:
		found.Truncated, found.Reason = true, ReasonBudget
	case len(list) < len(s.alike):
		found.Truncated, found.Reason = true, ReasonLimit
	}
	return found
}

// features returns what an entity is related to, sorted, in the array of list;
// false when the budget ends before.
func (s *similarity) features(n Node, list []feature) (_ []feature, whole bool) {
	list = list[:0]
	whole = s.each(n, false, func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			if e.Other != n && s.follows(e, d) {
				list = append(list, s.feature(e, d))
			}
		}
		return true
	})
	slices.SortFunc(list, func(a, b feature) int {
		return cmp.Or(a.compare(&b), s.compareSupport(&a.rel.Edge, &b.rel.Edge))
	})
	return slices.CompactFunc(list, func(a, b feature) bool { return a.compare(&b) == 0 }), whole
}

func (s *similarity) feature(e *Edge, d Direction) feature {
	f := feature{far: e.Other, typ: e.Type, way: d, rel: Rel{*e, d == Out}}
	if s.sym.has(e.Type) {
		f.way = Both
	}
	for _, run := range s.holders(&f) {
		f.holds += len(run)
	}
	f.weight = 1 / math.Log2(1+float64(f.holds))
	return f
}

// holders returns the lists of the far end's relations that are the feature,
// hidden ones included.
func (s *similarity) holders(f *feature) (runs [2][]Edge) {
	info := s.t.Node(f.far)
	if f.way&Out != 0 {
		runs[0] = OfType(info.In, f.typ)
	}
	if f.way&In != 0 {
		runs[1] = OfType(info.Out, f.typ)
	}
	return runs
}

// name takes those that were named.
func (s *similarity) name() {
	kinds := s.kindSet(s.q.Kinds)
	for _, n := range s.q.With {
		info := s.t.Node(n)
		if info != nil && n != s.q.Node && (kinds == nil || kinds[info.Kind]) && s.seen.add(n) {
			s.alike = append(s.alike, partner{node: n})
		}
	}
}

// gather finds those that share a feature, the rarest features first. It
// returns the weight of the features that the budget left out.
func (s *similarity) gather() (missed float64) {
	order := make([]*feature, len(s.mine))
	for i := range s.mine {
		order[i] = &s.mine[i]
	}
	slices.SortStableFunc(order, func(a, b *feature) int { return cmp.Compare(a.holds, b.holds) })
	if len(s.count) < s.t.Cap() {
		s.count = make([]uint32, s.t.Cap())
	}
	kinds := s.kindSet(s.q.Kinds)
	for i, f := range order {
		for _, run := range s.holders(f) {
			s.chunks(run, f.way, func(edges []Edge, _ Direction) bool {
				for j := range edges {
					e := &edges[j]
					n := e.Other
					if n != s.q.Node && n != f.far && (kinds == nil || kinds[s.t.Node(n).Kind]) && s.v.Shows(e) {
						s.share(n, i+1, f.weight)
					}
				}
				return true
			})
		}
		if s.over {
			missed += f.weight
		}
	}
	return missed
}

func (s *similarity) share(n Node, feature int, weight float64) {
	if s.seen.add(n) {
		s.count[n] = uint32(len(s.alike))
		s.alike = append(s.alike, partner{node: n})
	}
	if p := &s.alike[s.count[n]]; p.last != feature {
		p.last, p.shared = feature, p.shared+weight
	}
}

// compare scores those that share something, the most promising first, until
// none that is left can be among the first. What is not shared only lowers a
// score, so it is at most the weight shared by the weight of mine.
func (s *similarity) compare(missed float64) []Likeness {
	slices.SortFunc(s.alike, func(a, b partner) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), s.t.compare(a.node, b.node))
	})
	total := 0.0
	for i := range s.mine {
		total += s.mine[i].weight
	}
	first := best[Likeness]{k: s.q.First, compare: func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), s.t.compare(a.Node, b.Node))
	}}
	if s.q.First <= 0 {
		return nil
	}
	var theirs []feature
	for i := range s.alike {
		p := &s.alike[i]
		const slack = 1e-9 // for sums made in another order
		if first.full() && (p.shared+missed)/total+slack < first.list[0].Score {
			break
		}
		whole := false
		if theirs, whole = s.features(p.node, theirs); !whole {
			break
		}
		first.add(s.likeness(p.node, theirs, total))
	}
	return first.sorted()
}

// likeness merges two lists of features.
func (s *similarity) likeness(n Node, theirs []feature, mine float64) Likeness {
	found := Likeness{Node: n}
	shared, all := 0.0, mine
	i := 0
	for j := range theirs {
		f := &theirs[j]
		for i < len(s.mine) && s.mine[i].compare(f) < 0 {
			i++
		}
		if i < len(s.mine) && s.mine[i].compare(f) == 0 {
			found.Shared = append(found.Shared, SharedFact{f.far, f.weight, s.mine[i].rel, f.rel})
			shared += f.weight
		} else {
			all += f.weight
		}
	}
	if all > 0 {
		found.Score = even(shared / all)
	}
	found.OnlyMine, found.OnlyTheirs = len(s.mine)-len(found.Shared), len(theirs)-len(found.Shared)
	slices.SortFunc(found.Shared, func(a, b SharedFact) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), s.t.compare(a.Node, b.Node),
			s.compareSupport(&a.Mine.Edge, &b.Mine.Edge))
	})
	return found
}
