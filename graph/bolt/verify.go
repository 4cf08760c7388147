package bolt

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// Limits of one change.
const (
	MaxOps        = 200_000  // ops
	MaxEntryBytes = 64 << 20 // of the encoded change
)

// Bounds of single fields, in bytes.
const (
	maxFactID = 512
	maxName   = 1000 // names of entities, kinds, types, verbs, readings …
	maxKey    = 200
)

// maxProblems bounds how many problems of one change are told.
const maxProblems = 100

// verifier collects what is wrong with a change in itself, whatever the graph
// holds.
type verifier struct {
	problems graph.Problems
	at       int    // index of the op; -1 for the change as a whole
	sort     string // of the op, as ".fact"
}

func (v *verifier) add(field, format string, args ...any) {
	if len(v.problems) >= maxProblems {
		return
	}
	path := field
	if v.at >= 0 {
		path = fmt.Sprintf("ops[%d]%s%s", v.at, v.sort, field)
	}
	v.problems.Add(path, graph.BadInput, format, args...)
}

// verify returns the problems that need no look at the graph.
func verify(c *graph.Change) error {
	if len(c.Ops) == 0 {
		return graph.Problems{{Path: "ops", Code: graph.BadInput, Msg: "the change is empty"}}
	}
	if len(c.Ops) > MaxOps {
		return graph.Errorf(graph.Limit, "the change has %d ops; at most %d fit in one", len(c.Ops), MaxOps).
			WithHint("split it into several changes")
	}
	v := &verifier{at: -1}
	v.text("author", c.Author)
	v.text("message", c.Message)
	if v.text("key", c.Key); len(c.Key) > maxKey {
		v.add("key", "has %d bytes; at most %d fit", len(c.Key), maxKey)
	}
	for i := range c.Ops {
		v.op(i, &c.Ops[i])
	}
	return v.problems.Err()
}

func (v *verifier) op(i int, op *graph.Op) {
	v.at, v.sort = i, ""
	if p := op.Problem(); p != "" {
		v.add("", "%s", p)
		return
	}
	switch {
	case op.Entity != nil:
		v.sort = ".entity"
		v.entity(op.Entity)
	case op.Fact != nil:
		v.sort = ".fact"
		v.fact(op.Fact)
	case op.Source != nil:
		v.sort = ".source"
		v.source(op.Source)
	}
}

func (v *verifier) entity(e *graph.Entity) {
	v.id(".id", e.ID)
	v.required(".kind", e.Kind)
	v.short(".form", e.Form)
	v.required(".name", e.Name)
	v.text(".note", e.Note)
	if e.Grade > graph.Stated {
		v.add(".grade", "is no grade")
	}
	v.evidence(e.Evidence)
}

func (v *verifier) fact(f *graph.Fact) {
	switch {
	case f.ID == "" || len(f.ID) > maxFactID || !utf8.ValidString(f.ID) || !strings.Contains(f.ID, "/"):
		v.add(".id", "is not a fact id: expected 1 to %d bytes of UTF-8 with a slash", maxFactID)
	}
	v.id(".subject", f.Subject)
	v.required(".type", f.Type)
	v.short(".verb", f.Verb)
	v.short(".reading", string(f.Reading))
	if f.Object != "" {
		v.id(".object", f.Object)
		if !f.Value.IsZero() {
			v.add(".value", "a relation has an object and no value")
		}
	} else if p := f.Value.Problem(); p != "" {
		v.add(".value", "%s", p)
	} else {
		v.value(".value", &f.Value)
	}
	if f.Grade == 0 || f.Grade > graph.Stated {
		v.add(".grade", "is no grade")
	}
	if f.Rank > graph.Deprecated {
		v.add(".rank", "is no rank")
	}
	v.text(".reason", f.Reason)
	v.text(".note", f.Note)
	v.qualifiers(f.Qualifiers)
	v.date(".validFrom", f.ValidFrom)
	v.date(".validTo", f.ValidTo)
	if len(f.Evidence) == 0 {
		v.add(".evidence", "a fact needs at least one evidence")
	}
	v.evidence(f.Evidence)
}

func (v *verifier) value(field string, x *graph.Value) {
	if x.Type > graph.List {
		v.add(field, "is of no type")
	}
	if x.Type != graph.List && len(x.List) > 0 {
		v.add(field, "is a %s and has list elements", x.Type)
		return
	}
	v.text(field, x.Text)
	v.text(field, x.Comparator)
	v.text(field, x.Unit)
	for i := range x.List {
		v.value(field, &x.List[i])
	}
}

func (v *verifier) qualifiers(list []graph.Qualifier) {
	for i, q := range list {
		field := fmt.Sprintf(".qualifiers[%d]", i)
		v.required(field+".name", q.Name)
		v.text(field+".value", q.Value)
	}
	byName := func(a, b graph.Qualifier) int { return strings.Compare(a.Name, b.Name) }
	if !slices.IsSortedFunc(list, byName) {
		v.add(".qualifiers", "are not sorted by name")
	}
	for i := 1; i < len(list); i++ {
		if list[i-1].Name == list[i].Name {
			v.add(fmt.Sprintf(".qualifiers[%d].name", i), "%q occurs twice", list[i].Name)
		}
	}
}

func (v *verifier) source(s *graph.Source) {
	v.id(".id", s.ID)
	v.text(".title", s.Title)
	v.text(".publisher", s.Publisher)
	v.text(".url", s.URL)
	v.date(".reviewedOn", s.ReviewedOn)
	v.text(".text", s.Text)
	if s.SHA256 != graph.TextHash(s.Text) {
		v.add(".sha256", "is not the SHA-256 of the text in lower-case hexadecimal")
	}
}

func (v *verifier) evidence(list []graph.Evidence) {
	for i := range list {
		e := &list[i]
		if !v.sound(e) {
			field := fmt.Sprintf(".evidence[%d]", i)
			v.id(field+".source", e.Source)
			v.text(field+".quote", e.Quote)
			v.text(field+".prefix", e.Prefix)
			v.text(field+".suffix", e.Suffix)
			v.text(field+".note", e.Note)
			if e.Grade > graph.Stated {
				v.add(field+".grade", "is no grade")
			}
			if utf8.RuneCountInString(e.Prefix) > graph.ContextLength || utf8.RuneCountInString(e.Suffix) > graph.ContextLength {
				v.add(field, "prefix and suffix have at most %d code points", graph.ContextLength)
			}
		}
	}
}

// sound is the usual case at once, so that paths are made for problems only.
func (v *verifier) sound(e *graph.Evidence) bool {
	return graph.IsEntityID(e.Source) && utf8.ValidString(e.Quote) && utf8.ValidString(e.Prefix) &&
		utf8.ValidString(e.Suffix) && utf8.ValidString(e.Note) && e.Grade <= graph.Stated &&
		utf8.RuneCountInString(e.Prefix) <= graph.ContextLength && utf8.RuneCountInString(e.Suffix) <= graph.ContextLength
}

func (v *verifier) id(field, id string) {
	if !graph.IsEntityID(id) {
		v.add(field, "%.*q is not an id: expected 1 to %d lower-case letters, digits, hyphens, dots and underscores, "+
			"beginning with a letter or digit", 100, id, graph.MaxIDLength)
	}
}

func (v *verifier) text(field, s string) {
	if !utf8.ValidString(s) {
		v.add(field, "is not valid UTF-8")
	}
}

func (v *verifier) short(field, s string) {
	v.text(field, s)
	if len(s) > maxName {
		v.add(field, "has %d bytes; at most %d fit", len(s), maxName)
	}
}

func (v *verifier) required(field, s string) {
	v.short(field, s)
	if s == "" {
		v.add(field, "must not be empty")
	}
}

func (v *verifier) date(field, s string) {
	if s != "" && !graph.IsDate(s) {
		v.add(field, "%.40q is not a date (expected YYYY-MM-DD)", s)
	}
}
