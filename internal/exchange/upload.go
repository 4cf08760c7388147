package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
	jsonl "missiongraph/internal/exchange/own"
	"missiongraph/internal/exchange/table"
	"missiongraph/internal/intake"
)

// Uploads reads what is sent to be imported. It is an [intake.Reader].
type Uploads struct{}

// reading is an upload that can be read.
type reading struct {
	file      *table.File
	mapping   *Mapping
	decisions *Decisions
	retain    bool
	digest    []byte // of all that was sent
}

// Open reads an upload.
func (Uploads) Open(u *intake.Upload, o *graph.Ontology) (intake.Reading, error) {
	if err := checkName(u.Name); err != nil {
		return nil, err
	}
	m, err := LoadMapping("mapping", u.Mapping, o)
	if err != nil {
		return nil, err
	}
	r := &reading{mapping: m, retain: u.Retain}
	if r.decisions, err = LoadDecisions("decisions", u.Decisions); err != nil {
		return nil, err
	}
	options := m.Options()
	options.Limits.Bytes = intake.MaxBytes
	if r.file, err = table.Read(u.Name, bytes.NewReader(u.Data), options); err != nil {
		return nil, err
	}
	h := sha256.New()
	for _, part := range [...][]byte{[]byte(u.Name), u.Data, u.Mapping, u.Decisions} {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write(part)
	}
	fmt.Fprint(h, u.Retain)
	r.digest = h.Sum(nil)
	return r, nil
}

func checkName(name string) error {
	var problems graph.Problems
	switch {
	case name == "":
		problems.Add("upload.name", graph.BadInput, "the file has no name")
	case len(name) > intake.MaxName:
		problems.Add("upload.name", graph.BadInput, "the name has %d bytes; at most %d", len(name), intake.MaxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, graph.IsControl):
		problems.Add("upload.name", graph.BadInput, "the name has a control character, or is not UTF-8")
	case strings.ContainsAny(name, `/\`):
		problems.Add("upload.name", graph.BadInput, "the name is a path").Hint = "only the file's own name, as list.csv"
	}
	return problems.Err()
}

// Propose sets the upload beside a graph.
func (r *reading) Propose(base *graph.View) (*intake.Plan, error) {
	s, plan, err := Prepare(r.mapping, r.file, base, r.decisions, r.retain, nil)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	h.Write(r.digest)
	for _, op := range plan.Ops {
		if err := jsonl.Put(h, op); err != nil {
			return nil, err
		}
	}
	f := intake.File{Name: r.file.Name, Format: r.file.Format, Compression: r.file.Compression, Encoding: r.file.Encoding, Size: r.file.Size, SHA256: r.file.SHA256}
	if r.file.Format == table.CSV {
		f.Delimiter = string(r.file.Delimiter)
	}
	return &intake.Plan{
		ID: "plan-" + hex.EncodeToString(h.Sum(nil)[:16]), Base: base.Revision(), File: f, Mapping: r.mapping.Name.Value, Source: s.Source.ID,
		Rows: s.Rows, Loaded: s.Loaded, Entities: intake.Tally(plan.Entities), Facts: intake.Tally(plan.Facts),
		Refused: s.Refused, LeftOut: s.Skipped, Conflicts: plan.Conflicts, Joined: matches(s.Matches), Alike: matches(s.Near),
		Ops: plan.Ops, Paths: Places(r.file.Name, plan.Ops),
	}, nil
}

func matches(list []MatchReport) []intake.Match {
	found := make([]intake.Match, len(list))
	for i, m := range list {
		found[i] = intake.Match(m)
	}
	return found
}

// Places are the lines of the file that ops come from, for what is wrong with
// them.
func Places(name string, ops []graph.Op) []string {
	list := make([]string, len(ops))
	for i := range ops {
		var evidence []graph.Evidence
		switch op := &ops[i]; {
		case op.Entity != nil:
			evidence = op.Entity.Evidence
		case op.Fact != nil:
			evidence = op.Fact.Evidence
		}
		list[i] = name
		if n := len(evidence); n > 0 {
			list[i] = fmt.Sprintf("%s:%d", name, evidence[n-1].Line)
		}
	}
	return list
}
