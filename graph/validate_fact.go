package graph

import (
	"fmt"
	"slices"
	"strings"
)

func (v *validator) fact(f *Fact) {
	subject, ok := v.kindOf(f.Subject)
	if !ok {
		v.add(".subject", "there is no entity %q", f.Subject).Hint = v.closestEntity(f.Subject)
	}
	if f.IsRelation() {
		v.relation(f, subject)
	} else {
		v.attribute(f, subject)
	}
	v.evidence(f.Evidence, f.Grade)
	if f.Rank > Deprecated {
		v.add(".rank", "no rank: expected PREFERRED, NORMAL or DEPRECATED")
	}
	if f.Rank == Deprecated && f.Reason == "" {
		v.add(".reason", "a deprecated fact needs the reason why")
	}
	if f.Reading != "" && !f.Reading.valid() {
		v.add(".reading", "%q is not a reading: expected group/choice, as attache/B", string(f.Reading))
	}
	v.qualifiers(f.Qualifiers)
	v.date(".validFrom", f.ValidFrom)
	v.date(".validTo", f.ValidTo)
	if f.ValidFrom != "" && f.ValidTo != "" && f.ValidTo <= f.ValidFrom {
		v.add(".validTo", "%s is not after %s, when it begins to hold", f.ValidTo, f.ValidFrom)
	}
}

func (v *validator) qualifiers(list []Qualifier) {
	for i, q := range list {
		path := fmt.Sprintf(".qualifiers[%d]", i)
		v.line(path+".name", q.Name)
		v.line(path+".value", q.Value)
		if i > 0 && list[i-1].Name == q.Name {
			v.add(path+".name", "%q stands here twice", q.Name)
		} else if i > 0 && list[i-1].Name > q.Name {
			v.add(path+".name", "qualifiers are not sorted by name")
		}
	}
}

func (v *validator) relation(f *Fact, subject string) {
	if !f.Value.IsZero() {
		v.add(".value", "a relation has an object and no value")
	}
	object, ok := v.kindOf(f.Object)
	if !ok {
		v.add(".object", "there is no entity %q", f.Object).Hint = v.closestEntity(f.Object)
	}
	r := v.o.Relation(f.Type)
	if r == nil {
		v.add(".type", "unknown relation type %q", f.Type).Hint = v.closestType(f.Type)
		return
	}
	v.ends(r, f, subject, object)
	inID := ""
	if len(r.Verbs) == 0 && f.Verb != "" {
		v.line(".verb", f.Verb)
	}
	if len(r.Verbs) > 0 {
		inID = f.Verb
		if r.Verb(f.Verb) == nil {
			names := make([]string, len(r.Verbs))
			for i, verb := range r.Verbs {
				names[i] = verb.Name
			}
			v.add(".verb", "relation type %s has no verb %q: expected %s", f.Type, f.Verb, OneOf(names)).Hint = DidYouMean(f.Verb, names)
		}
	}
	if len(r.Grades) > 0 && f.Grade != 0 && !slices.Contains(r.Grades, f.Grade) {
		names := make([]string, len(r.Grades))
		for i, g := range r.Grades {
			names[i] = g.String()
		}
		v.add(".grade", "a relation of type %s is never %s: expected %s", f.Type, f.Grade, OneOf(names))
	}
	v.factID(f, RelationID(f.Subject, f.Type, inID, f.Object), false)
}

// ends checks domain, range and kinship of a relation's ends; an end of no
// kind has been reported before.
func (v *validator) ends(r *RelationType, f *Fact, subject, object string) {
	fits := true
	if subject != "" && !v.o.Is(subject, r.Domain) {
		v.add(".subject", "%s is of kind %s, and %s starts from %s", f.Subject, subject, r.Name, OneOf(r.Domain)).
			Hint = v.otherWay(r, subject, object)
		fits = false
	}
	if object != "" && !v.o.Is(object, r.Range) {
		v.add(".object", "%s is of kind %s, and %s leads to %s", f.Object, object, r.Name, OneOf(r.Range)).
			Hint = v.otherWay(r, subject, object)
		fits = false
	}
	if fits && r.SameKind && subject != object && subject != "" && object != "" {
		v.add(".object", "%s is of kind %s and %s of kind %s: the ends of %s must be of one kind", f.Subject, subject, f.Object, object, r.Name)
	}
	if f.Subject == f.Object && (r.Acyclic || r.Symmetric) {
		v.add(".object", "%s cannot join %s to itself", r.Name, f.Object)
	}
}

func (v *validator) otherWay(r *RelationType, subject, object string) string {
	if subject != "" && object != "" && v.o.Is(object, r.Domain) && v.o.Is(subject, r.Range) {
		return "are subject and object the wrong way round?"
	}
	return ""
}

// closestType looks among relation types and their inverses.
func (v *validator) closestType(name string) string {
	names := make([]string, 0, len(v.o.Relations))
	for _, r := range v.o.Relations {
		if r.Inverse == name {
			return fmt.Sprintf("that is %s read from the other end: swap subject and object", r.Name)
		}
		for _, verb := range r.Verbs {
			if verb.Name == name {
				return fmt.Sprintf("that is a verb of %s", r.Name)
			}
		}
		names = append(names, r.Name)
	}
	return DidYouMean(name, names)
}

func (v *validator) attribute(f *Fact, subject string) {
	p := v.o.Property(f.Type)
	if p == nil {
		if v.o.Relation(f.Type) != nil {
			v.add(".object", "%s is a relation type: it needs an object", f.Type)
			return
		}
		var names []string
		for _, p := range v.o.Properties {
			names = append(names, p.Name)
		}
		v.add(".type", "unknown property %q", f.Type).Hint = DidYouMean(f.Type, names)
		return
	}
	if len(p.Kinds) > 0 && subject != "" && !v.o.Is(subject, p.Kinds) {
		v.add(".type", "%s is of kind %s, and %s is a property of %s", f.Subject, subject, p.Name, OneOf(p.Kinds))
	}
	if f.Verb != "" {
		v.add(".verb", "an attribute has no verb")
	}
	v.value(p, &f.Value)
	v.factID(f, AttributeID(f.Subject, f.Type, ""), p.Many)
}

func (v *validator) value(p *Property, x *Value) {
	if x.Type != p.Type {
		problem := v.add(".value", "%s is of type %s, and the value is of type %s", p.Name, p.Type, orNone(x.Type))
		if p.Type == Date && x.Type == String {
			problem.Hint = `write a date as {date: "2018-12-04"}`
		}
		return
	}
	if problem := x.Problem(); problem != "" {
		v.add(".value", "%s", problem)
		return
	}
	switch x.Type {
	case String:
		v.line(".value", x.Text)
	case Text:
		if strings.TrimSpace(x.Text) == "" {
			v.add(".value", "must not be empty")
		}
	case URL:
		if !isURL(x.Text) {
			v.add(".value", "%q is not an absolute URL", x.Text)
		}
	case Coded:
		if !slices.Contains(p.Codes, x.Text) {
			v.add(".value", "%q is no code of %s: expected %s", x.Text, p.Name, OneOf(p.Codes)).Hint = DidYouMean(x.Text, p.Codes)
		}
	case List:
		if len(x.List) == 0 {
			v.add(".value", "the list is empty")
		}
		for _, item := range x.List {
			if item.Type != x.List[0].Type {
				v.add(".value", "the list holds values of type %s and %s", x.List[0].Type, item.Type)
				break
			}
		}
	}
}

func orNone(t ValueType) string {
	if t == NoValue {
		return "none"
	}
	return t.String()
}

// factID checks that a fact's id says what it is about. Where one may hold
// several times (values of a property, one relation in two periods) something
// more may follow after a slash; a property of many values needs it.
func (v *validator) factID(f *Fact, base string, several bool) {
	rest, ok := strings.CutPrefix(f.ID, base)
	if ok && (rest == "" && !several || len(rest) > 1 && rest[0] == '/') {
		return
	}
	if several {
		v.add(".id", "fact id %q must begin with %q", f.ID, base+"/")
		return
	}
	v.add(".id", "fact id %q must be %q", f.ID, base).Hint = "something more may follow after a slash where it holds several times"
}
