package training

import (
	"slices"

	"missiongraph/graph"
)

// prompt is a sentence with a blank: an entity, a relation type and verb, and
// the side it is read from. It is right for each of its keys.
type prompt struct {
	near    graph.Node
	typ     graph.Term
	verb    graph.Term
	passive bool // the blank is the subject
	keys    []key
}

// key is an entity that belongs in the blank, with the fact that says so.
type key struct {
	node  graph.Node
	fact  graph.FactNum
	grade graph.Grade
}

// askable reports whether a relation may be asked: shown, not editorial, and
// not of one reading of several.
func (b *bank) askable(e *graph.Edge) bool {
	return e.Other != 0 && e.Grade >= graph.Contextual && e.Reading == 0 && e.Rank != graph.Deprecated && b.types[e.Type] != nil && b.v.Shows(e)
}

// asked lists what can be asked about an entity. It is shared and must not be
// changed.
func (b *bank) asked(n graph.Node) []prompt {
	known, ok := b.asks[n]
	if !ok {
		known = b.readPrompts(n)
		b.asks[n] = known
	}
	return known
}

// prompts is asked in a drawn order. The keys are shared and must not be changed.
func (b *bank) prompts(n graph.Node) []prompt {
	list := slices.Clone(b.asked(n))
	b.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (b *bank) readPrompts(n graph.Node) []prompt {
	var list []prompt
	info := b.t.Node(n)
	collect := func(edges []graph.Edge, passive bool) {
		for i := range edges {
			e := &edges[i]
			if !b.askable(e) || e.Other == n || !unlike(info.Name, b.name(e.Other)) {
				continue
			}
			as := passive && !b.types[e.Type].Symmetric
			if b.echoes(e, info.Name, b.name(e.Other), as) {
				continue
			}
			at := slices.IndexFunc(list, func(p prompt) bool { return p.typ == e.Type && p.verb == e.Verb && p.passive == as })
			if at < 0 {
				at = len(list)
				list = append(list, prompt{near: n, typ: e.Type, verb: e.Verb, passive: as})
			}
			if len(list[at].keys) < maxKeys && !slices.ContainsFunc(list[at].keys, func(k key) bool { return k.node == e.Other }) {
				list[at].keys = append(list[at].keys, key{e.Other, e.Fact, e.Grade})
			}
		}
	}
	collect(info.Out[:min(len(info.Out), maxEdges)], false)
	collect(info.In[:min(len(info.In), maxEdges)], true)
	return list
}

// echoes reports whether a name says what the verb says: "priority aliens who
// are incarcerated are incarcerated in" asks nothing.
func (b *bank) echoes(e *graph.Edge, near, far string, passive bool) bool {
	at := said{e.Type, e.Verb, passive}
	words, ok := b.said[at]
	if !ok {
		for _, w := range stems(b.types[e.Type].Render(b.t.Terms().Name(e.Verb), "", "", passive)) {
			if len(w) >= 6 {
				words = append(words, w)
			}
		}
		b.said[at] = words
	}
	if len(words) == 0 {
		return false
	}
	in := func(w string) bool { return slices.Contains(words, w) }
	return slices.ContainsFunc(stems(near), in) || slices.ContainsFunc(stems(far), in)
}

// What is looked at of an entity with very many relations.
const (
	maxEdges = 2000
	maxKeys  = 64
)

// cloze writes a prompt; false where the sentence cannot be asked.
func (b *bank) cloze(p *prompt) (text string, one, ok bool) {
	r := b.types[p.typ]
	text, one, ok = r.Cloze(b.t.Terms().Name(p.verb), b.name(p.near), Blank, p.passive)
	return graph.EndSentence(graph.SentenceCase(text)), one, ok
}

// answer writes an entity's name as it stands in a blank.
func (b *bank) answer(n graph.Node, one bool) string {
	if one {
		return graph.Singular(b.name(n))
	}
	return graph.WithArticle(b.name(n))
}

// joinedBy counts an entity's relations of a type from one side, or its values of
// a property, whatever the lens.
func (b *bank) joinedBy(n graph.Node, typ graph.Term, passive bool) int {
	info := b.t.Node(n)
	if r := b.types[typ]; r != nil && r.Symmetric {
		return len(graph.OfType(info.Out, typ)) + len(graph.OfType(info.In, typ))
	}
	if passive {
		return len(graph.OfType(info.In, typ))
	}
	return len(graph.OfType(info.Out, typ))
}
