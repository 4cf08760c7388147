package training

import (
	"slices"

	"missiongraph/graph"
)

// topic is one thing that can be asked about an entity in a form.
type topic struct {
	key topicKey
	ask func() (*Question, error) // nil when it cannot be asked any more
}

// topicKey says what a topic is about, so that all are asked equally often: a
// relation type or a property, or where a source names the entity.
type topicKey struct {
	typ   graph.Term
	where bool // by heading or date
}

// topics lists what can be asked about an entity in a form, in a drawn order.
func (a *asker) topics(n graph.Node, form Form) []topic {
	if form == Ordering {
		return []topic{{topicKey{}, func() (*Question, error) { return a.ordering(n) }}, {topicKey{where: true}, func() (*Question, error) { return a.byDate(n) }}}
	}
	var list []topic
	for _, p := range a.prompts(n) {
		if p.keys = slices.DeleteFunc(slices.Clone(p.keys), func(k key) bool { return a.facts[k.fact] }); len(p.keys) > 0 {
			list = append(list, topic{topicKey{typ: p.typ}, func() (*Question, error) { return a.relation(&p, form) }})
		}
	}
	if form == Choice || form == FillIn || form == TrueFalse {
		list = append(list, a.attributes(n, form)...)
		list = append(list, a.names(n, form)...)
	}
	if form == Choice && a.subject[topicKey{where: true}] < a.wheres {
		list = append(list, topic{topicKey{where: true}, func() (*Question, error) { return a.heading(n) }})
	}
	a.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// relation asks a prompt in a form.
func (a *asker) relation(p *prompt, form Form) (*Question, error) {
	if form == TrueFalse {
		return a.trueFalse(p)
	}
	text, one, ok := a.cloze(p)
	if !ok {
		return nil, nil
	}
	switch form {
	case Choice:
		return a.choice(p, text, one)
	case Answers:
		return a.answers(p, text, one)
	case FillIn:
		return a.fillIn(p, text, one)
	case Matching:
		return a.matching(p, text, one)
	case Path:
		return a.path(p, text, one)
	}
	return nil, nil
}
