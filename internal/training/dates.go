package training

import (
	"cmp"
	"fmt"
	"slices"

	"missiongraph/graph"
)

// series are dated facts that say the same of different entities: that they take
// part in one program, each from another day.
type series struct {
	typ, verb graph.Term
	far       graph.Node // 0 for an attribute
	passive   bool       // far is the subject
}

// dating is an entity of a series with its day.
type dating struct {
	node graph.Node
	fact graph.FactNum
	day  string
}

// maxDated bounds the dated facts that are read to be put in order.
const maxDated = 5000

// datings reads the dated facts of the scope, once.
func (a *asker) datings() (map[series][]dating, error) {
	if a.dated != nil {
		return a.dated, nil
	}
	a.dated = map[series][]dating{}
	read := 0
	for _, n := range a.scope.Nodes {
		info := a.t.Node(n)
		for _, side := range []struct {
			edges   []graph.Edge
			passive bool
		}{{info.Out, false}, {info.In, true}} {
			for i := range side.edges {
				e := &side.edges[i]
				at := series{e.Type, e.Verb, e.Other, side.passive}
				p := a.v.Ontology.Property(a.t.Terms().Name(e.Type))
				switch {
				case e.Other != 0 && e.Dated && a.askable(e):
				case p != nil && p.Type == graph.Date && a.askableValue(e, p):
				default:
					continue
				}
				if read++; read > maxDated {
					return a.dated, nil
				}
				f, err := a.fact(e.Fact)
				if err != nil {
					return nil, err
				}
				day := f.ValidFrom
				if e.Other == 0 {
					day = f.Value.Text
				}
				if graph.IsDate(day) && (e.Other == 0 || unlike(info.Name, a.name(e.Other))) {
					at.passive = at.passive && e.Other != 0 && !a.types[e.Type].Symmetric
					a.dated[at] = append(a.dated[at], dating{n, e.Fact, day})
				}
			}
		}
	}
	return a.dated, nil
}

// byDate asks to put entities in order by date: three to five of a series that
// an entity is of, no two of one day.
func (a *asker) byDate(n graph.Node) (*Question, error) {
	all, err := a.datings()
	if err != nil {
		return nil, err
	}
	var mine []series
	for at, list := range all {
		if len(list) >= 3 && slices.ContainsFunc(list, func(x dating) bool { return x.node == n }) {
			mine = append(mine, at)
		}
	}
	slices.SortFunc(mine, func(x, y series) int {
		return cmp.Or(cmp.Compare(x.typ, y.typ), cmp.Compare(x.verb, y.verb), cmp.Compare(x.far, y.far))
	})
	for _, at := range mine {
		picked := a.apartInTime(all[at], n)
		if len(picked) < 3 {
			continue
		}
		if q, err := a.inOrderOfDate(at, picked); q != nil || err != nil {
			return q, err
		}
	}
	return nil, nil
}

// apartInTime picks up to five of a series that have different days and names,
// one of them that of an entity, by day.
func (a *asker) apartInTime(list []dating, n graph.Node) []dating {
	const most = 5
	var picked []dating
	take := func(x dating) {
		if len(picked) < most && !a.facts[x.fact] && !slices.ContainsFunc(picked, func(y dating) bool {
			return x.day == y.day || x.node == y.node || !unlike(a.name(x.node), a.name(y.node))
		}) {
			picked = append(picked, x)
		}
	}
	for _, x := range list {
		if x.node == n {
			take(x)
		}
	}
	for _, i := range a.random.Perm(len(list)) {
		take(list[i])
	}
	slices.SortFunc(picked, func(x, y dating) int { return cmp.Compare(x.day, y.day) })
	return picked
}

func (a *asker) inOrderOfDate(at series, picked []dating) (*Question, error) {
	keys := make([]key, len(picked))
	for i, x := range picked {
		keys[i] = key{node: x.node, fact: x.fact}
	}
	facts, grade, _, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	q := &Question{Form: Ordering, Grade: grade.String(), Difficulty: difficulty(2, grade, 0.3), Order: make([]int, len(picked))}
	if at.far == 0 {
		shown := *facts[0]
		shown.Value = graph.Value{Type: graph.String, Text: "…"}
		q.Stem = fmt.Sprintf("Put these in order of the date, the earliest first, %s: %s", according(grade, titles),
			graph.SentenceCase(a.v.Ontology.Sentence(&shown, Blank, "")))
	} else {
		subject, object := Blank, a.name(at.far)
		if at.passive {
			subject, object = object, subject
		}
		q.Stem = fmt.Sprintf("Put these in order of the day from which the sentence holds for each, the earliest first, %s: %s", according(grade, titles),
			graph.EndSentence(graph.SentenceCase(a.types[at.typ].Render(a.t.Terms().Name(at.verb), subject, object, false))))
	}
	for i, place := range a.random.Perm(len(picked)) {
		q.Options = append(q.Options, Option{Text: a.answer(picked[place].node, false), Entity: a.id(picked[place].node)})
		q.Order[place] = i
	}
	stem := q.Stem
	q.Stem += a.id(picked[0].node) // a series may be asked in several parts
	found, err := a.finish(q, keys, facts, nil)
	if found != nil {
		found.Stem = stem
	}
	return found, err
}
