package training

import (
	"fmt"
	"math/rand/v2"
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
	subject map[topicKey]int // how often a relation type, a property or a heading was asked about
	forms   map[Form]int     // how many questions of a form there are
	failed  map[attempt]bool
	order   []graph.Node
	headed  map[graph.Node]bool // asked under which heading they stand
	dated   map[series][]dating // of the scope; nil when not yet read
	spare   int                 // facts that may be left over: what questions on several facts may take
	wheres  int                 // questions that may be asked about headings
	falsely int                 // true-or-false questions of which the statement is false
}

type attempt struct {
	node graph.Node
	form Form
}

// ask draws count questions. The entities of the scope take turns, and at each
// turn the form that was asked least. Where the scope carries fewer, those are
// returned.
func (b *bank) ask(count int, seed uint64, forms []Form) ([]Question, error) {
	b.random = rand.New(rand.NewPCG(seed, 0x7261696e))
	a := &asker{
		bank: b, facts: map[graph.FactNum]bool{}, told: map[pair]bool{}, offered: map[pair]bool{}, stems: map[string]bool{},
		subject: map[topicKey]int{}, forms: map[Form]int{}, failed: map[attempt]bool{}, headed: map[graph.Node]bool{}, order: slices.Clone(b.scope.Nodes),
	}
	b.random.Shuffle(len(a.order), func(i, j int) { a.order[i], a.order[j] = a.order[j], a.order[i] })
	a.spare = a.carries(2*count) - count
	found, err := a.orderings(count, forms)
	if err != nil {
		return nil, err
	}
	a.wheres = 1 + count/16
	for _, sparing := range []bool{true, false} {
		if !sparing { // what is left may be used up
			a.spare, a.wheres = count*maxPairs, count
			clear(a.failed)
		}
		if found, err = a.round(found, count, forms); err != nil {
			return nil, err
		}
	}
	b.random.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	for i := range found {
		found[i].ID = fmt.Sprintf("q%d", i+1)
	}
	return found, nil
}

// round asks about each entity in turn until there are count questions, or no
// more can be asked.
func (a *asker) round(found []Question, count int, forms []Form) ([]Question, error) {
	for progress := true; progress && len(found) < count; {
		progress = false
		for _, n := range a.order {
			if len(found) == count {
				break
			}
			q, err := a.about(n, forms)
			if err != nil {
				return nil, err
			}
			if q != nil {
				progress = true
				found = append(found, *q)
			}
		}
	}
	return found, nil
}

// carries counts the facts of the scope that can be asked, up to most.
func (a *asker) carries(most int) int {
	seen := map[graph.FactNum]bool{}
	for _, n := range a.order {
		for _, p := range a.asked(n) {
			for _, k := range p.keys {
				seen[k.fact] = true
			}
		}
		if len(seen) >= most {
			break
		}
	}
	return len(seen)
}

// orderings draws the few questions that need a chain or a series of facts before
// other forms take its links.
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
		q, err := a.inForm(n, Ordering)
		if err != nil {
			return nil, err
		}
		if q != nil {
			found = append(found, *q)
		}
	}
	return found, nil
}

// about asks one question about an entity, in the form that was asked least of
// those in which it can be asked.
func (a *asker) about(n graph.Node, forms []Form) (*Question, error) {
	order := slices.Clone(forms)
	slices.SortStableFunc(order, func(x, y Form) int { return a.forms[x] - a.forms[y] })
	for _, form := range order {
		if a.failed[attempt{n, form}] || a.spare < needs[form] {
			continue
		}
		q, err := a.inForm(n, form)
		if err != nil || q != nil {
			return q, err
		}
		a.failed[attempt{n, form}] = true
	}
	return nil, nil
}

// maxPairs bounds the facts of one question.
const maxPairs = 8

// needs tells how many facts a form takes beyond the first, at least.
var needs = map[Form]int{Answers: 1, Path: 1, Matching: 2, Ordering: 1}

func (a *asker) inForm(n graph.Node, form Form) (*Question, error) {
	list := a.topics(n, form)
	slices.SortStableFunc(list, func(x, y topic) int { return a.subject[x.key] - a.subject[y.key] })
	for i := range list {
		if err := a.v.Budget.Spend(1); err != nil {
			return nil, err
		}
		q, err := list[i].ask()
		if err != nil {
			return nil, err
		}
		if q != nil {
			a.subject[list[i].key]++
			a.forms[form]++
			a.spare -= max(len(q.Receipt.Proofs)-1, needs[form])
			return q, nil
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
func (a *asker) finish(q *Question, keys []key, facts []*graph.Fact, wrongs []wrong) (*Question, error) {
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
