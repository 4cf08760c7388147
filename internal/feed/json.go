package feed

import (
	"bytes"
	"encoding/hex"
	"encoding/json"

	"missiongraph/graph"
)

// Append appends the event with these of its ops as one JSON object, without a
// line break. With full, what a put has put is there as a whole.
func (e *Event) Append(b []byte, ops []Op, full bool) ([]byte, error) {
	if !full && len(ops) == len(e.Ops) {
		e.once.Do(func() { e.plain, e.failed = e.encode(e.Ops, false) })
		return append(b, e.plain...), e.failed
	}
	text, err := e.encode(ops, full)
	return append(b, text...), err
}

func (e *Event) encode(ops []Op, full bool) ([]byte, error) {
	x := eventJSON{
		Revision: e.Revision, Time: e.Time.UTC().Format(timeLayout), Author: e.Author, Message: e.Message,
		Hash: hex.EncodeToString(e.Hash[:]), Previous: hex.EncodeToString(e.Previous[:]),
		Total: len(e.Ops), Ops: make([]opJSON, len(ops)),
	}
	for i, op := range ops {
		x.Ops[i] = opJSON{Action: op.Action, Target: op.Target, ID: op.ID,
			Kind: op.Kind, Name: op.Name, Type: op.Type, Subject: op.Subject, Object: op.Object}
		if full {
			x.Ops[i].Value = valueOf(&e.Change.Ops[op.index])
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(&x); err != nil {
		return nil, &graph.Error{Code: graph.Internal, Err: err}
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// timeLayout is RFC 3339 in UTC to the millisecond, which is what the log has.
const timeLayout = "2006-01-02T15:04:05.000Z"

type eventJSON struct {
	Revision graph.Revision `json:"revision"`
	Time     string         `json:"time"`
	Author   string         `json:"author"`
	Message  string         `json:"message"`
	Hash     string         `json:"hash"`
	Previous string         `json:"previous"`
	Total    int            `json:"opCount"` // of the revision; ops may be fewer
	Ops      []opJSON       `json:"ops"`
}

type opJSON struct {
	Action  Action `json:"action"`
	Target  Target `json:"target"`
	ID      string `json:"id"`
	Kind    string `json:"kind,omitempty"`
	Name    string `json:"name,omitempty"`
	Type    string `json:"type,omitempty"`
	Subject string `json:"subject,omitempty"`
	Object  string `json:"object,omitempty"`
	Value   any    `json:"value,omitempty"`
}

// valueOf returns what an op has put, nil for a retraction.
func valueOf(op *graph.Op) any {
	switch {
	case op.Entity != nil:
		e := op.Entity
		return entityJSON{ID: e.ID, Kind: e.Kind, Form: e.Form, Name: e.Name,
			Grade: e.Grade.String(), Evidence: evidenceOf(e.Evidence), Note: e.Note}
	case op.Fact != nil:
		f := op.Fact
		x := factJSON{ID: f.ID, Subject: f.Subject, Type: f.Type, Verb: f.Verb, Object: f.Object,
			Grade: f.Grade.String(), Rank: f.Rank.String(), Reason: f.Reason, Reading: string(f.Reading),
			ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Evidence: evidenceOf(f.Evidence), Note: f.Note}
		if !f.IsRelation() {
			x.Text, x.ValueType = f.Value.String(), f.Value.Type.String()
		}
		for _, q := range f.Qualifiers {
			x.Qualifiers = append(x.Qualifiers, qualifierJSON(q))
		}
		return x
	case op.Source != nil:
		return sourceJSON(*op.Source)
	}
	return nil
}

func evidenceOf(list []graph.Evidence) []evidenceJSON {
	found := make([]evidenceJSON, len(list))
	for i, e := range list {
		found[i] = evidenceJSON{Source: e.Source, Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix,
			Start: e.Start, End: e.End, Line: e.Line, Grade: e.Grade.String(), Note: e.Note}
	}
	return found
}

type entityJSON struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind"`
	Form     string         `json:"form,omitempty"`
	Name     string         `json:"name"`
	Grade    string         `json:"grade"`
	Evidence []evidenceJSON `json:"evidence,omitempty"`
	Note     string         `json:"note,omitempty"`
}

type factJSON struct {
	ID         string          `json:"id"`
	Subject    string          `json:"subject"`
	Type       string          `json:"type"`
	Verb       string          `json:"verb,omitempty"`
	Object     string          `json:"object,omitempty"`
	Text       string          `json:"text,omitempty"` // of an attribute's value
	ValueType  string          `json:"valueType,omitempty"`
	Grade      string          `json:"grade"`
	Rank       string          `json:"rank"`
	Reason     string          `json:"reason,omitempty"`
	Qualifiers []qualifierJSON `json:"qualifiers,omitempty"`
	Reading    string          `json:"reading,omitempty"`
	ValidFrom  string          `json:"validFrom,omitempty"`
	ValidTo    string          `json:"validTo,omitempty"`
	Evidence   []evidenceJSON  `json:"evidence,omitempty"`
	Note       string          `json:"note,omitempty"`
}

type qualifierJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type sourceJSON struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Publisher  string `json:"publisher,omitempty"`
	ReviewedOn string `json:"reviewedOn,omitempty"`
	URL        string `json:"url,omitempty"`
	Text       string `json:"text"`
	SHA256     string `json:"sha256"`
}

type evidenceJSON struct {
	Source string `json:"source"`
	Quote  string `json:"quote"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Line   int    `json:"line"`
	Grade  string `json:"grade"`
	Note   string `json:"note,omitempty"`
}
