package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// passage is a part of a source's text, in code points.
type passage struct{ start, end int }

func (p passage) overlaps(x passage) bool { return p.start < x.end && x.start < p.end }

// Words of a sentence of which one name may be missing.
const (
	leastSaid = 8
	mostSaid  = 45
)

// missing asks which name is missing from a sentence of a source: the first that
// names an entity in its own words, tells something of it, and of which nothing
// else is asked.
func (a *asker) missing(n graph.Node) (*Question, error) {
	e, err := a.v.Entity(n)
	if err != nil || e.Grade < graph.Contextual || !standsAlone(e.Name) || !typed(e.Name) {
		return nil, err
	}
	for i := range e.Evidence {
		source := e.Evidence[i].Source
		s, err := a.source(source)
		if err != nil {
			return nil, err
		}
		for _, x := range a.parted(&s) {
			at := passage{x.Start, x.End}
			if words := len(strings.Fields(x.Text)); words < leastSaid || words > mostSaid || !strings.HasSuffix(x.Text, ".") || strings.Contains(x.Text, "\n") ||
				strings.Count(x.Text, e.Name) != 1 || !wholeWord(x.Text, e.Name) || a.overlaps(a.askedOf, source, at) || a.overlaps(a.shown, source, at) {
				continue
			}
			if q, err := a.fromSentence(&e, n, &s, &x); q != nil || err != nil {
				return q, err
			}
		}
	}
	return nil, nil
}

// wholeWord reports whether a name stands in a text as words of its own.
func wholeWord(text, name string) bool {
	before, after, _ := strings.Cut(text, name)
	return (before == "" || strings.HasSuffix(before, " ")) && (after == "" || strings.ContainsAny(after[:1], " ,.;:"))
}

func (a *asker) overlaps(spans map[string][]passage, source string, at passage) bool {
	return slices.ContainsFunc(spans[source], at.overlaps)
}

func (a *asker) fromSentence(e *graph.Entity, n graph.Node, s *graph.Source, x *graph.Sentence) (*Question, error) {
	facts, others, err := a.saidIn(n, s.ID, passage{x.Start, x.End})
	if err != nil || len(facts) == 0 {
		return nil, err
	}
	options := []Option{{e.Name, true, e.ID}}
	var wrongs []wrong
	folded := " " + graph.Fold(x.Text) + " "
	for tries, w := range a.pool(a.t.Node(n).Kind) {
		if len(options) == 4 || tries >= maxTries {
			break
		}
		fits, err := a.misfits(w, n, others, folded)
		if err != nil {
			return nil, err
		}
		if name := a.name(w); fits && !slices.ContainsFunc(options, func(o Option) bool { return !unlike(o.Text, name) }) {
			options = append(options, Option{name, false, a.id(w)})
			for _, other := range others {
				wrongs = append(wrongs, wrong{node: w, about: other})
			}
		}
	}
	if len(options) < 3 {
		return nil, nil
	}
	a.random.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	grade := e.Grade
	for _, f := range facts {
		grade = min(grade, f.Grade)
	}
	q, err := a.finish(&Question{
		Form: Choice, Stem: fmt.Sprintf("Which words are missing from this sentence of “%s”? “%s”", s.Title, strings.Replace(x.Text, e.Name, Blank, 1)),
		Options: options, Grade: grade.String(), Difficulty: difficulty(1, graph.Stated, 0.4),
	}, nil, facts, wrongs)
	if q == nil {
		return nil, err
	}
	named, err := a.citations(e.Evidence)
	if err != nil {
		return nil, err
	}
	q.Receipt.Proofs = append(q.Receipt.Proofs, Proof{Fact: e.ID, Grade: e.Grade.String(), Sentence: e.Name, Citations: named})
	slices.SortFunc(q.Receipt.Proofs, func(x, y Proof) int { return strings.Compare(x.Fact, y.Fact) })
	q.Receipt.Query = q.Receipt.query()
	q.Receipt.Says = []Says{{s.ID, x.Text}}
	q.Explanation = []Citation{{s.ID, s.Title, x.Line, x.Text}}
	a.shown[s.ID] = append(a.shown[s.ID], passage{x.Start, x.End})
	return q, nil
}

// saidIn returns the facts about an entity that a part of a source is evidence of,
// and what they join it with. None where one of them may not be asked.
func (a *asker) saidIn(n graph.Node, source string, at passage) (facts []*graph.Fact, others []graph.Node, err error) {
	for _, p := range a.asked(n) {
		for _, k := range p.keys {
			f, err := a.fact(k.fact)
			if err != nil {
				return nil, nil, err
			}
			if !slices.ContainsFunc(f.Evidence, func(e graph.Evidence) bool { return e.Source == source && at.overlaps(passage{e.Start, e.End}) }) {
				continue
			}
			if a.facts[k.fact] {
				return nil, nil, nil
			}
			facts = append(facts, f)
			if !slices.Contains(others, k.node) {
				others = append(others, k.node)
			}
		}
	}
	return facts, others, nil
}

// misfits reports whether a name is certainly not the one that is missing: it is
// like it in number and in how it begins, has nothing to do with what the
// sentence joins that one with, and the sentence does not name it.
func (a *asker) misfits(w, n graph.Node, others []graph.Node, sentence string) (bool, error) {
	name, right := a.name(w), a.name(n)
	if w == n || slices.Contains(others, w) || !standsAlone(name) || !unlike(name, right) || graph.IsPlural(name) != graph.IsPlural(right) || proper(name) != proper(right) ||
		strings.Contains("aeiouAEIOU", name[:1]) != strings.Contains("aeiouAEIOU", right[:1]) || slices.Contains(a.kin(n), w) {
		return false, nil
	}
	names, err := a.named(w)
	if err != nil || slices.ContainsFunc(names, func(x string) bool { return strings.Contains(sentence, x) }) {
		return false, err
	}
	for _, other := range others {
		if !a.untold(pairOf(other, w)) {
			return false, nil
		}
		if apart, err := a.apart(other, w); err != nil || !apart {
			return false, err
		}
	}
	e, err := a.v.Entity(w)
	return err == nil && e.Grade > graph.Editorial, err
}
