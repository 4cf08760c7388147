package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// clause is a statement as words, or what several were merged to.
type clause struct {
	hedge  string // what comes before, as "the wording implies that"; "" for what is stated
	own    bool   // the subject is what the sheet is about
	rest   string // what comes after the subject; all of it where the subject is another
	object string // what rest ends with: the far ends; "" where there is none
	text   string // the sentence, when it is made
	facts  []*graph.Fact
}

// clause puts a statement into words.
func (b *bank) clause(x *statement, name string) clause {
	f := x.facts[0]
	out := clause{facts: x.facts}
	far := slices.Clone(x.far)
	slices.SortStableFunc(far, func(a, b string) int { return weight(a) - weight(b) })
	var text string
	switch r := b.v.Ontology.Relation(f.Type); {
	case len(far) == 0:
		text = b.v.Ontology.Sentence(f, name, "")
	case x.passive:
		text = r.RenderAll(f.Verb, far, []string{name}, true)
	default:
		text = r.RenderAll(f.Verb, []string{name}, far, false)
	}
	out.rest, out.own = strings.CutPrefix(text, graph.WithArticle(name)+" ")
	if out.own && len(far) > 0 {
		phrases := make([]string, len(far))
		for i, n := range far {
			phrases[i] = graph.WithArticle(n)
		}
		if all := graph.Enumerate(phrases); strings.HasSuffix(out.rest, " "+all) {
			out.object = all
		}
	}
	switch {
	case x.reading:
		out.hedge = "on one reading of the source,"
	case x.grade == graph.Construed:
		out.hedge = "the wording implies that"
	case x.grade == graph.Contextual:
		out.hedge = "the context implies that"
	}
	return out
}

// weight puts what is long to the end of a list, where it is read with ease:
// "terrorist networks and the movement of illicit proceeds".
func weight(name string) int {
	for _, word := range []string{" of ", " to ", " for ", " in ", " through ", " within ", " around ", " who ", " used ", " and "} {
		if strings.Contains(name, word) {
			return 1
		}
	}
	return 0
}

// Limits of what is merged into one sentence.
const (
	mostMerged    = 3
	mostCharacter = 190
)

// paragraph merges clauses into sentences. The first begins with the name, and
// the others with a pronoun while it is clear what is meant.
func paragraph(list []clause, name string) []clause {
	list = mergeVerbs(list)
	var out []clause
	for i := 0; i < len(list); {
		n := i + 1
		for n < len(list) && n-i < mostMerged && mergeable(list[i:n+1]) {
			n++
		}
		meant := len(out) > 0 && out[len(out)-1].own
		out = append(out, sentence(list[i:n], name, meant))
		i = n
	}
	return out
}

// mergeVerbs makes one of clauses that are alike but for the verb: "detects and
// dismantles transnational criminal networks".
func mergeVerbs(list []clause) []clause {
	var out []clause
	verbs := map[int][]string{} // of the clauses of out
	for _, x := range list {
		at := slices.IndexFunc(out, func(y clause) bool { return x.object != "" && y.object == x.object && y.hedge == x.hedge })
		verb := strings.TrimSuffix(x.rest, " "+x.object)
		if at < 0 || strings.Contains(verb, " ") || strings.Contains(verbs[at][0], " ") {
			verbs[len(out)] = []string{verb}
			out = append(out, x)
			continue
		}
		y := &out[at]
		verbs[at] = append(verbs[at], verb)
		y.rest = graph.Enumerate(verbs[at]) + " " + x.object
		y.facts = append(slices.Clip(y.facts), x.facts...)
	}
	return out
}

// mergeable reports whether clauses make one sentence: they are as certain as
// each other, of what the sheet is about, short, and without lists.
func mergeable(list []clause) bool {
	length := 0
	for _, x := range list {
		length += len(x.rest)
		if !x.own || x.hedge != list[0].hedge || strings.Contains(x.rest, ",") || len(list) > 1 && strings.HasPrefix(x.hedge, "on ") {
			return false
		}
	}
	return length <= mostCharacter
}

// sentence writes clauses as one sentence; meant says that the one before is of
// the same subject.
func sentence(list []clause, name string, meant bool) clause {
	out := clause{own: list[0].own, hedge: list[0].hedge}
	subject, owner := graph.WithArticle(name), "its "
	if graph.IsPlural(name) {
		owner = "their "
	}
	if meant {
		subject = map[string]string{"its ": "it", "their ": "they"}[owner]
	}
	parts := make([]string, len(list))
	for i, x := range list {
		out.facts = append(out.facts, x.facts...)
		switch {
		case !x.own:
			parts[i] = x.rest
		case i > 0 && x.hedge == "":
			parts[i] = strings.ReplaceAll(x.rest, name+"'s ", owner)
		default:
			parts[i] = subject + " " + x.rest
			if meant {
				parts[i] = subject + " " + strings.ReplaceAll(x.rest, name+"'s ", owner)
			}
			if i > 0 {
				parts[i] = "that " + parts[i]
			}
		}
		if out.own {
			subject = map[string]string{"its ": "it", "their ": "they"}[owner]
			meant = true
		}
	}
	text := graph.Enumerate(parts)
	if out.hedge != "" {
		text = out.hedge + " " + text
	}
	out.text = graph.EndSentence(graph.SentenceCase(text))
	return out
}
