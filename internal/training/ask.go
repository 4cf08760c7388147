package training

import (
	"fmt"
	"slices"

	"missiongraph/graph"
)

// asker draws questions from a bank. No fact is asked twice, no sentence is
// asked twice, and what one question says is false is no answer of another: no
// question gives another away.
type asker struct {
	*bank
	facts   map[graph.FactNum]bool // asked
	told    map[pair]bool          // said to be false by a true-or-false question
	offered map[pair]bool          // wrong answers of other questions
	stems   map[string]bool
	typed   map[graph.Term]int // how often a relation type was asked
	failed  map[attempt]bool
	order   []graph.Node
	falsely int // true-or-false questions so far, to make half of them false
}

type attempt struct {
	node graph.Node
	form Form
}

// ask draws count questions of the forms, which take turns; the entities of
// the scope take turns too. Where the scope carries fewer, those are returned.
func (b *bank) ask(count int, forms []Form) ([]Question, error) {
	a := &asker{
		bank: b, facts: map[graph.FactNum]bool{}, told: map[pair]bool{}, offered: map[pair]bool{}, stems: map[string]bool{},
		typed: map[graph.Term]int{}, failed: map[attempt]bool{}, order: slices.Clone(b.scope.Nodes),
	}
	b.random.Shuffle(len(a.order), func(i, j int) { a.order[i], a.order[j] = a.order[j], a.order[i] })
	found, err := a.orderings(count, forms)
	if err != nil {
		return nil, err
	}
	turn := 0
	for progress := true; progress && len(found) < count; {
		progress = false
		for _, n := range a.order {
			if len(found) == count {
				break
			}
			q, form, err := a.about(n, forms, turn)
			if err != nil {
				return nil, err
			}
			if q == nil {
				continue
			}
			turn = form + 1
			progress = true
			found = append(found, *q)
		}
	}
	b.random.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	for i := range found {
		found[i].ID = fmt.Sprintf("q%d", i+1)
	}
	return found, nil
}

// orderings draws the few questions that need a chain of facts before other
// forms take its links.
func (a *asker) orderings(count int, forms []Form) ([]Question, error) {
	const share, looked = 8, 2000
	var found []Question
	if !slices.Contains(forms, Ordering) || len(forms) == 1 {
		return nil, nil
	}
	for _, n := range a.order[:min(len(a.order), looked)] {
		if len(found) > count/share || len(found) == count {
			break
		}
		q, err := a.ordering(n)
		if err != nil {
			return nil, err
		}
		if q != nil {
			found = append(found, *q)
		}
	}
	return found, nil
}

// about asks one question about an entity, in the first form from turn on in
// which it can be asked.
func (a *asker) about(n graph.Node, forms []Form, turn int) (*Question, int, error) {
	for i := range forms {
		at := (turn + i) % len(forms)
		if a.failed[attempt{n, forms[at]}] {
			continue
		}
		q, err := a.inForm(n, forms[at])
		if err != nil || q != nil {
			return q, at, err
		}
		a.failed[attempt{n, forms[at]}] = true
	}
	return nil, 0, nil
}

func (a *asker) inForm(n graph.Node, form Form) (*Question, error) {
	if form == Ordering {
		return a.ordering(n)
	}
	list := a.prompts(n)
	slices.SortStableFunc(list, func(p, q prompt) int { return a.typed[p.typ] - a.typed[q.typ] })
	for i := range list {
		p := &list[i]
		p.keys = slices.DeleteFunc(slices.Clone(p.keys), func(k key) bool { return a.facts[k.fact] })
		if len(p.keys) == 0 {
			continue
		}
		if err := a.v.Budget.Spend(1); err != nil {
			return nil, err
		}
		text, one, ok := a.cloze(p)
		if !ok && form != TrueFalse {
			continue
		}
		var q *Question
		var err error
		switch form {
		case Choice:
			q, err = a.choice(p, text, one)
		case Answers:
			q, err = a.answers(p, text, one)
		case TrueFalse:
			q, err = a.trueFalse(p)
		case FillIn:
			q, err = a.fillIn(p, text, one)
		case Matching:
			q, err = a.matching(p, text, one)
		case Path:
			q, err = a.path(p, text, one)
		}
		if err != nil || q != nil {
			return q, err
		}
	}
	return nil, nil
}

// cited reads the facts of keys: the weakest grade, the sources and their
// titles. false where a quote is missing.
func (a *asker) cited(keys []key) (facts []*graph.Fact, grade graph.Grade, sources, titles []string, err error) {
	grade = graph.Stated
	for _, k := range keys {
		f, err := a.fact(k.fact)
		if err != nil {
			return nil, 0, nil, nil, err
		}
		facts = append(facts, f)
		grade = min(grade, f.Grade)
		for _, e := range f.Evidence {
			s, err := a.source(e.Source)
			if err != nil {
				return nil, 0, nil, nil, err
			}
			if !slices.Contains(sources, e.Source) {
				sources = append(sources, e.Source)
			}
			if !slices.Contains(titles, s.Title) {
				titles = append(titles, s.Title)
			}
		}
	}
	return facts, grade, sources, titles, nil
}

// finish proves a question and notes what it used up. nil when its stem was
// asked before.
func (a *asker) finish(q *Question, typ graph.Term, keys []key, facts []*graph.Fact, wrongs []wrong) (*Question, error) {
	if a.stems[q.Stem] {
		return nil, nil
	}
	var err error
	if q.Receipt, err = a.receipt(facts...); err != nil {
		return nil, err
	}
	for _, p := range q.Receipt.Proofs {
		for _, c := range p.Citations {
			if !slices.Contains(q.Explanation, c) {
				q.Explanation = append(q.Explanation, c)
			}
		}
	}
	for _, w := range wrongs {
		q.Receipt.False = append(q.Receipt.False, Denial{a.id(w.about), a.id(w.node)})
		if q.Form == TrueFalse {
			a.told[pairOf(w.about, w.node)] = true
		} else {
			a.offered[pairOf(w.about, w.node)] = true
		}
	}
	a.stems[q.Stem] = true
	a.typed[typ]++
	for _, k := range keys {
		a.facts[k.fact] = true
	}
	return q, nil
}

func nodes(keys []key) []graph.Node {
	list := make([]graph.Node, len(keys))
	for i, k := range keys {
		list[i] = k.node
	}
	return list
}

func likeness(wrongs []wrong) float64 {
	sum := 0.0
	for _, w := range wrongs {
		sum += w.likeness
	}
	return sum / float64(max(len(wrongs), 1))
}

// untold refuses what a true-or-false question has said to be false.
func (a *asker) untold(p pair) bool { return !a.told[p] }
