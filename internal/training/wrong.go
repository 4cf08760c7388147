package training

import (
	"cmp"
	"slices"

	"missiongraph/graph"
)

// pair is two entities, the lesser first.
type pair [2]graph.Node

func pairOf(x, y graph.Node) pair { return pair{min(x, y), max(x, y)} }

// wrong is an answer proven wrong, and the entity it has nothing to do with.
type wrong struct {
	node, about graph.Node
	likeness    float64 // to the key, from 0 to 1
}

// wrongs finds up to n answers to a prompt that are proven wrong for one of
// the entities it is about, the most plausible first, none like another.
// allowed may refuse a pair.
func (b *bank) wrongs(abouts []graph.Node, p *prompt, keys []graph.Node, sources []string, n int, allowed func(pair) bool) ([]wrong, error) {
	first := b.t.Node(keys[0])
	var found []wrong
	for tries, w := range b.plausible(first, p) {
		if len(found) == n || tries >= maxTries {
			break
		}
		if slices.Contains(keys, w.node) || slices.Contains(abouts, w.node) ||
			slices.ContainsFunc(found, func(x wrong) bool { return !unlike(b.name(x.node), b.name(w.node)) }) {
			continue
		}
		for _, about := range abouts {
			if !allowed(pairOf(about, w.node)) {
				continue
			}
			denied, err := b.deny(about, w.node, keys, sources)
			if err != nil {
				return nil, err
			}
			if !denied {
				continue
			}
			e, err := b.v.Entity(w.node)
			if err != nil {
				return nil, err
			}
			if e.Grade > graph.Editorial {
				w.about = about
				found = append(found, w)
			}
			break
		}
		if err := b.v.Budget.Spend(1); err != nil {
			return nil, err
		}
	}
	return found, nil
}

const (
	maxTries = 200
	maxPool  = 256 // entities of the kind that are considered
)

// pool returns the entities of a kind, of very many a drawn part, in a drawn
// order.
func (b *bank) pool(kind graph.Term) []graph.Node {
	all := b.t.OfKind(kind)
	var pool []graph.Node
	if len(all) > maxPool {
		for range maxPool {
			pool = append(pool, all[b.random.IntN(len(all))])
		}
		slices.Sort(pool)
		pool = slices.Compact(pool)
	} else {
		pool = slices.Clone(all)
	}
	b.random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	return pool
}

// kindsLike lists a kind and those that belong to an abstract kind with it and
// stand in the same place of a relation type: a directorate may be wrong where
// an agency is right.
func (b *bank) kindsLike(kind graph.Term, p *prompt) []graph.Term {
	list := []graph.Term{kind}
	r, known := b.types[p.typ], b.v.Ontology.Kind(b.t.Terms().Name(kind))
	if r == nil || known == nil || len(known.IsA) == 0 {
		return list
	}
	allowed := r.Range
	if p.passive {
		allowed = r.Domain
	}
	for _, name := range b.v.Ontology.Concrete(allowed) {
		if term := b.v.Term(name); term != 0 && term != kind && b.v.Ontology.Is(name, known.IsA) {
			list = append(list, term)
		}
	}
	return list
}

// plausible lists entities that may be taken for a key: of its kind, those most
// like it first: of its form, in the same role elsewhere, with words in common,
// about as long; then of other kinds like it. One of another form, as an actor
// among activities, is left out unless its form stands in that role somewhere.
func (b *bank) plausible(first *graph.NodeInfo, p *prompt) []wrong {
	words := stems(first.Name)
	type ranked struct {
		wrong
		score float64
	}
	var list []ranked
	kinds := b.kindsLike(first.Kind, p)
	for i, kind := range kinds {
		from, fits := len(list), map[graph.Term]bool{first.Form: true}
		for _, n := range b.pool(kind) {
			info := b.t.Node(n)
			x := ranked{wrong: wrong{node: n}}
			if info.Form == first.Form && i == 0 {
				x.likeness += 0.3
			}
			if b.playsRole(info, p) {
				fits[info.Form] = true
				x.likeness += 0.4
			}
			if slices.ContainsFunc(stems(info.Name), func(w string) bool { return slices.Contains(words, w) }) {
				x.likeness += 0.3
			}
			x.score = x.likeness + b.random.Float64()*0.5 - float64(min(i, 1))
			if short, long := min(len(info.Name), len(first.Name)), max(len(info.Name), len(first.Name)); long > 2*short+8 {
				x.score -= 0.4
			}
			list = append(list, x)
		}
		if len(kinds) == 1 {
			kept := slices.DeleteFunc(list[from:], func(x ranked) bool { return !fits[b.t.Node(x.node).Form] })
			list = list[:from+len(kept)]
		}
	}
	slices.SortFunc(list, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(b.id(x.node), b.id(y.node)))
	})
	found := make([]wrong, len(list))
	for i := range list {
		found[i] = list[i].wrong
	}
	return found
}

// playsRole reports whether an entity stands in the blank of a prompt's sentence
// about another.
func (b *bank) playsRole(info *graph.NodeInfo, p *prompt) bool {
	side := info.In
	if p.passive {
		side = info.Out
	}
	with := func(e graph.Edge) bool { return e.Verb == p.verb }
	return slices.ContainsFunc(graph.OfType(side, p.typ), with) ||
		b.types[p.typ].Symmetric && slices.ContainsFunc(graph.OfType(info.Out, p.typ), with)
}
