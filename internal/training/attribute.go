package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// attribute is a value that may be asked: the sentence about it with a blank, and
// how the value stands there.
type attribute struct {
	near     graph.Node
	property *graph.Property
	fact     *graph.Fact
	num      graph.FactNum
	cloze    string
	article  bool // the blank takes the indefinite article with it
}

// attributes lists the values that can be asked about an entity.
func (a *asker) attributes(n graph.Node, form Form) []topic {
	var list []topic
	out := a.t.Node(n).Out
	for i := range out[:min(len(out), maxEdges)] {
		e := &out[i]
		if p := a.v.Ontology.Property(a.t.Terms().Name(e.Type)); p != nil && !a.facts[e.Fact] && a.askableValue(e, p) {
			list = append(list, topic{topicKey{typ: e.Type}, func() (*Question, error) { return a.value(n, e, p, form) }})
		}
	}
	return list
}

func (b *bank) askableValue(e *graph.Edge, p *graph.Property) bool {
	return e.Other == 0 && p.Name != graph.AliasProperty && p.Name != graph.LabelProperty && p.Sentence != "" && p.Type != graph.Text && p.Type != graph.URL &&
		e.Grade >= graph.Contextual && e.Reading == 0 && e.Rank != graph.Deprecated && b.v.Shows(e)
}

func (a *asker) value(n graph.Node, e *graph.Edge, p *graph.Property, form Form) (*Question, error) {
	f, err := a.fact(e.Fact)
	if err != nil {
		return nil, err
	}
	x := &attribute{near: n, property: p, fact: f, num: e.Fact}
	blank := *f
	blank.Value = graph.Value{Type: graph.String, Text: Blank}
	text := a.v.Ontology.Sentence(&blank, a.name(n), "")
	if x.cloze = strings.Replace(text, "a "+Blank, Blank, 1); x.cloze != text {
		x.article = true
	}
	x.cloze = graph.EndSentence(graph.SentenceCase(x.cloze))
	if !unlike(a.name(n), f.Value.Words()) {
		return nil, nil
	}
	only := len(graph.OfType(a.t.Node(n).Out, e.Type)) == 1
	switch {
	case form == TrueFalse:
		return a.valueTrue(x, only)
	case form == Choice && only:
		return a.valueChoice(x)
	case form == FillIn && only:
		return a.valueFillIn(x)
	}
	return nil, nil
}

// words writes a value as it stands in the blank.
func (x *attribute) words(v graph.Value) string {
	if x.article {
		return graph.Indefinite(v.Words())
	}
	return v.Words()
}

func (x *attribute) keys() []key { return []key{{x.near, x.num, x.fact.Grade}} }

// only says that the entity has no other value.
func (a *asker) only(q *Question, x *attribute) *Question {
	if q != nil {
		q.Receipt.Sole = append(q.Receipt.Sole, Sole{Entity: a.id(x.near), Type: x.property.Name, Count: 1})
	}
	return q
}

func (a *asker) valueTrue(x *attribute, only bool) (*Question, error) {
	facts, grade, _, titles, err := a.cited(x.keys())
	if err != nil {
		return nil, err
	}
	said := x.fact.Value
	if a.wantsFalse() && only {
		other, err := a.otherValues(x, 1)
		if err != nil {
			return nil, err
		}
		if len(other) == 1 {
			said = other[0]
		}
	}
	isTrue := said.Equal(x.fact.Value)
	if isTrue && !a.wantsTrue() {
		return nil, nil
	}
	shown := *x.fact
	shown.Value = said
	q, err := a.finish(&Question{
		Form: TrueFalse, Stem: "True or false, " + according(grade, titles) + ": " + graph.EndSentence(graph.SentenceCase(a.v.Ontology.Sentence(&shown, a.name(x.near), ""))),
		Options: trueOrFalse(isTrue), Grade: grade.String(), Difficulty: difficulty(1, grade, 0),
	}, x.keys(), facts, nil)
	if q == nil || isTrue {
		return q, err
	}
	a.falsely++
	return a.only(q, x), nil
}

func (a *asker) valueChoice(x *attribute) (*Question, error) {
	facts, grade, _, titles, err := a.cited(x.keys())
	if err != nil {
		return nil, err
	}
	others, err := a.otherValues(x, 3)
	if err != nil || len(others) < 2 {
		return nil, err
	}
	list := []Option{{Text: x.words(x.fact.Value), Correct: true}}
	for _, v := range others {
		list = append(list, Option{Text: x.words(v)})
	}
	a.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	q, err := a.finish(&Question{
		Form: Choice, Stem: "Complete the sentence, " + according(grade, titles) + ": " + x.cloze,
		Options: list, Grade: grade.String(), Difficulty: difficulty(1, grade, 0.3),
	}, x.keys(), facts, nil)
	return a.only(q, x), err
}

func (a *asker) valueFillIn(x *attribute) (*Question, error) {
	answer := x.words(x.fact.Value)
	if !typed(answer) {
		return nil, nil
	}
	facts, grade, _, titles, err := a.cited(x.keys())
	if err != nil {
		return nil, err
	}
	accepted := []string{answer}
	for _, other := range []string{x.fact.Value.Words(), x.fact.Value.String()} {
		if !slices.Contains(accepted, other) {
			accepted = append(accepted, other)
		}
	}
	q, err := a.finish(&Question{
		Form: FillIn, Stem: "Fill in the blank, " + according(grade, titles) + ": " + x.cloze,
		Accepted: accepted, Grade: grade.String(), Difficulty: difficulty(1, grade, 0.5),
	}, x.keys(), facts, nil)
	return a.only(q, x), err
}

// otherValues finds up to n values that other entities of the kind have of the
// property, and that are not this one's. A number that a comparator leaves open
// has none: more than 400 is more than 100.
func (a *asker) otherValues(x *attribute, n int) ([]graph.Value, error) {
	if !closed(x.fact.Value) {
		return nil, nil
	}
	term := a.v.Term(x.property.Name)
	var found []graph.Value
	for tries, other := range a.pool(a.t.Node(x.near).Kind) {
		if len(found) == n || tries > maxTries {
			break
		}
		if other == x.near {
			continue
		}
		for _, e := range graph.OfType(a.t.Node(other).Out, term) {
			if !a.askableValue(&e, x.property) {
				continue
			}
			f, err := a.fact(e.Fact)
			if err != nil {
				return nil, err
			}
			differs := func(v graph.Value) bool { return valuesDiffer(v, f.Value) }
			if closed(f.Value) && differs(x.fact.Value) && !slices.ContainsFunc(found, func(v graph.Value) bool { return !differs(v) }) {
				found = append(found, f.Value)
				break
			}
		}
	}
	return found, nil
}

// closed reports whether a value excludes others.
func closed(v graph.Value) bool {
	return v.Type != graph.List && (v.Type != graph.Quantity || v.Comparator == "" || v.Comparator == "approximately")
}

// valuesDiffer reports whether one value being right makes the other wrong.
func valuesDiffer(x, y graph.Value) bool {
	if x.Type == graph.Quantity && y.Type == graph.Quantity {
		low, high := min(x.Number, y.Number), max(x.Number, y.Number)
		return x.Unit == y.Unit && low > 0 && high >= low*1.25
	}
	if x.Type == graph.String {
		return unlike(x.Words(), y.Words())
	}
	return x.Words() != y.Words()
}

// typed reports whether an answer is short enough to be typed.
func typed(answer string) bool { return len(answer) <= 48 && len(strings.Fields(answer)) <= 6 }

func trueOrFalse(isTrue bool) []Option {
	return []Option{{"True", isTrue, ""}, {"False", !isTrue, ""}}
}

// wantsFalse reports whether a true-or-false statement should be a false one, so
// that there are as many of both.
func (a *asker) wantsFalse() bool { return 2*a.falsely < a.forms[TrueFalse] }

// wantsTrue reports whether one more true statement would not be too many.
func (a *asker) wantsTrue() bool {
	all := a.forms[TrueFalse]
	return all-2*a.falsely <= 2+all/10
}
