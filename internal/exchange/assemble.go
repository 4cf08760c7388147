package exchange

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// Statements are what a file says by a mapping.
type Statements struct {
	Family   string // prefix of the ids of this source's and its earlier versions'
	Source   graph.Source
	Entities []*graph.Entity // in order of the file
	Facts    []*graph.Fact
	Joined   map[string]bool // entities of the graph that rows speak of, by id; they are not among Entities

	Rows    int            // read
	Loaded  int            // Rows less those refused
	Refused graph.Problems // one for each row that was refused
	Skipped graph.Problems // what was left out of rows that were loaded

	Matches []MatchReport
	Near    []MatchReport
}

// Most pieces of evidence of this file that one fact keeps: a thousand rows may
// say that a county lies in a state.
const mostEvidence = 8

// assembler reads a file by a mapping.
type assembler struct {
	*Mapping
	file     *table.File
	base     *graph.View
	decided  map[string]string
	banned   map[string]graph.Problem
	out      *Statements
	pointer  *pointer
	progress func(done, total int)
	pass     int                      // over the rows, from 0; there are two
	rows     [][]rowIDs               // by number, then by part
	refused  map[int]bool             // by number of row
	keys     []map[string]string      // by entity rule: id by key
	entities map[string]*graph.Entity // by id
	facts    map[string]*graph.Fact
	place    map[string]string // of facts and entities: where they were first said
	joined   map[string]string // by id as the mapping makes it
	taken    map[string]string // of joined: which id has it
}

// rowIDs are the entities of a row, by rule; "" for none.
type rowIDs []string

// Assemble reads a file by a mapping. base is the graph to find entities in;
// decisions may be nil; so may progress, which is told how many of how many bytes
// are done. An error is about the file or the mapping as a whole.
func Assemble(m *Mapping, f *table.File, base *graph.View, decisions *Decisions, progress func(done, total int)) (*Statements, error) {
	return assemble(m, f, base, decisions, nil, progress)
}

// assemble refuses what is banned besides: entities and facts that the ontology
// does not allow, by id.
func assemble(m *Mapping, f *table.File, base *graph.View, decisions *Decisions, banned map[string]graph.Problem, progress func(done, total int)) (*Statements, error) {
	if f.Format == table.JSON || f.Format == table.NDJSON {
		f.Rows(func(*table.Row, *graph.Problem) bool { return true }) // to know the fields
	}
	if problems := m.bind(f); len(problems) > 0 {
		return nil, problems
	}
	name := filepath.Base(f.Name)
	fill := func(t Text) string { return strings.ReplaceAll(t.Value, "{file}", name) }
	a := &assembler{
		Mapping: m, file: f, base: base, banned: banned, decided: decisions.of(m.Name.Value), progress: progress, pointer: &pointer{text: f.Text},
		refused: map[int]bool{}, keys: make([]map[string]string, len(m.Entities)),
		entities: map[string]*graph.Entity{}, facts: map[string]*graph.Fact{}, place: map[string]string{},
		joined: map[string]string{}, taken: map[string]string{},
		out: &Statements{Family: m.Source.ID.Value + ".", Joined: map[string]bool{}},
	}
	a.out.Source = graph.Source{
		ID: a.out.Family + f.SHA256[:12], Title: fill(m.Source.Title), Publisher: fill(m.Source.Publisher),
		URL: fill(m.Source.URL), ReviewedOn: m.Source.ReviewedOn.Value, Text: f.Text, SHA256: graph.TextHash(f.Text),
	}
	if a.out.Source.Title == "" {
		a.out.Source.Title = name
	}
	if err := a.identify(); err != nil {
		return nil, err
	}
	a.pointer = &pointer{text: f.Text}
	a.say()
	a.finish()
	return a.out, nil
}

// each calls yield for the rows that are not refused.
func (a *assembler) each(yield func(r *rowReader)) {
	a.file.Rows(func(row *table.Row, p *graph.Problem) bool {
		r := &rowReader{assembler: a, row: row}
		switch {
		case a.refused[row.Number]:
		case p != nil:
			a.refuse(row.Number, p)
		default:
			yield(r)
		}
		a.out.Rows = row.Number
		if a.progress != nil && row.Number%256 == 0 {
			a.progress(a.pass*len(a.file.Text)+row.End, 2*len(a.file.Text))
		}
		return true
	})
	a.pass++
}

func (a *assembler) refuse(row int, p *graph.Problem) {
	if !a.refused[row] {
		a.refused[row] = true
		a.out.Refused = append(a.out.Refused, *p)
	}
}

// identify finds out which entities each row is about.
func (a *assembler) identify() (err error) {
	for i := range a.keys {
		a.keys[i] = map[string]string{}
	}
	a.each(func(r *rowReader) {
		var list []rowIDs
		for _, r.part = range r.parts() {
			ids := make(rowIDs, len(a.Entities))
			for i := range a.Entities {
				var problem *graph.Problem
				if ids[i], problem = a.identifyOne(r, i, &err); problem != nil {
					a.refuse(r.row.Number, problem)
				}
				if problem != nil || err != nil {
					return
				}
			}
			list = append(list, ids)
		}
		for len(a.rows) <= r.row.Number {
			a.rows = append(a.rows, nil)
		}
		a.rows[r.row.Number] = list
	})
	return err
}

// identifyOne finds out which entity a rule makes of a row, and notes its key.
func (a *assembler) identifyOne(r *rowReader, rule int, failed *error) (string, *graph.Problem) {
	id, key, problem, err := r.identify(&a.Entities[rule])
	if err != nil {
		*failed = err
	}
	if problem != nil || err != nil || key == "" {
		return id, problem
	}
	if was, ok := a.keys[rule][key]; ok && was != id {
		return "", r.problem(-1, fmt.Sprintf("the key %q is that of %q already", key, was), "keys tell rows apart")
	}
	a.keys[rule][key] = id
	return id, nil
}

// say reads what each row says.
func (a *assembler) say() {
	a.each(func(r *rowReader) {
		if r.row.Number >= len(a.rows) || a.rows[r.row.Number] == nil {
			return
		}
		for i, part := range r.parts() {
			r.part, r.ids = part, a.rows[r.row.Number][i]
			if p := r.say(); p != nil {
				a.refuse(r.row.Number, p)
				return
			}
		}
		if p := r.clash(); p != nil {
			a.refuse(r.row.Number, p)
			return
		}
		a.out.Skipped = append(a.out.Skipped, r.skipped...)
		r.keep()
	})
}

// finish drops relations to what was refused, and counts.
func (a *assembler) finish() {
	exists := func(id string) bool {
		return a.entities[id] != nil || a.base.Topology().Lookup(id) != 0
	}
	a.out.Facts = slices.DeleteFunc(a.out.Facts, func(f *graph.Fact) bool {
		if f.Object == "" || exists(f.Object) && exists(f.Subject) {
			return false
		}
		a.out.Skipped.Add(a.place[f.ID], graph.NotFound, "the relation %s was left out: an end of it was refused", f.ID)
		return true
	})
	a.out.Loaded = a.out.Rows - len(a.out.Refused)
}

// pointer goes from bytes to code points of a text.
type pointer struct {
	text         string
	bytes, point int
}

func (p *pointer) to(at int) int {
	if at < p.bytes {
		return p.point - utf8.RuneCountInString(p.text[at:p.bytes])
	}
	p.point += utf8.RuneCountInString(p.text[p.bytes:at])
	p.bytes = at
	return p.point
}
