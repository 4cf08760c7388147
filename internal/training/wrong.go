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

// plausible lists entities of a key's kind, those most like it first: of its
// form, in the same role elsewhere, with words in common, near in the graph.
func (b *bank) plausible(first *graph.NodeInfo, p *prompt) []wrong {
	all := b.t.OfKind(first.Kind)
	pool := all
	if len(all) > maxPool {
		pool = make([]graph.Node, 0, maxPool)
		for range maxPool {
			pool = append(pool, all[b.random.IntN(len(all))])
		}
		slices.Sort(pool)
		pool = slices.Compact(pool)
	}
	words := stems(first.Name)
	type ranked struct {
		wrong
		score float64
	}
	list := make([]ranked, 0, len(pool))
	for _, n := range pool {
		info := b.t.Node(n)
		x := ranked{wrong: wrong{node: n}}
		if info.Form == first.Form {
			x.likeness += 0.3
		}
		if b.joinedBy(n, p.typ, !p.passive) > 0 {
			x.likeness += 0.4
		}
		for _, w := range stems(info.Name) {
			if slices.Contains(words, w) {
				x.likeness += 0.3
				break
			}
		}
		x.score = x.likeness + b.random.Float64()*0.5
		list = append(list, x)
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
