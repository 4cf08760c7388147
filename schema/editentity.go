package schema

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// editReader makes ops of the input of a kind. It notes everything wrong.
type editReader struct {
	*changeReader
	*edit
	info   *graph.NodeInfo // nil where the entity is new
	entity *graph.Entity   // as it is to be
	quoted bool            // whether the input has quotes for the entity
	places []editPlace     // of the ops
	taken  map[string]string
}

// editPlace is where an op stands in the input.
type editPlace struct {
	at     string
	far    string // "object" or "subject" of a relation: what the input calls to
	shared bool   // its quotes are those of the entity
}

// readEdit plans an edit over the graph as it is. The error is as of
// [readChanges].
func readEdit(base *graph.View, e *edit) (commit.Draft, error) {
	r := &editReader{changeReader: newChangeReader(base), edit: e, info: entityInfo(base, e.id), taken: map[string]string{}}
	r.draft.If = entityConditions(e.id, e.since)
	if e.mode == creates {
		absent := Revision(0)
		r.draft.If = entityConditions(e.id, &absent)
		r.draft.If[0].Path = "id"
	}
	switch {
	case e.named && e.id == "":
		if name, ok := e.in.fields["name"]; !ok || name == nil {
			r.bad("input.name", "must be given: the entity is new")
		} else {
			r.bad("input.name", "%.100q makes no id: it has no letter or digit of ASCII", textOf(name)).Hint = "give the id"
		}
		return commit.Draft{}, r.problems
	case e.mode == creates && r.info != nil && e.named:
		r.bad("input.name", "makes the id %q, which %s %q has", e.id, base.Topology().Terms().Name(r.info.Kind), r.info.Name).
			Hint = "give an id of its own, or change what is there with update"
		return commit.Draft{}, r.problems
	case e.mode == updates && r.info == nil && e.since != nil && *e.since != 0:
		return r.draft, nil // the condition tells
	case e.mode == updates && r.info == nil:
		p := r.problems.Add("id", graph.NotFound, "there is no entity %q", e.id)
		n, err := graph.Lookup(base, e.id)
		if p.Hint = graph.HintOf(err); err == nil {
			p.Hint = fmt.Sprintf("that is a name of %q", base.Topology().Node(n).ID)
		}
		return commit.Draft{}, r.problems
	case e.mode != creates && r.info != nil && base.Topology().Terms().Name(r.info.Kind) != kindNames[e.kind]:
		return commit.Draft{}, otherKind(base, r.info, e.kind, strings.ToLower(editWords[e.mode]))
	}
	r.readEntity()
	if e.mode == creates && r.info != nil {
		return r.draft, r.err // the condition tells
	}
	for _, name := range slices.Sorted(maps.Keys(e.in.fields)) {
		if err := base.Budget.Spend(1); err != nil {
			return commit.Draft{}, err
		}
		r.field(name, e.in.fields[name])
	}
	return r.done()
}

// readEntity reads the entity itself.
func (r *editReader) readEntity() {
	e, fields := &graph.Entity{ID: r.id, Kind: kindNames[r.kind]}, r.in.fields
	if r.info != nil && r.mode != creates {
		was, err := r.base.Entity(r.base.Topology().Lookup(r.id))
		if err != nil {
			r.err = err
			return
		}
		*e = was
	}
	r.entity = e
	if name, ok := fields["name"]; ok && name != nil {
		e.Name = textOf(name)
	} else if ok || e.Name == "" {
		r.bad("input.name", "must be given: every entity has a name")
	}
	if form, ok := fields["form"]; ok {
		e.Form = textOf(form)
	}
	if note, ok := fields["note"]; ok {
		e.Note = textOf(note)
	}
	if fields["evidence"] != nil {
		r.quoted = true
	}
	if e.Evidence, e.Grade = r.support(r.in, e.Evidence, e.Grade); len(e.Evidence) == 0 {
		r.told = append(r.told, "input.grade") // that there is no quote is told
	}
	r.add(editPlace{at: "input"}, graph.Op{Entity: e})
}

// support returns the quotes and the grade that an input gives, and for what it
// leaves out those there were.
func (r *editReader) support(o object, was []graph.Evidence, grade graph.Grade) ([]graph.Evidence, graph.Grade) {
	if quotes := o.fields["evidence"]; quotes != nil {
		return r.evidence(o.at, evidenceInputs(quotes), optional(textOf(o.fields["grade"])))
	}
	next, ok := graph.ParseGrade(textOf(o.fields["grade"]))
	switch {
	case !ok || next == grade:
	case len(was) > 1:
		r.bad(o.at+".grade", "its %d quotes have grades of their own", len(was)).Hint = "give the evidence with it"
	case len(was) == 1:
		was, grade = slices.Clone(was), next
		was[0].Grade = next
	}
	return was, grade
}

// evidenceInputs reads a list of EvidenceInput.
func evidenceInputs(value any) []evidenceInput {
	items := list(value)
	found := make([]evidenceInput, len(items))
	for i, x := range items {
		fields, _ := x.(map[string]any)
		in := evidenceInput{Source: graphql.ID(idOf(fields["source"])), Quote: textOf(fields["quote"])}
		number := func(name string) *int32 {
			if fields[name] == nil {
				return nil
			}
			n := int32(float(fields[name]))
			return &n
		}
		in.Start, in.Line = number("start"), number("line")
		in.Grade, in.Note = optional(textOf(fields["grade"])), optional(textOf(fields["note"]))
		found[i] = in
	}
	return found
}

// field reads a field of the input but those of the entity itself. A list that
// is null is as left out.
func (r *editReader) field(name string, value any) {
	o := object{"input." + name, nil}
	switch name {
	case "name", "form", "note", "grade", "evidence":
		return
	case "aliases":
		r.attributes(graph.AliasProperty, graph.String, o, value)
		return
	case "labels":
		r.attributes(graph.LabelProperty, graph.String, o, value)
		return
	case "remove":
		r.remove(o, value)
		return
	}
	f := fieldOf(r.kind, name)
	switch {
	case f == nil:
		r.bad(o.at, "%s has no such field", kindNames[r.kind])
	case len(f.types) == 0:
		r.attributes(propertyNames[f.property], f.item, o, value)
	case value != nil:
		for i, x := range list(value) {
			r.relation(f, o.item(i, x))
		}
	}
}

// remove retracts facts about the entity.
func (r *editReader) remove(o object, value any) {
	if value == nil {
		return
	}
	for i, x := range list(value) {
		at, id := o.item(i, x).at, idOf(x)
		number, ok, err := r.base.FactByID(id)
		var f graph.Fact
		if err == nil && ok {
			f, err = r.base.Fact(number)
		}
		switch {
		case err != nil:
			r.err = err
		case !ok:
			r.problems.Add(at, graph.NotFound, "there is no fact %q", id)
		case f.Subject != r.id && f.Object != r.id:
			r.bad(at, "fact %q is not about %s", id, r.id)
		default:
			r.fact(editPlace{at: at}, id, graph.Op{RetractFact: id})
		}
	}
}

// fact adds an op about a fact, which may be only one.
func (r *editReader) fact(at editPlace, id string, op graph.Op) {
	if first, ok := r.taken[id]; ok {
		r.bad(at.at, "is about fact %q, and so is %s", id, first).Hint = "say it once"
		return
	}
	r.taken[id] = at.at
	r.add(at, op)
}

func (r *editReader) add(at editPlace, op graph.Op) {
	r.places = append(r.places, at)
	r.changeReader.add(at.at, op)
}

// done returns the draft, or all that is wrong with it.
func (r *editReader) done() (commit.Draft, error) {
	if r.err != nil {
		return commit.Draft{}, r.err
	}
	found := slices.Clone(r.problems)
	for _, p := range graph.Validate(r.base.Ontology, r.base, graph.Change{Ops: r.draft.Ops}) {
		p.Path = r.locate(p.Path)
		same := func(x graph.Problem) bool { return x.Path == p.Path && x.Msg == p.Msg }
		if !slices.ContainsFunc(r.told, func(at string) bool { return within(p.Path, at) }) && !slices.ContainsFunc(found, same) {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(a, b graph.Problem) int {
		return cmp.Or(strings.Compare(inputField(a.Path), inputField(b.Path)), cmp.Compare(number(a.Path), number(b.Path)))
	})
	return r.draft, found.Err()
}

// inputField returns the beginning of a path, as "input.supports".
func inputField(path string) string {
	field, rest, _ := strings.Cut(path, ".")
	if end := strings.IndexAny(rest, ".["); end >= 0 {
		rest = rest[:end]
	}
	return field + "." + rest
}

// locate says where in the input the problem of an op stands.
func (r *editReader) locate(path string) string {
	i := number(path)
	if i < 0 || i >= len(r.places) {
		return path
	}
	at := r.places[i]
	_, rest, _ := strings.Cut(path, "].")
	sort, rest, _ := strings.Cut(rest, ".")
	field, _, _ := strings.Cut(rest, ".")
	field, _, _ = strings.Cut(field, "[")
	switch {
	case rest == "":
		return at.at
	case sort == "entity" && field == "id":
		if r.named {
			return "input.name"
		}
		return "id"
	case field == at.far:
		return at.at + ".to"
	case field == "id":
		return at.at + ".fact"
	case field == "subject" || field == "object" || field == "type":
		return at.at
	case field == "evidence" && at.shared:
		return "input." + rest
	}
	return fmt.Sprintf("%s.%s", at.at, rest)
}
