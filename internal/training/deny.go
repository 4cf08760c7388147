package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// maxKin bounds the entities that are looked at around one to prove that
// something is false; where there are more, nothing is proven.
const maxKin = 64

// kin returns an entity with all that it is part of, a kind of or a member of,
// directly or not, and all that is so of it: what is said of one of them may
// be meant of another. nil when there are more than maxKin.
func (b *bank) kin(n graph.Node) []graph.Node {
	if found, ok := b.kins[n]; ok {
		return found
	}
	found := []graph.Node{n}
	for _, upward := range []bool{true, false} {
		from := len(found)
		for i, next := 0, []graph.Node{n}; i < len(next) && len(found) <= maxKin; i++ {
			info := b.t.Node(next[i])
			step := func(edges []graph.Edge, outward bool) {
				for j := range edges {
					e := &edges[j]
					if e.Other != 0 && (b.up[e.Type] && outward == upward || b.down[e.Type] && outward != upward) &&
						!slices.Contains(found[from:], e.Other) && e.Other != n && len(found) <= maxKin {
						found, next = append(found, e.Other), append(next, e.Other)
					}
				}
			}
			step(info.Out, true)
			step(info.In, false)
		}
	}
	if len(found) > maxKin {
		found = nil
	}
	b.kins[n] = found
	return found
}

// joined reports whether any fact at all joins two entities: of any type,
// grade, rank, reading or time.
func (b *bank) joined(x, y graph.Node) bool {
	p, q := b.t.Node(x), b.t.Node(y)
	if len(p.Out)+len(p.In) > len(q.Out)+len(q.In) {
		p, y = q, x
	}
	at := func(e graph.Edge) bool { return e.Other == y }
	return slices.ContainsFunc(p.Out, at) || slices.ContainsFunc(p.In, at)
}

// maxNear bounds what is looked at around an entity to prove that something is
// false; where there is more, nothing is proven.
const maxNear = 50_000

// near returns what an entity's kin, itself included, has to do with: its kin,
// what any fact joins with one of them, and what follows in two steps of one
// direction: who acts under an authority that serves an effort may be said to
// serve it. nil when there is more than maxNear.
func (b *bank) near(n graph.Node) (map[graph.Node]bool, error) {
	if found, ok := b.nears[n]; ok {
		return found, nil
	}
	found := map[graph.Node]bool{}
	kin := b.kin(n)
	for _, p := range kin {
		found[p] = true
		info := b.t.Node(p)
		for i := range info.Out {
			b.reach(found, info.Out[i].Other, true)
		}
		for i := range info.In {
			b.reach(found, info.In[i].Other, false)
		}
	}
	work := 1 + len(found)/32
	if kin == nil || len(found) > maxNear {
		found = nil
	}
	b.nears[n] = found
	return found, b.v.Budget.Spend(work)
}

// reach adds an entity, and what its facts lead to or come from.
func (b *bank) reach(found map[graph.Node]bool, n graph.Node, outward bool) {
	if n == 0 || len(found) > maxNear {
		return
	}
	found[n] = true
	edges := b.t.Node(n).In
	if outward {
		edges = b.t.Node(n).Out
	}
	for i := range edges {
		if other := edges[i].Other; other != 0 {
			found[other] = true
		}
	}
}

// apart reports whether it is proven that a statement about two entities is
// supported by nothing in the graph.
func (b *bank) apart(x, y graph.Node) (bool, error) {
	near, err := b.near(x)
	other := b.kin(y)
	return near != nil && other != nil && !slices.ContainsFunc(other, func(q graph.Node) bool { return near[q] }), err
}

// unlike reports whether two names are not alike: they are when the words that
// count in the shorter are all in the longer, as "terrorists" and "terrorist
// networks", or when the last two are the same, as "multi-agency task forces"
// and "Joint Terrorism Task Forces".
func unlike(a, b string) bool {
	x, y := stems(a), stems(b)
	if n, m := len(x), len(y); n > 1 && m > 1 && x[n-1] == y[m-1] && x[n-2] == y[m-2] {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return graph.Squeeze(a) != graph.Squeeze(b)
	}
	for _, stem := range x {
		if !slices.Contains(y, stem) {
			return true
		}
	}
	return false
}

// stems returns the words of a name, cut to the first six letters, small words
// left out.
func stems(name string) []string {
	var found []string
	for _, w := range strings.Fields(graph.Fold(name)) {
		if smallWord(w) {
			continue
		}
		r := []rune(w)
		found = append(found, string(r[:min(len(r), 6)]))
	}
	return found
}

func smallWord(w string) bool {
	return len(w) < 5 && strings.Contains(" of in on at for with to from the a an and or by our its ", " "+w+" ")
}

// named returns an entity's names, folded.
func (b *bank) named(n graph.Node) ([]string, error) {
	if names, ok := b.names[n]; ok {
		return names, nil
	}
	info := b.t.Node(n)
	all := []string{info.Name}
	for _, e := range graph.OfType(info.Out, b.v.Term(graph.AliasProperty)) {
		f, err := b.fact(e.Fact)
		if err != nil {
			return nil, err
		}
		all = append(all, f.Value.Text)
	}
	var names []string
	for _, name := range all {
		if folded := graph.Fold(name); folded != "" {
			names = append(names, " "+folded+" ")
		}
	}
	b.names[n] = names
	return names, nil
}

// together reports whether a sentence of one of the sources names both.
func (b *bank) together(sources []string, x, y graph.Node) (bool, error) {
	for _, id := range sources {
		p, err := b.naming(id, x)
		if err != nil || len(p) == 0 {
			if err != nil {
				return false, err
			}
			continue
		}
		q, err := b.naming(id, y)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(q, func(i int) bool { return slices.Contains(p, i) }) {
			return true, nil
		}
	}
	return false, nil
}

// text returns a source as folded sentences.
func (b *bank) text(source string) (*text, error) {
	if t := b.texts[source]; t != nil {
		return t, nil
	}
	s, err := b.source(source)
	if err != nil {
		return nil, err
	}
	t := &text{naming: map[graph.Node][]int{}}
	for _, sentence := range b.parted(&s) {
		t.sentences = append(t.sentences, " "+graph.Fold(sentence.Text)+" ")
	}
	b.texts[source] = t
	return t, nil
}

// naming returns the sentences of a source that name an entity.
func (b *bank) naming(source string, n graph.Node) ([]int, error) {
	t, err := b.text(source)
	if err != nil {
		return nil, err
	}
	if found, ok := t.naming[n]; ok {
		return found, nil
	}
	names, err := b.named(n)
	if err != nil {
		return nil, err
	}
	found := []int{}
	for i, sentence := range t.sentences {
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(sentence, name) }) {
			found = append(found, i)
		}
	}
	t.naming[n] = found
	return found, nil
}

// deny reports whether, of a question whose keys are given, an answer is
// proven wrong: it has nothing to do with what the question is about, is not
// like a key by name, and no sentence of the sources names both.
func (b *bank) deny(about, wrong graph.Node, keys []graph.Node, sources []string) (bool, error) {
	for _, key := range keys {
		if key == wrong || !unlike(b.name(key), b.name(wrong)) || slices.Contains(b.kin(key), wrong) {
			return false, nil
		}
	}
	if !unlike(b.name(about), b.name(wrong)) {
		return false, nil
	}
	if apart, err := b.apart(about, wrong); err != nil || !apart {
		return false, err
	}
	with, err := b.together(sources, about, wrong)
	return !with, err
}
