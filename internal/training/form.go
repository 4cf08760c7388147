package training

import (
	"fmt"
	"slices"

	"missiongraph/graph"
)

// all returns every entity that belongs in a prompt's blank, asked or not: none
// of them may be a wrong answer.
func (a *asker) all(p *prompt) []graph.Node {
	var found []graph.Node
	for _, q := range a.prompts(p.near) {
		if q.typ == p.typ && q.passive == p.passive {
			found = append(found, nodes(q.keys)...)
		}
	}
	return found
}

// keysFirst returns the nodes of keys, then every other that fits the prompt.
func (a *asker) keysFirst(p *prompt, keys []key) []graph.Node {
	list := nodes(keys)
	for _, n := range a.all(p) {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

func (a *asker) options(keys []key, wrongs []wrong, one bool) []Option {
	var list []Option
	for _, k := range keys {
		list = append(list, Option{a.answer(k.node, one), true, a.id(k.node)})
	}
	for _, w := range wrongs {
		list = append(list, Option{a.answer(w.node, one), false, a.id(w.node)})
	}
	a.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (a *asker) choice(p *prompt, text string, one bool) (*Question, error) {
	keys := p.keys[:1:1]
	if n := len(p.keys); n > 1 {
		i := a.random.IntN(n)
		keys = p.keys[i : i+1 : i+1]
	}
	facts, grade, sources, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	wrongs, err := a.wrongs([]graph.Node{p.near}, p, a.keysFirst(p, keys), sources, 3, a.untold)
	if err != nil || len(wrongs) < 3 {
		return nil, err
	}
	return a.finish(&Question{
		Form: Choice, Stem: "Complete the sentence, " + according(grade, titles) + ": " + text,
		Options: a.options(keys, wrongs, one), Grade: grade.String(), Difficulty: difficulty(1, grade, likeness(wrongs)),
	}, keys, facts, wrongs)
}

func (a *asker) answers(p *prompt, text string, one bool) (*Question, error) {
	if len(p.keys) < 2 {
		return nil, nil
	}
	keys := slices.Clone(p.keys)
	a.random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	keys = keys[:min(len(keys), 2+a.random.IntN(2))]
	facts, grade, sources, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	wrongs, err := a.wrongs([]graph.Node{p.near}, p, a.keysFirst(p, keys), sources, 5-len(keys), a.untold)
	if err != nil || len(wrongs) < 2 {
		return nil, err
	}
	return a.finish(&Question{
		Form: Answers, Stem: "Which of these complete the sentence, " + according(grade, titles) + "? Choose all that apply. " + text,
		Options: a.options(keys, wrongs, one), Grade: grade.String(), Difficulty: difficulty(1, grade, 0.3+likeness(wrongs)),
	}, keys, facts, wrongs)
}

func (a *asker) trueFalse(p *prompt) (*Question, error) {
	keys := p.keys[:1:1]
	facts, grade, sources, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	var wrongs []wrong
	said := keys[0].node
	if a.wantsFalse() {
		unoffered := func(x pair) bool { return !a.offered[x] && !a.told[x] }
		if wrongs, err = a.wrongs([]graph.Node{p.near}, p, a.keysFirst(p, keys), sources, 1, unoffered); err != nil {
			return nil, err
		}
	}
	switch {
	case len(wrongs) > 0:
		said = wrongs[0].node
	case !a.wantsTrue():
		return nil, nil
	}
	near, far := a.name(p.near), a.name(said)
	if p.passive {
		near, far = far, near
	}
	sentence := a.types[p.typ].Render(a.t.Terms().Name(p.verb), near, far, p.passive)
	q, err := a.finish(&Question{
		Form: TrueFalse, Stem: "True or false, " + according(grade, titles) + ": " + graph.EndSentence(graph.SentenceCase(sentence)),
		Options: trueOrFalse(len(wrongs) == 0), Grade: grade.String(), Difficulty: difficulty(1, grade, likeness(wrongs)),
	}, keys, facts, wrongs)
	if q != nil && len(wrongs) > 0 {
		a.falsely++
	}
	return q, err
}

// fillIn asks for the only answer there is.
func (a *asker) fillIn(p *prompt, text string, one bool) (*Question, error) {
	if len(p.keys) != 1 || a.joinedBy(p.near, p.typ, p.passive) != 1 {
		return nil, nil
	}
	k := p.keys[0]
	if !typed(a.name(k.node)) {
		return nil, nil
	}
	facts, grade, _, titles, err := a.cited(p.keys)
	if err != nil {
		return nil, err
	}
	accepted := []string{a.answer(k.node, one)}
	add := func(name string) {
		if name != "" && !slices.Contains(accepted, name) {
			accepted = append(accepted, name)
		}
	}
	add(a.name(k.node))
	proven := slices.Clone(facts)
	for _, e := range graph.OfType(a.t.Node(k.node).Out, a.v.Term(graph.AliasProperty)) {
		if e.Grade < graph.Contextual || !a.v.Shows(&e) {
			continue
		}
		f, err := a.fact(e.Fact)
		if err != nil {
			return nil, err
		}
		add(f.Value.Text)
		proven = append(proven, f)
	}
	q, err := a.finish(&Question{
		Form: FillIn, Stem: "Fill in the blank, " + according(grade, titles) + ": " + text,
		Accepted: accepted, Grade: grade.String(), Difficulty: difficulty(1, grade, 0.5),
	}, p.keys, facts, nil)
	if q != nil {
		if q.Receipt, err = a.receipt(proven...); err != nil {
			return nil, err
		}
		q.Receipt.Sole = []Sole{{Entity: a.id(p.near), Type: a.t.Terms().Name(p.typ), Passive: p.passive, Count: 1}}
	}
	return q, err
}

// matching joins three or four prompts whose answers are of one kind, each
// proven wrong for all the others.
func (a *asker) matching(p *prompt, text string, one bool) (*Question, error) {
	const most, looked = 4, 60
	kind := a.t.Node(p.keys[0].node).Kind
	picked, keys, texts := []*prompt{p}, p.keys[:1:1], []string{text}
	_, grade, sources, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	var wrongs []wrong
	start := a.random.IntN(len(a.order))
	for i := 0; i < min(len(a.order), looked) && len(picked) < most; i++ {
		n := a.order[(start+i)%len(a.order)]
		if slices.ContainsFunc(picked, func(x *prompt) bool { return x.near == n }) {
			continue
		}
		list := a.prompts(n)
		for j := range list {
			next := &list[j]
			at := slices.IndexFunc(next.keys, func(k key) bool { return !a.facts[k.fact] && a.t.Node(k.node).Kind == kind })
			if at < 0 {
				continue
			}
			text, single, ok := a.cloze(next)
			if !ok || single != one {
				continue
			}
			k := next.keys[at]
			_, g, more, moreTitles, err := a.cited([]key{k})
			if err != nil {
				return nil, err
			}
			between, err := a.exclusive(picked, keys, next, k, append(slices.Clone(sources), more...))
			if err != nil {
				return nil, err
			}
			if between == nil || g != grade {
				continue
			}
			wrongs = append(wrongs, between...)
			picked, keys, texts = append(picked, next), append(keys, k), append(texts, text)
			for _, t := range moreTitles {
				if !slices.Contains(titles, t) {
					titles = append(titles, t)
				}
			}
			break
		}
	}
	if len(picked) < 3 {
		return nil, nil
	}
	facts, _, _, _, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	q := &Question{
		Form: Matching, Stem: fmt.Sprintf("Match each sentence with the words that complete it, %s.", according(grade, titles)),
		Grade: grade.String(), Difficulty: difficulty(2, grade, 0),
	}
	for i, k := range keys {
		q.Pairs = append(q.Pairs, Pair{texts[i], a.answer(k.node, one), a.id(k.node)})
	}
	stem := q.Stem
	q.Stem += texts[0] // to tell it from other matchings
	found, err := a.finish(q, keys, facts, wrongs)
	if found != nil {
		found.Stem = stem
	}
	return found, err
}

// exclusive returns what proves that the answer of one more prompt is wrong for
// those picked, and theirs for it; nil where that is not proven.
func (a *asker) exclusive(picked []*prompt, keys []key, next *prompt, k key, sources []string) ([]wrong, error) {
	var found []wrong
	for i, p := range picked {
		for _, w := range []struct {
			about, wrong graph.Node
			key          graph.Node
		}{{p.near, k.node, keys[i].node}, {next.near, keys[i].node, k.node}} {
			if a.told[pairOf(w.about, w.wrong)] {
				return nil, nil
			}
			denied, err := a.deny(w.about, w.wrong, []graph.Node{w.key}, sources)
			if err != nil || !denied {
				return nil, err
			}
			found = append(found, wrong{node: w.wrong, about: w.about})
		}
	}
	return found, nil
}

// path asks for what stands between two entities: the answer completes a
// sentence about each.
func (a *asker) path(p *prompt, text string, one bool) (*Question, error) {
	k := p.keys[a.random.IntN(len(p.keys))]
	for _, back := range a.prompts(k.node) {
		// The same relation read from its far end has the answer in the blank.
		for _, far := range back.keys {
			if far.node == p.near || far.fact == k.fact || a.facts[far.fact] {
				continue
			}
			second := &prompt{near: far.node, typ: back.typ, verb: back.verb, passive: !back.passive && !a.types[back.typ].Symmetric}
			other, single, ok := a.cloze(second)
			if !ok || single != one {
				continue
			}
			keys := []key{k, {k.node, far.fact, far.grade}}
			facts, grade, sources, titles, err := a.cited(keys)
			if err != nil {
				return nil, err
			}
			wrongs, err := a.wrongs([]graph.Node{p.near, far.node}, p, []graph.Node{k.node}, sources, 3, a.untold)
			if err != nil {
				return nil, err
			}
			if len(wrongs) < 3 {
				break
			}
			return a.finish(&Question{
				Form: Path, Stem: "Which of these completes both sentences, " + according(grade, titles) + "? " + text + " " + other,
				Options: a.options(keys[:1], wrongs, one), Grade: grade.String(), Difficulty: difficulty(2, grade, likeness(wrongs)),
			}, keys, facts, wrongs)
		}
	}
	return nil, nil
}

// ordering asks to order a chain of a transitive relation.
func (a *asker) ordering(n graph.Node) (*Question, error) {
	for _, r := range a.ordered() {
		chain, keys := []graph.Node{n}, []key(nil)
		for len(chain) < 5 {
			var next *graph.Edge
			for _, e := range graph.OfType(a.t.Node(chain[len(chain)-1]).Out, r.term) {
				if a.askable(&e) && !a.facts[e.Fact] && !slices.Contains(chain, e.Other) {
					next = &e
					break
				}
			}
			if next == nil {
				break
			}
			chain, keys = append(chain, next.Other), append(keys, key{next.Other, next.Fact, next.Grade})
		}
		if len(chain) < 3 {
			continue
		}
		facts, grade, _, titles, err := a.cited(keys)
		if err != nil {
			return nil, err
		}
		q := &Question{
			Form: Ordering, Grade: grade.String(), Difficulty: difficulty(2, grade, 0), Order: make([]int, len(chain)),
			Stem: "Put these in order, so that " + r.Render("", "each", "the next", false) + ", " + according(grade, titles) + ".",
		}
		for i, at := range a.random.Perm(len(chain)) {
			q.Options = append(q.Options, Option{Text: a.answer(chain[at], false), Entity: a.id(chain[at])})
			q.Order[at] = i
		}
		stem := q.Stem
		q.Stem += a.id(n)
		found, err := a.finish(q, keys, facts, nil)
		if found != nil {
			found.Stem = stem
		}
		return found, err
	}
	return nil, nil
}

type orderedType struct {
	*graph.RelationType
	term graph.Term
}

// ordered lists the relation types that put things in order.
func (a *asker) ordered() []orderedType {
	var list []orderedType
	for _, r := range a.v.Ontology.Relations {
		if term := a.v.Term(r.Name); r.Transitive && r.Acyclic && term != 0 {
			list = append(list, orderedType{r, term})
		}
	}
	return list
}
