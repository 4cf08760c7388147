package graph

import (
	"slices"
	"strings"
)

// Render writes the relation as a sentence without a full stop, read from the
// subject, or from the object when passive. A verb that the type declares
// brings its own sentence. Names stand as they are, with the article that
// belongs to them, and the verbs of the template, which are in the singular,
// agree with them.
func (r *RelationType) Render(verb, subject, object string, passive bool) string {
	return r.RenderAll(verb, []string{subject}, []string{object}, passive)
}

// RenderAll is Render for relations that are alike but for one end: "ERO works
// with a, b, and c". Neither list may be empty.
func (r *RelationType) RenderAll(verb string, subjects, objects []string, passive bool) string {
	return fill(r.template(verb, passive), newSlot(subjects), newSlot(objects))
}

// Cloze writes the relation with a blank in place of one end: of the object, or
// of the subject when passive. one says that the blank takes a name in the
// singular, see [Singular]; ok is false where the blank would be the
// subject of a verb, whose number gives the answer away.
func (r *RelationType) Cloze(verb, near, blank string, passive bool) (text string, one, ok bool) {
	template, hole := r.template(verb, passive), "{o"
	subject, object := newSlot([]string{near}), slot{plain: blank, text: blank}
	if passive {
		subject, object, hole = object, subject, "{s"
	}
	before, after, found := strings.Cut(template, hole)
	if !found || isSubject(before) {
		return "", false, false
	}
	return fill(template, subject, object), strings.HasPrefix(after, ":one"), true
}

func (r *RelationType) template(verb string, passive bool) string {
	v := r.Verb(verb)
	switch {
	case passive && v != nil && v.Passive != "":
		return v.Passive
	case passive:
		return r.Passive
	case v != nil && v.Sentence != "":
		return v.Sentence
	}
	return r.Sentence
}

// Sentence writes a fact as a sentence without a full stop; subject and object
// are the names of its ends.
func (o *Ontology) Sentence(f *Fact, subject, object string) string {
	if f.IsRelation() {
		if typ := o.Relation(f.Type); typ != nil {
			return typ.Render(f.Verb, subject, object, false)
		}
		return subject + " " + f.Type + " " + object
	}
	value := f.Value.Words()
	switch p := o.Property(f.Type); {
	case p != nil && p.Sentence != "":
		return fill(p.Sentence, newSlot([]string{subject}), slot{plain: value, text: value})
	case f.Type == AliasProperty:
		return WithArticle(subject) + " " + agreeing("is", IsPlural(subject)) + " also called " + value
	}
	return "the " + spaced(f.Type) + " of " + WithArticle(subject) + " is " + value
}

// slot is what stands in a hole of a template.
type slot struct {
	plain  string // as it is
	text   string // with articles
	plural bool   // for the verb
	adverb bool   // takes no "in" or "at"
}

func newSlot(names []string) slot {
	if len(names) == 1 {
		p := readPhrase(names[0])
		return slot{plain: names[0], text: p.article() + names[0], plural: p.plural, adverb: p.adverb}
	}
	phrases := make([]string, len(names))
	for i, name := range names {
		phrases[i] = WithArticle(name)
	}
	return slot{plain: Enumerate(names), text: Enumerate(phrases), plural: true}
}

// Holes of a template: {s} is the subject, {o} the object, {v} an attribute's
// value. After a colon may stand how: "one" for the singular without an
// article, "a" with the indefinite one, "name" as a name.
func fill(template string, subject, other slot) string {
	var b strings.Builder
	plural, due := false, false // a verb is due that agrees with a hole
	for template != "" {
		before, rest, found := strings.Cut(template, "{")
		hole, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			before, after = template, ""
		}
		switch {
		case due:
			before = agreeingAfter(before, plural)
		case plural:
			before = pluralRole(before)
		}
		due = false
		if !found || !closed {
			b.WriteString(before)
			break
		}
		x := &other
		if hole[:min(1, len(hole))] == "s" {
			x = &subject
		}
		if x.adverb && b.Len()+len(before) > 0 {
			before = strings.TrimSuffix(strings.TrimSuffix(before, "in "), "at ")
		}
		due, plural = isSubject(before), x.plural
		b.WriteString(before)
		text := x.as(hole)
		if own, ok := strings.CutPrefix(text, "their "); ok && x == &other && !subject.plural && b.Len() > len(before) {
			text = "its " + own // what is the subject's, of which there is one
		}
		b.WriteString(text)
		template = after
	}
	return b.String()
}

func (s *slot) as(hole string) string {
	name, how, _ := strings.Cut(hole, ":")
	switch {
	case how == "one":
		return Singular(s.plain)
	case how == "a":
		return Indefinite(s.plain)
	case how == "name":
		return WithArticle(s.plain)
	case name == "v":
		return s.plain
	}
	return s.text
}

// isSubject reports whether a hole after these words is the subject of the
// verb after it: it begins the sentence or a clause of it.
func isSubject(before string) bool {
	words := strings.Fields(before)
	return len(words) == 0 || slices.Contains([]string{"where", "what", "that", "which", "who"}, words[len(words)-1])
}

// pluralRole makes what several are agree with them: "has a and b as a partner"
// as "has a and b as partners".
func pluralRole(text string) string {
	const as = " as a "
	if role, ok := strings.CutPrefix(text, as); ok && role != "" && !strings.Contains(role, " ") {
		return " as " + role + "s"
	}
	return text
}

// agreeingAfter makes the first word of what follows a subject agree with it.
func agreeingAfter(text string, plural bool) string {
	trimmed := strings.TrimLeft(text, " ")
	word, _, _ := strings.Cut(trimmed, " ")
	return text[:len(text)-len(trimmed)] + agreeing(word, plural) + trimmed[len(word):]
}

func agreeing(verb string, plural bool) string {
	if plural {
		return pluralVerb(verb)
	}
	return verb
}
