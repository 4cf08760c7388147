package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Sentence writes a fact as a sentence without a full stop; subject and object
// are the names of its ends.
func (o *Ontology) Sentence(f *Fact, subject, object string) string {
	switch typ := o.Relation(f.Type); {
	case !f.IsRelation() && f.Type == AliasProperty:
		return subject + " is also called " + f.Value.String()
	case !f.IsRelation():
		return subject + " has the " + spaced(f.Type) + " " + f.Value.String()
	case typ != nil:
		return typ.Render(f.Verb, subject, object, false)
	}
	return subject + " " + f.Type + " " + object
}

// Subject names what a difference is about, for people: an entity's name with
// its kind, a fact as a sentence, a source's title. Names are those it has
// after, or had before when it is retracted.
func (d *Difference) Subject(v *View) (string, error) {
	r, rev := d.After, d.To
	if !r.Exists() {
		r, rev = d.Before, d.From
	}
	switch {
	case r.Entity != nil:
		return spacedKind(v.Ontology, r.Entity.Kind) + " “" + r.Entity.Name + "”", nil
	case r.Source != nil:
		return "source “" + r.Source.Title + "”", nil
	}
	h, err := v.historian()
	if err != nil {
		return "", err
	}
	subject, err := nameAt(v, h, r.Fact.Subject, rev)
	if err != nil {
		return "", err
	}
	object := ""
	if r.Fact.IsRelation() {
		if object, err = nameAt(v, h, r.Fact.Object, rev); err != nil {
			return "", err
		}
	}
	return "“" + v.Ontology.Sentence(r.Fact, subject, object) + "”", nil
}

func spacedKind(o *Ontology, kind string) string {
	if k := o.Kind(kind); k != nil && k.Label != "" {
		return strings.ToLower(k.Label)
	}
	return strings.TrimSpace(spaced(kind))
}

// nameAt returns an entity's name at a revision. When it is not there it is its
// name in the view, which may be of what no revision has yet (see [Overlay]);
// else its id.
func nameAt(v *View, h Historian, id string, rev Revision) (string, error) {
	r, err := h.RecordAt(Ref{EntitySort, id}, rev, v.Budget)
	switch info := v.Topology().Node(v.Topology().Lookup(id)); {
	case err != nil:
		return id, err
	case r.Entity != nil:
		return r.Entity.Name, nil
	case info != nil:
		return info.Name, nil
	}
	return id, nil
}

// Sentence says in words what is different, without a full stop: "“FBI leads
// Joint Terrorism Task Forces” was added".
func (d *Difference) Sentence(v *View) (string, error) {
	subject, err := d.Subject(v)
	if err != nil {
		return "", err
	}
	if e := d.Effect(); e != Changed {
		return subject + " was " + strings.ToLower(e.String()), nil
	}
	return subject + ": " + d.Summary(), nil
}

// Summary says in words which fields changed and how; "" unless both sides
// exist.
func (d *Difference) Summary() string {
	parts := make([]string, 0, len(d.Fields))
	for i, f := range d.Fields {
		if f.Name == "sha256" && i > 0 {
			continue // it follows from the text
		}
		parts = append(parts, d.summary(f))
	}
	return strings.Join(parts, "; ")
}

// longestShown is how many code points of a value a summary shows.
const longestShown = 80

func (d *Difference) summary(f FieldChange) string {
	name := spaced(f.Name)
	switch f.Name {
	case "text", "sha256":
		return name + " was replaced"
	case "evidence":
		return d.evidenceSummary()
	}
	switch {
	case f.Before == "":
		return fmt.Sprintf("%s was set to %s", name, cutShort(f.After))
	case f.After == "":
		return fmt.Sprintf("%s %s was removed", name, cutShort(f.Before))
	}
	return fmt.Sprintf("%s went from %s to %s", name, cutShort(f.Before), cutShort(f.After))
}

func cutShort(s string) string {
	if runes := []rune(s); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return s
}

// evidenceSummary counts the quotes that came and went.
func (d *Difference) evidenceSummary() string {
	added, removed := d.Quotes()
	count := func(list []Evidence, what string) string {
		if len(list) == 1 {
			return "1 quote was " + what
		}
		return fmt.Sprintf("%d quotes were %s", len(list), what)
	}
	switch {
	case len(added) > 0 && len(removed) > 0:
		return count(added, "added") + " and " + count(removed, "removed")
	case len(added) > 0:
		return count(added, "added")
	case len(removed) > 0:
		return count(removed, "removed")
	}
	return "its quotes were placed, graded or ordered anew"
}

// Quotes returns the evidence whose quote only one side has, in the order in
// which that side has it.
func (d *Difference) Quotes() (added, removed []Evidence) {
	before, after := d.Before.evidence(), d.After.evidence()
	return without(after, before), without(before, after)
}

func (r Record) evidence() []Evidence {
	switch {
	case r.Entity != nil:
		return r.Entity.Evidence
	case r.Fact != nil:
		return r.Fact.Evidence
	}
	return nil
}

// without returns the evidence of list whose source and quote other lacks.
func without(list, other []Evidence) []Evidence {
	var found []Evidence
	for _, e := range list {
		if !slices.ContainsFunc(other, func(x Evidence) bool { return x.Source == e.Source && x.Quote == e.Quote }) {
			found = append(found, e)
		}
	}
	return found
}
