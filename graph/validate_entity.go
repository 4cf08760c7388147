package graph

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (v *validator) entity(e *Entity) {
	v.id(".id", e.ID)
	if v.text(e.ID) != nil {
		v.add(".id", "%q is the id of a source; entities and sources share one space of ids", e.ID)
	}
	v.kind(e)
	v.line(".name", e.Name)
	v.evidence(e.Evidence, e.Grade)
}

// kind checks an entity's kind and form.
func (v *validator) kind(e *Entity) {
	switch k := v.o.Kind(e.Kind); {
	case k == nil:
		v.add(".kind", "unknown kind %q", e.Kind).Hint = DidYouMean(e.Kind, v.o.kindNames())
	case k.Abstract:
		v.add(".kind", "kind %s is abstract: it has no entities of its own", e.Kind).
			Hint = "use one of " + strings.Join(v.o.Concrete([]string{e.Kind}), ", ")
	case e.Form != "" && k.Form(e.Form) == nil:
		forms := make([]string, len(k.Forms))
		for i, f := range k.Forms {
			forms[i] = f.Name
		}
		if len(forms) == 0 {
			v.add(".form", "kind %s has no forms", e.Kind)
		} else {
			v.add(".form", "unknown form %q of %s: expected %s", e.Form, e.Kind, OneOf(forms)).Hint = DidYouMean(e.Form, forms)
		}
	}
}

func (v *validator) source(s *Source) {
	v.id(".id", s.ID)
	if _, ok := v.kindOf(s.ID); ok {
		v.add(".id", "%q is the id of an entity; entities and sources share one space of ids", s.ID)
	}
	v.line(".title", s.Title)
	v.line(".publisher", s.Publisher)
	v.date(".reviewedOn", s.ReviewedOn)
	if s.URL != "" && !isURL(s.URL) {
		v.add(".url", "%q is not an absolute URL", s.URL)
	}
	if s.Text == "" || !utf8.ValidString(s.Text) {
		v.add(".text", "the text is empty or not UTF-8")
	}
	if s.SHA256 != TextHash(s.Text) {
		v.add(".sha256", "is not the SHA-256 of the text in lower-case hexadecimal")
	}
}

// evidence checks the quotes of an entity or fact, and its grade: that of the
// strongest.
func (v *validator) evidence(list []Evidence, grade Grade) {
	if len(list) == 0 {
		v.add(".evidence", "nothing is asserted without a source: at least one quote is needed")
	}
	strongest := Grade(0)
	for i := range list {
		e := &list[i]
		path := fmt.Sprintf(".evidence[%d]", i)
		if e.Grade < Editorial || e.Grade > Stated {
			v.add(path+".grade", "no grade: expected STATED, CONSTRUED, CONTEXTUAL or EDITORIAL")
		}
		strongest = max(strongest, e.Grade)
		t := v.text(e.Source)
		if t == nil {
			v.add(path+".source", "there is no source %q", e.Source).Hint = v.closestSource(e.Source)
			continue
		}
		for _, p := range t.Verify(e) {
			p.Path = v.path() + path + "." + p.Path
			v.found = append(v.found, p)
		}
	}
	switch {
	case grade < Editorial || grade > Stated:
		v.add(".grade", "no grade: expected STATED, CONSTRUED, CONTEXTUAL or EDITORIAL")
	case len(list) > 0 && grade != strongest:
		v.add(".grade", "is %s, and the strongest quote is %s", grade, strongest)
	}
}

func (v *validator) id(field, id string) {
	if !IsEntityID(id) {
		v.add(field, "%.100q is not an id: expected lower-case letters, digits, hyphens, dots and underscores, beginning with a letter or digit, at most %d", id, MaxIDLength)
	}
}

// line checks a text that must be there and fit one line.
func (v *validator) line(field, s string) {
	switch {
	case !strings.ContainsFunc(s, isVisible):
		v.add(field, "must not be empty")
	case !utf8.ValidString(s):
		v.add(field, "is not UTF-8")
	case strings.ContainsAny(s, "\n\r"):
		v.add(field, "must be one line")
	default:
		if at := strings.IndexFunc(s, IsControl); at >= 0 {
			r, _ := utf8.DecodeRuneInString(s[at:])
			v.add(field, "has the control character %U", r)
		}
	}
}

func isVisible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// IsControl reports whether a character has no place in a text of one line: it
// is a control character, ends a line, turns the direction of what follows, as
// a name could to read like another, or is none.
func IsControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' ||
		r&0xfffe == 0xfffe
}

func (v *validator) date(field, s string) {
	if s != "" && !IsDate(s) {
		v.add(field, "%.40q is not a date (expected YYYY-MM-DD)", s)
	}
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs() && (u.Host != "" || u.Opaque != "")
}
