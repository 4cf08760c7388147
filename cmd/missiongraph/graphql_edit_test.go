package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/schema"
)

// What create is given is what the graph has more than before, and nothing
// else; to put it again is nothing; update changes what it is given and nothing
// else; and delete takes out all of it.
func TestCreateThenReadThenDelete(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		drawn++
		first := s.store.Head()
		snapshot, err := s.store.Snapshot(first)
		require.NoError(t, err)
		defer snapshot.Close()
		d := &drawing{rt: rt, id: fmt.Sprintf("drawn-%d", drawn), base: snapshot, facts: map[string]graph.Fact{}}
		d.draw()
		kind := d.entity.Kind
		write := func(verb string) string {
			return fmt.Sprintf(`mutation($input: %sInput!) { x: %s%s(id: %q, input: $input) { commit { applied problems { path message } conflicts { message } } } }`, kind, verb, kind, d.id)
		}
		send := func(query string, input map[string]any) {
			body, err := json.Marshal(map[string]any{"input": input})
			require.NoError(rt, err)
			answer := s.post(t, query, string(body))
			require.Empty(rt, answer.Errors, "%s\n%s", body, answer.raw)
			require.NotContains(rt, string(answer.raw), `"message"`)
		}
		send(write("create"), d.input)
		require.Equal(rt, first+1, s.store.Head())
		d.compare(differences(t, s.store, first))
		send(write("upsert"), d.input)
		require.Equal(rt, first+1, s.store.Head(), "the same again is nothing")
		send(write("update"), d.change())
		require.Equal(rt, first+2, s.store.Head())
		d.compare(differences(t, s.store, first))
		send(fmt.Sprintf(`mutation { delete%s(id: %q, cascade: true) { applied problems { message } } }`, kind, d.id), nil)
		require.Equal(rt, first+3, s.store.Head())
		require.Empty(rt, differences(t, s.store, first), "all of it is gone")
	})
}

// differences tells what the newest revision has otherwise than an earlier one.
func differences(t *testing.T, store graph.Store, from graph.Revision) []graph.Difference {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snapshot.Close()
	changes, err := graph.Diff(graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil), graph.DiffQuery{From: from, To: snapshot.Revision()})
	require.NoError(t, err)
	return changes.Differences
}

// drawing is an input drawn at random, and what it is to make.
type drawing struct {
	rt     *rapid.T
	id     string
	base   graph.Snapshot
	input  map[string]any
	entity graph.Entity
	facts  map[string]graph.Fact // by id
	said   []saying
}

// saying is what the input says of one fact.
type saying struct {
	field string
	many  bool
	in    map[string]any
	fact  string
}

func (d *drawing) compare(found []graph.Difference) {
	require.Len(d.rt, found, 1+len(d.facts))
	for _, x := range found {
		require.False(d.rt, x.Before.Exists(), x.ID)
		if x.After.Entity != nil {
			got := *x.After.Entity
			got.Evidence = bare(got.Evidence)
			require.Equal(d.rt, d.entity, got)
			continue
		}
		want, ok := d.facts[x.ID]
		require.True(d.rt, ok, x.ID)
		got := *x.After.Fact
		got.Evidence = bare(got.Evidence)
		require.True(d.rt, want.Equal(&got), "%+v\n%+v", want, got)
	}
}

// bare leaves of quotes what an input gives.
func bare(list []graph.Evidence) []graph.Evidence {
	found := make([]graph.Evidence, len(list))
	for i, e := range list {
		found[i] = graph.Evidence{Source: e.Source, Quote: e.Quote, Start: e.Start, Grade: e.Grade, Note: e.Note}
	}
	return found
}

func (d *drawing) one(of []string, label string) string {
	return rapid.SampledFrom(of).Draw(d.rt, label)
}

func (d *drawing) yes(label string) bool { return rapid.Bool().Draw(d.rt, label) }

func (d *drawing) line(label string) string {
	return rapid.StringMatching(`[A-Za-z0-9é“”<&"\\]{1,8}( [a-z]{1,5})?`).Draw(d.rt, label)
}

// draw makes an entity of some kind with facts.
func (d *drawing) draw() {
	o := schema.Ontology()
	kind := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(o.Kinds), func(k *graph.Kind) bool { return k.Abstract })).Draw(d.rt, "kind")
	quotes, inputs, grade := d.quotes()
	d.entity = graph.Entity{ID: d.id, Kind: kind.Name, Name: d.line("name"), Grade: grade, Evidence: quotes}
	d.input = map[string]any{"name": d.entity.Name, "evidence": inputs}
	if len(kind.Forms) > 0 && d.yes("has form") {
		d.entity.Form = rapid.SampledFrom(kind.Forms).Draw(d.rt, "form").Name
		d.input["form"] = d.entity.Form
	}
	if d.yes("has note") {
		d.entity.Note = d.line("note")
		d.input["note"] = d.entity.Note
	}
	for _, p := range o.Properties {
		if len(p.Kinds) == 0 || o.Is(kind.Name, p.Kinds) {
			d.property(p)
		}
	}
	for range rapid.IntRange(0, 8).Draw(d.rt, "relations") {
		d.relation(kind.Name, rapid.SampledFrom(o.Relations).Draw(d.rt, "type"))
	}
}

// quotes draws evidence, and returns it as an input, too, with its best grade.
func (d *drawing) quotes() ([]graph.Evidence, []any, graph.Grade) {
	source, _, err := d.base.Source("ice-what-we-do-page")
	require.NoError(d.rt, err)
	text := []rune(source.Text)
	var quotes []graph.Evidence
	var inputs []any
	var best graph.Grade
	for range rapid.IntRange(1, 3).Draw(d.rt, "quotes") {
		start := rapid.IntRange(0, len(text)-40).Draw(d.rt, "start")
		quote := strings.TrimSpace(string(text[start : start+rapid.IntRange(20, 40).Draw(d.rt, "length")]))
		for !strings.HasPrefix(string(text[start:]), quote) {
			start++
		}
		e := graph.Evidence{Source: source.ID, Quote: quote, Start: start, Grade: rapid.SampledFrom([]graph.Grade{graph.Editorial, graph.Contextual, graph.Construed, graph.Stated}).Draw(d.rt, "grade")}
		in := map[string]any{"source": e.Source, "quote": e.Quote, "start": e.Start, "grade": e.Grade.String()}
		if d.yes("quote has note") {
			e.Note = d.line("quote note")
			in["note"] = e.Note
		}
		quotes, inputs, best = append(quotes, e), append(inputs, in), max(best, e.Grade)
	}
	return quotes, inputs, best
}

// fact draws what a fact has beside what it says, and notes it.
func (d *drawing) fact(f graph.Fact, field string, many bool, in map[string]any) bool {
	f.ID = graph.FactID(schema.Ontology(), &f)
	if _, ok := d.facts[f.ID]; ok {
		return false
	}
	f.Evidence, f.Grade = d.entity.Evidence, d.entity.Grade
	switch rapid.IntRange(0, 2).Draw(d.rt, "evidence") {
	case 0:
		f.Evidence, in["evidence"], f.Grade = d.quotes()
	case 1:
		f.Grade = graph.Construed
		in["grade"] = "CONSTRUED"
		f.Evidence = slices.Clone(f.Evidence)
		for i := range f.Evidence {
			f.Evidence[i].Grade = f.Grade
		}
	}
	if d.yes("dated") {
		f.ValidFrom, f.ValidTo = "2018-12-04", "2020-02-29"
		in["validFrom"], in["validTo"] = f.ValidFrom, f.ValidTo
	}
	if d.yes("ranked") {
		f.Rank, f.Reason = graph.Deprecated, d.line("reason")
		in["rank"], in["reason"] = "DEPRECATED", f.Reason
	}
	if d.yes("qualified") {
		f.Qualifiers = []graph.Qualifier{{Name: "basis", Value: d.line("basis")}, {Name: "rank", Value: d.line("rank")}}
		in["qualifiers"] = []any{map[string]any{"name": "rank", "value": f.Qualifiers[1].Value}, map[string]any{"name": "basis", "value": f.Qualifiers[0].Value}}
	}
	if d.yes("noted") {
		f.Note = d.line("fact note")
		in["note"] = f.Note
	}
	d.facts[f.ID] = f
	d.said = append(d.said, saying{field, many, in, f.ID})
	return true
}

// change draws an input that changes some of what is there: it names a fact and
// gives a note, or takes it away.
func (d *drawing) change() map[string]any {
	d.entity.Name += " too"
	input := map[string]any{"name": d.entity.Name}
	if d.yes("no note") {
		d.entity.Note = ""
		input["note"] = nil
	}
	for _, x := range d.said {
		f := d.facts[x.fact]
		in := map[string]any{}
		for _, name := range []string{"to", "verb", "value"} {
			if value, ok := x.in[name]; ok {
				in[name] = value
			}
		}
		switch rapid.IntRange(0, 3).Draw(d.rt, "change") {
		case 0:
			continue
		case 1:
			f.Note, in["note"] = "changed", "changed"
		case 2:
			f.Note, in["note"] = "", nil
			f.ValidTo, in["validTo"] = "", nil
		case 3:
			if f.IsRelation() {
				remove, _ := input["remove"].([]any)
				input["remove"] = append(remove, f.ID)
				delete(d.facts, f.ID)
			}
			continue
		}
		d.facts[f.ID] = f
		if list, _ := input[x.field].([]any); x.many {
			input[x.field] = append(list, in)
		} else {
			input[x.field] = in
		}
	}
	return input
}

// property draws values of a property, none most of the time.
func (d *drawing) property(p *graph.Property) {
	count := rapid.IntRange(-1, 2).Draw(d.rt, p.Name)
	name, ok := map[string]string{graph.AliasProperty: "aliases", graph.LabelProperty: "labels"}[p.Name]
	if !ok {
		name = p.Name
	}
	var list []any
	for range max(0, count) {
		value, raw := d.value(p.Type)
		in := map[string]any{"value": raw}
		if d.fact(graph.Fact{Subject: d.id, Type: p.Name, Value: value}, name, p.Many, in) {
			list = append(list, in)
		}
	}
	switch {
	case len(list) > 0 && p.Many:
		d.input[name] = list
	case len(list) > 0:
		d.input[name] = list[0]
	case d.yes("null"):
		d.input[name] = nil
	}
}

// value draws a value of a type that the ontology uses, as it is and as input.
func (d *drawing) value(t graph.ValueType) (graph.Value, any) {
	switch t {
	case graph.String:
		v := graph.Value{Type: t, Text: d.line("text")}
		return v, v.Text
	case graph.Date:
		v := graph.Value{Type: t, Text: fmt.Sprintf("20%02d-02-%02d", rapid.IntRange(0, 99).Draw(d.rt, "year"), rapid.IntRange(1, 28).Draw(d.rt, "day"))}
		return v, v.Text
	case graph.Quantity:
		v := graph.Value{Type: t, Number: float64(rapid.IntRange(-1000, 1e9).Draw(d.rt, "number")) / 4, Comparator: d.line("comparator")}
		return v, map[string]any{"number": v.Number, "comparator": v.Comparator, "unit": nil}
	case graph.List:
		v, raw := graph.Value{Type: t}, []any{}
		for range rapid.IntRange(1, 3).Draw(d.rt, "items") {
			item, x := d.value(graph.String)
			v.List, raw = append(v.List, item), append(raw, x)
		}
		return v, raw
	}
	d.rt.Fatalf("a property is of type %s: draw a value of it, too", t)
	return graph.Value{}, nil
}

// relation draws a relation of a type from either end, where the kind has it.
func (d *drawing) relation(kind string, r *graph.RelationType) {
	o := schema.Ontology()
	out := d.yes("out") || r.Symmetric || r.Acyclic
	near, others, name := r.Domain, r.Range, r.Name
	if !out {
		near, others, name = r.Range, r.Domain, r.Inverse
	}
	var ids []string
	for _, info := range d.base.Topology().All {
		of := d.base.Topology().Terms().Name(info.Kind)
		if o.Is(of, others) && (!r.SameKind || of == kind) {
			ids = append(ids, info.ID)
		}
	}
	if !o.Is(kind, near) || len(ids) == 0 {
		return
	}
	slices.Sort(ids)
	f := graph.Fact{Subject: d.id, Type: r.Name, Object: d.one(ids, "far")}
	in := map[string]any{"to": f.Object}
	if !out {
		f.Subject, f.Object = f.Object, f.Subject
	}
	if len(r.Verbs) > 0 {
		f.Verb = rapid.SampledFrom(r.Verbs).Draw(d.rt, "verb").Name
	} else if d.yes("has verb") {
		f.Verb = d.line("word")
	}
	if f.Verb != "" {
		in["verb"] = f.Verb
	}
	if d.fact(f, name, true, in) {
		list, _ := d.input[name].([]any)
		d.input[name] = append(list, in)
	}
}
