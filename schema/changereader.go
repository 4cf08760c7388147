package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// readChanges makes ops of the inputs at a place, as "changes", over the graph
// they are for: that of the view, whatever its lens. The draft also has the
// place of each op, and the conditions. The error is [graph.Problems]: all that
// is wrong with the inputs, what the ontology and the graph do not allow
// included, or the snapshot's.
func readChanges(base *graph.View, at string, list []changeInput) (commit.Draft, error) {
	r := newChangeReader(base)
	for i := range list {
		if err := base.Budget.Spend(1); err != nil {
			return commit.Draft{}, err
		}
		r.change(at+"["+strconv.Itoa(i)+"]", &list[i])
	}
	return r.done()
}

// changeReader makes ops of inputs. It notes everything wrong.
type changeReader struct {
	base     *graph.View
	texts    map[string]*graph.SourceText // of sources read, as the changes so far leave them; nil for none
	draft    commit.Draft
	problems graph.Problems
	told     []string // places of which all is told that follows from a problem
	err      error    // of the snapshot
}

func newChangeReader(base *graph.View) *changeReader {
	return &changeReader{base: base, texts: map[string]*graph.SourceText{}}
}

// bad notes something wrong at a place.
func (r *changeReader) bad(at, format string, args ...any) *graph.Problem {
	r.told = append(r.told, at)
	return r.problems.Add(at, graph.BadInput, format, args...)
}

// add appends an op that stands at a place.
func (r *changeReader) add(at string, op graph.Op) {
	r.draft.Ops = append(r.draft.Ops, op)
	r.draft.Paths = append(r.draft.Paths, at)
}

// done returns the draft. What is wrong with some of the inputs does not hide
// what is wrong with the others.
func (r *changeReader) done() (commit.Draft, error) {
	if r.err != nil {
		return commit.Draft{}, r.err
	}
	if len(r.problems) == 0 {
		return r.draft, nil
	}
	found := slices.Clone(r.problems)
	for _, p := range graph.Validate(r.base.Ontology, r.base, graph.Change{Ops: r.draft.Ops}) {
		p.Path = placeOf(p.Path, r.draft.Paths)
		if !slices.ContainsFunc(r.told, func(at string) bool { return within(p.Path, at) }) {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(a, b graph.Problem) int { return cmp.Compare(number(a.Path), number(b.Path)) })
	return commit.Draft{}, found
}

// within reports whether a place is another or a part of it.
func within(place, whole string) bool {
	rest, ok := strings.CutPrefix(place, whole)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// placeOf says where in an input the problem of an op stands: paths are the
// places of the ops.
func placeOf(path string, paths []string) string {
	rest, ok := strings.CutPrefix(path, "ops[")
	i := number(path)
	if !ok || i < 0 || i >= len(paths) {
		return path
	}
	_, rest, _ = strings.Cut(rest, "]")
	rest = strings.TrimPrefix(rest, ".")
	if end := strings.IndexAny(rest, ".["); end >= 0 {
		return paths[i] + rest[end:] // the first name is the op's sort, and in its place
	}
	return paths[i]
}

// number returns the first number in brackets of a path, or -1.
func number(path string) int {
	_, rest, _ := strings.Cut(path, "[")
	digits, _, _ := strings.Cut(rest, "]")
	if n, err := strconv.Atoi(digits); err == nil {
		return n
	}
	return -1
}

// change reads one ChangeInput.
func (r *changeReader) change(at string, in *changeInput) {
	ops, given := graph.Op{}, 0
	retract := func(name string, id *graphql.ID, into *string) {
		if id == nil {
			return
		}
		given++
		if *into = string(*id); *id == "" {
			r.bad(at+"."+name, "names nothing")
		}
	}
	retract("retractEntity", in.RetractEntity, &ops.RetractEntity)
	retract("retractFact", in.RetractFact, &ops.RetractFact)
	retract("retractSource", in.RetractSource, &ops.RetractSource)
	for _, is := range [...]bool{in.Entity != nil, in.Fact != nil, in.Source != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		r.bad(at, "exactly one of entity, fact, source, retractEntity, retractFact and retractSource must be given; %d are", given)
		return
	}
	switch {
	case in.Entity != nil:
		ops.Entity = r.entity(at+".entity", in.Entity)
		r.add(at+".entity", ops)
	case in.Fact != nil:
		ops.Fact = r.fact(at+".fact", in.Fact)
		r.add(at+".fact", ops)
	case in.Source != nil:
		ops.Source = r.source(in.Source)
		r.add(at+".source", ops)
	case ops.RetractEntity != "":
		r.add(at+".retractEntity", ops)
	case ops.RetractFact != "":
		r.add(at+".retractFact", ops)
	case ops.RetractSource != "":
		r.texts[ops.RetractSource] = nil
		r.add(at+".retractSource", ops)
	default:
		return // told above
	}
	r.conditions(at, in, &ops)
}

// conditions reads the conditions of one ChangeInput.
func (r *changeReader) conditions(at string, in *changeInput, op *graph.Op) {
	about := op.Touches()
	ask := func(name string, rev *Revision, ref graph.Ref, fits bool) {
		switch {
		case rev == nil:
		case !fits:
			r.bad(at+"."+name, "does not go together with %s", strings.ToLower(about.Sort.String()))
		case ref.ID != "":
			r.draft.If = append(r.draft.If, commit.Condition{Ref: ref, Revision: graph.Revision(*rev), Path: at + "." + name})
		}
	}
	entity := graph.Ref{Sort: graph.EntitySort, ID: about.ID}
	if in.IfEntityRevision != nil && about.Sort == graph.FactSort {
		entity.ID = r.subject(op)
	}
	ask("ifEntityRevision", in.IfEntityRevision, entity, about.Sort != graph.SourceSort)
	ask("ifFactRevision", in.IfFactRevision, about, about.Sort == graph.FactSort)
	ask("ifSourceRevision", in.IfSourceRevision, about, about.Sort == graph.SourceSort)
}

// subject returns the id of the entity that the fact of an op is about, "" where
// there is no such fact.
func (r *changeReader) subject(op *graph.Op) string {
	if op.Fact != nil {
		return op.Fact.Subject
	}
	number, ok, err := r.base.FactByID(op.RetractFact)
	if err == nil && ok {
		var f graph.Fact
		if f, err = r.base.Fact(number); err == nil {
			return f.Subject
		}
	}
	r.err = cmp.Or(r.err, err)
	return ""
}

func (r *changeReader) entity(at string, in *entityInput) *graph.Entity {
	e := &graph.Entity{ID: string(in.ID), Kind: in.Kind, Form: orEmpty(in.Form), Name: in.Name, Note: orEmpty(in.Note)}
	e.Evidence, e.Grade = r.evidence(at, in.Evidence, in.Grade)
	return e
}

func (r *changeReader) fact(at string, in *factInput) *graph.Fact {
	f := &graph.Fact{
		Subject: string(in.Subject), Type: in.Type, Verb: orEmpty(in.Verb), Object: orEmpty((*string)(in.Object)),
		Reason: orEmpty(in.Reason), Reading: graph.Reading(orEmpty(in.Reading)),
		ValidFrom: orEmpty((*string)(in.ValidFrom)), ValidTo: orEmpty((*string)(in.ValidTo)), Note: orEmpty(in.Note),
	}
	f.Rank, _ = graph.ParseRank(in.Rank)
	f.Evidence, f.Grade = r.evidence(at, in.Evidence, in.Grade)
	f.Qualifiers = qualifiers(in.Qualifiers)
	switch {
	case in.Value != nil:
		f.Value = r.value(at+".value", in.Value)
	case in.Object == nil && r.base.Ontology.Property(f.Type) != nil:
		r.bad(at+".value", "%s is a property: it needs a value", f.Type)
	}
	if !f.IsRelation() && f.Value.IsZero() {
		r.told = append(r.told, at+".id") // has the value
	}
	if in.ID != nil {
		f.ID = string(*in.ID)
	} else {
		f.ID = graph.FactID(r.base.Ontology, f)
	}
	return f
}

// qualifiers sorts qualifiers by name, as facts hold them.
func qualifiers(in *[]qualifierInput) []graph.Qualifier {
	if in == nil {
		return nil
	}
	var list []graph.Qualifier
	for _, q := range *in {
		list = append(list, graph.Qualifier{Name: q.Name, Value: q.Value})
	}
	slices.SortStableFunc(list, func(a, b graph.Qualifier) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func (r *changeReader) value(at string, in *valueInput) graph.Value {
	v, given := in.value()
	if given != 1 {
		r.bad(at, "exactly one of string, text, integer, decimal, boolean, date, url, code, quantity and list must be given; %d are", given)
		return graph.Value{}
	}
	if v.Type == graph.List {
		for i := range *in.List {
			v.List = append(v.List, r.value(fmt.Sprintf("%s.list[%d]", at, i), &(*in.List)[i]))
		}
	}
	return v
}

func (r *changeReader) source(in *sourceInput) *graph.Source {
	s := &graph.Source{
		ID: string(in.ID), Title: in.Title, Publisher: in.Publisher, ReviewedOn: orEmpty((*string)(in.ReviewedOn)),
		URL: orEmpty((*string)(in.URL)), Text: in.Text, SHA256: graph.TextHash(in.Text),
	}
	r.texts[s.ID] = graph.NewSourceText(s.Text)
	return s
}

// evidence finds the quotes in their sources and returns them with the grade of
// what they support: the one given, or that of the strongest quote.
func (r *changeReader) evidence(at string, list []evidenceInput, given *string) ([]graph.Evidence, graph.Grade) {
	var grade graph.Grade
	if given != nil {
		grade, _ = graph.ParseGrade(*given)
	}
	strongest := graph.Grade(0)
	found := make([]graph.Evidence, len(list))
	for i := range list {
		in, place := &list[i], fmt.Sprintf("%s.evidence[%d]", at, i)
		e, ok := r.quote(place, in)
		if !ok {
			r.told = append(r.told, place)
		}
		e.Source, e.Quote, e.Note, e.Grade = string(in.Source), in.Quote, orEmpty(in.Note), grade
		switch {
		case in.Grade != nil:
			e.Grade, _ = graph.ParseGrade(*in.Grade)
		case given == nil:
			r.bad(place+".grade", "no grade: expected STATED, CONSTRUED, CONTEXTUAL or EDITORIAL").
				Hint = "give it for the quote, or for all with that of what they support"
			r.told = append(r.told, at+".grade")
		}
		strongest = max(strongest, e.Grade)
		found[i] = e
	}
	if given == nil {
		grade = cmp.Or(strongest, graph.Editorial) // none at all has been told above
	}
	return found, grade
}

// quote returns the place and context of a quote; false when it has none.
func (r *changeReader) quote(at string, in *evidenceInput) (graph.Evidence, bool) {
	text := r.text(string(in.Source))
	if text == nil {
		r.bad(at+".source", "there is no source %q", string(in.Source)).Hint = r.nearSource(string(in.Source))
		return graph.Evidence{}, false
	}
	line := 0
	if in.Line != nil {
		if line = int(*in.Line); line < 1 {
			r.bad(at+".line", "is %d: lines are counted from 1", line)
			return graph.Evidence{}, false
		}
	}
	var start *int
	if in.Start != nil {
		n := int(*in.Start)
		start = &n
	}
	e, problem := text.Locate(in.Quote, start, line)
	if problem != nil {
		problem.Path = at + "." + problem.Path
		r.problems = append(r.problems, *problem)
	}
	return e, problem == nil
}

// text returns the text of a source as the changes so far leave it, or nil.
func (r *changeReader) text(id string) *graph.SourceText {
	if t, ok := r.texts[id]; ok {
		return t
	}
	var t *graph.SourceText
	s, ok, err := r.base.Source(id)
	if err == nil {
		err = r.base.Budget.Spend(1 + len(s.Text)/bytesPerRow)
	}
	if err == nil && ok {
		t = graph.NewSourceText(s.Text)
	}
	r.err = cmp.Or(r.err, err)
	r.texts[id] = t
	return t
}

// nearSource returns a hint naming the source whose id is close to one that none
// has, or "".
func (r *changeReader) nearSource(id string) string {
	ids, err := r.base.SourceIDs()
	r.err = cmp.Or(r.err, err)
	if slices.Contains(ids, id) {
		return "this change retracts it before"
	}
	for put, text := range r.texts {
		if text != nil {
			ids = append(ids, put)
		}
	}
	slices.Sort(ids)
	return graph.DidYouMean(id, ids)
}
