package training

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
)

// names lists the other names that can be asked about an entity: those that have
// no word in common with it.
func (a *asker) names(n graph.Node, form Form) []topic {
	if form == FillIn { // another entity may be called so, too
		return nil
	}
	var list []topic
	for _, e := range graph.OfType(a.t.Node(n).Out, a.v.Term(graph.AliasProperty)) {
		if e.Grade < graph.Contextual || e.Reading != 0 || a.facts[e.Fact] || !a.v.Shows(&e) {
			continue
		}
		list = append(list, topic{topicKey{typ: e.Type}, func() (*Question, error) { return a.nickname(n, &e, form) }})
	}
	return list
}

func (a *asker) nickname(n graph.Node, e *graph.Edge, form Form) (*Question, error) {
	f, err := a.fact(e.Fact)
	if err != nil {
		return nil, err
	}
	alias, name := f.Value.Text, a.name(n)
	if strings.Contains(graph.Squeeze(name), graph.Squeeze(alias)) || strings.Contains(graph.Squeeze(alias), graph.Squeeze(name)) || alike(alias, name) {
		return nil, nil
	}
	keys := []key{{n, e.Fact, f.Grade}}
	facts, grade, _, titles, err := a.cited(keys)
	if err != nil {
		return nil, err
	}
	if form == TrueFalse {
		if !a.wantsTrue() {
			return nil, nil
		}
		return a.finish(&Question{
			Form: TrueFalse, Stem: "True or false, " + according(grade, titles) + ": " + a.sentence(f),
			Options: trueOrFalse(true), Grade: grade.String(), Difficulty: difficulty(1, grade, 0),
		}, keys, facts, nil)
	}
	list := []Option{{a.answer(n, false), true, a.id(n)}}
	var not []Uncalled
	for tries, w := range a.pool(a.t.Node(n).Kind) {
		if len(list) == 4 || tries > maxTries {
			break
		}
		wrong, err := a.uncalled(w, n, alias)
		if err != nil {
			return nil, err
		}
		text := a.answer(w, false)
		if wrong && !slices.ContainsFunc(list, func(o Option) bool { return !unlike(o.Text, text) }) {
			list, not = append(list, Option{text, false, a.id(w)}), append(not, Uncalled{a.id(w), alias})
		}
	}
	if len(list) < 3 {
		return nil, nil
	}
	a.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	q, err := a.finish(&Question{
		Form: Choice, Stem: "Which of these is also called “" + alias + "”, " + according(grade, titles) + "?",
		Options: list, Grade: grade.String(), Difficulty: difficulty(1, grade, 0.3),
	}, keys, facts, nil)
	if q != nil {
		q.Receipt.Uncalled = not
	}
	return q, err
}

// uncalled reports whether an entity that is named in a source, of the form of the
// one that is called so, is certainly not: it has no such name, nor one whose
// initials it could be, and is not kin to that.
func (a *asker) uncalled(n, called graph.Node, alias string) (bool, error) {
	name := a.name(n)
	if n == called || a.t.Node(n).Form != a.t.Node(called).Form || proper(name) != proper(a.name(called)) || !unlike(name, a.name(called)) || alike(name, alias) || initials(name) == graph.Squeeze(alias) || slices.Contains(a.kin(called), n) {
		return false, nil
	}
	names, err := a.named(n)
	if err != nil || slices.Contains(names, " "+graph.Fold(alias)+" ") {
		return false, err
	}
	e, err := a.v.Entity(n)
	return err == nil && e.Grade > graph.Editorial, err
}

// proper reports whether a name begins with a capital.
func proper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}

// initials returns the first letters of the words of a name that count.
func initials(name string) string {
	var b strings.Builder
	for _, w := range strings.Fields(graph.Fold(name)) {
		if !smallWord(w) {
			r, _ := utf8.DecodeRuneInString(w)
			b.WriteRune(r)
		}
	}
	return b.String()
}

// alike reports whether two names have a word in common.
func alike(a, b string) bool {
	words := stems(a)
	return slices.ContainsFunc(stems(b), func(w string) bool { return slices.Contains(words, w) })
}
