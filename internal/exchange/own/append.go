package own

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
)

// appender writes lines as encoding them by their types would, field by field,
// without looking at types: there are millions.
type appender struct {
	b   []byte
	err error // the first; a text that is not UTF-8
}

// text appends a field, unless it is empty. key has the comma, the quotation
// marks and the colon.
func (a *appender) text(key, value string) {
	if value != "" {
		a.must(key, value)
	}
}

// must is text of a field that is always there.
func (a *appender) must(key, value string) {
	a.b = append(a.b, key...)
	if isPlain(value) {
		a.b = append(append(append(a.b, '"'), value...), '"')
		return
	}
	var err error
	if a.b, err = jsontext.AppendQuote(a.b, value); err != nil && a.err == nil {
		a.err = err
	}
}

// isPlain reports whether a text stands in JSON as it is.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return false
		}
	}
	return true
}

func (a *appender) int(key string, n int) {
	if n != 0 {
		a.b = strconv.AppendInt(append(a.b, key...), int64(n), 10)
	}
}

func (a *appender) raw(s string) { a.b = append(a.b, s...) }

// op appends the line of an op.
func (a *appender) op(op *graph.Op) {
	switch {
	case op.Source != nil:
		a.source(op.Source)
	case op.Entity != nil:
		a.entity(op.Entity)
	case op.Fact != nil:
		a.fact(op.Fact)
	case op.RetractEntity != "":
		a.must(`{"retractEntity":`, op.RetractEntity)
	case op.RetractFact != "":
		a.must(`{"retractFact":`, op.RetractFact)
	case op.RetractSource != "":
		a.must(`{"retractSource":`, op.RetractSource)
	default:
		a.raw("{")
	}
	a.raw("}\n")
}

func (a *appender) source(s *graph.Source) {
	a.must(`{"source":{"id":`, s.ID)
	a.must(`,"title":`, s.Title)
	a.must(`,"publisher":`, s.Publisher)
	a.text(`,"reviewedOn":`, s.ReviewedOn)
	a.text(`,"url":`, s.URL)
	a.must(`,"text":`, s.Text)
	a.must(`,"sha256":`, s.SHA256)
	a.raw("}")
}

func (a *appender) entity(e *graph.Entity) {
	a.must(`{"entity":{"id":`, e.ID)
	a.must(`,"kind":`, e.Kind)
	a.text(`,"form":`, e.Form)
	a.must(`,"name":`, e.Name)
	a.must(`,"grade":`, e.Grade.String())
	a.evidence(e.Evidence)
	a.text(`,"note":`, e.Note)
	a.raw("}")
}

func (a *appender) fact(f *graph.Fact) {
	a.must(`{"fact":{"id":`, f.ID)
	a.must(`,"subject":`, f.Subject)
	a.must(`,"type":`, f.Type)
	a.text(`,"verb":`, f.Verb)
	a.text(`,"object":`, f.Object)
	if !f.Value.IsZero() {
		a.raw(`,"value":`)
		a.value(&f.Value)
	}
	a.must(`,"grade":`, f.Grade.String())
	if f.Rank != graph.Normal {
		a.must(`,"rank":`, f.Rank.String())
	}
	a.text(`,"reason":`, f.Reason)
	for i := range f.Qualifiers {
		a.begin(i, `,"qualifiers":[`)
		a.must(`{"name":`, f.Qualifiers[i].Name)
		a.must(`,"value":`, f.Qualifiers[i].Value)
		a.raw("}")
	}
	a.end(len(f.Qualifiers))
	a.text(`,"reading":`, string(f.Reading))
	a.text(`,"validFrom":`, f.ValidFrom)
	a.text(`,"validTo":`, f.ValidTo)
	a.evidence(f.Evidence)
	a.text(`,"note":`, f.Note)
	a.raw("}")
}

func (a *appender) evidence(list []graph.Evidence) {
	for i := range list {
		e := &list[i]
		a.begin(i, `,"evidence":[`)
		a.must(`{"source":`, e.Source)
		a.text(`,"quote":`, e.Quote)
		a.text(`,"prefix":`, e.Prefix)
		a.text(`,"suffix":`, e.Suffix)
		a.int(`,"start":`, e.Start)
		a.int(`,"end":`, e.End)
		a.int(`,"line":`, e.Line)
		a.must(`,"grade":`, e.Grade.String())
		a.text(`,"note":`, e.Note)
		a.raw("}")
	}
	a.end(len(list))
}

func (a *appender) value(v *graph.Value) {
	a.must(`{"type":`, v.Type.String())
	a.text(`,"text":`, v.Text)
	if v.Integer != 0 {
		a.b = strconv.AppendInt(append(a.b, `,"integer":`...), v.Integer, 10)
	}
	if v.Number != 0 {
		a.raw(`,"number":`)
		a.b = append(a.b, jsontext.Float(v.Number).String()...)
	}
	a.text(`,"comparator":`, v.Comparator)
	a.text(`,"unit":`, v.Unit)
	for i := range v.List {
		a.begin(i, `,"list":[`)
		a.value(&v.List[i])
	}
	a.end(len(v.List))
	a.raw("}")
}

// begin begins a list with its first element, and separates the others.
func (a *appender) begin(i int, key string) {
	if i > 0 {
		key = ","
	}
	a.raw(key)
}

func (a *appender) end(n int) {
	if n > 0 {
		a.raw("]")
	}
}
