package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"missiongraph/graph"
)

// filterInput is any input of filter.graphql or made from it, as it came: the
// engine would match hundreds of generated structs field by field when it
// starts. What is in it has been checked against the served schema; a
// filterReader makes a condition of it.
type filterInput struct{ fields map[string]any } // nil where none was given

// ImplementsGraphQLType says that the type stands for every filter.
func (filterInput) ImplementsGraphQLType(name string) bool { return strings.HasSuffix(name, "Filter") }

// UnmarshalGraphQL takes the input.
func (in *filterInput) UnmarshalGraphQL(input any) error {
	in.fields, _ = input.(map[string]any)
	return nil
}

// Nullable says that null stands for no filter.
func (filterInput) Nullable() {}

// given reports whether there is a filter.
func (in filterInput) given() bool { return in.fields != nil }

// key hashes the filter, for cursors: equal inputs have equal keys.
func (in filterInput) key() uint32 {
	if len(in.fields) == 0 {
		return 0
	}
	return jsonKey(in.fields)
}

// jsonKey hashes an input value; JSON writes the fields of an object in order.
func jsonKey(value any) uint32 {
	text, err := json.Marshal(value)
	must(err) // made of texts, numbers, lists and maps
	return listKey(string(text))
}

// kindField is a field of a kind as filters, orders and mutations name it: a
// property, or the relations of some types.
type kindField struct {
	name      string
	property  propertyIndex
	item      graph.ValueType // of a property's values; of a list, of its items
	types     []relationIndex // empty for a property
	direction graph.Direction
	target    kindIndex // anyKind for Entity
}

// fieldOf returns the field of a kind, or nil.
func fieldOf(kind kindIndex, name string) *kindField {
	fields := kindFields[kind]
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}

// test returns the condition on the relations the field follows, with nothing
// asked of them.
func (f *kindField) test() graph.RelationTest {
	t := graph.RelationTest{Direction: f.direction}
	for _, x := range f.types {
		t.Types = append(t.Types, relationNames[x])
	}
	if f.target != anyKind {
		t.Kinds = []string{kindNames[f.target]}
	}
	return t
}

// object is an input object and its place, as "filter.supports.some".
type object struct {
	at     string
	fields map[string]any
}

// each goes over the fields given, in order of name. null is as left out.
func (o object) each(read func(name string, value any)) {
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if value := o.fields[name]; value != nil {
			read(name, value)
		}
	}
}

// in returns an object within.
func (o object) in(name string, value any) object {
	fields, _ := value.(map[string]any)
	return object{o.at + "." + name, fields}
}

// maxConditions bounds what one filter may say: all of it is asked of every
// entity or fact that a list passes over.
const maxConditions = 500

// filterReader makes conditions of inputs. It notes the first thing wrong.
type filterReader struct {
	ontology *graph.Ontology
	size     int // conditions read
	err      error
}

// fail notes that something is wrong at a place.
func (r *filterReader) fail(at, hint, format string, args ...any) {
	if r.err == nil {
		r.err = graph.Errorf(graph.BadInput, at+": "+format, args...).WithHint("%s", hint)
	}
}

// read counts a condition.
func (r *filterReader) read(at string) {
	if r.size++; r.size > maxConditions && r.err == nil {
		r.err = graph.Errorf(graph.Limit, "%s: more than %d conditions in one filter", at, maxConditions).
			WithHint("in takes a list of values as one condition")
	}
}

// done ends the reading. It charges for what was read: making a condition
// ready costs about as much as a row.
func (r *filterReader) done(v *view) error {
	if r.err != nil {
		return r.err
	}
	return v.Budget.Spend(r.size)
}

// entityCondition reads the input at a place as a condition on entities of a
// kind; nil when there is none.
func (v *view) entityCondition(at string, kind kindIndex, in filterInput) (*graph.Filter, error) {
	if !in.given() {
		return nil, nil
	}
	r := filterReader{ontology: v.Ontology}
	f := r.entity(kind, object{at, in.fields})
	return f, r.done(v)
}

// condition returns the condition on entities of any kind that the argument
// filter sets; nil when there is none.
func (v *view) condition(in filterInput) (graph.Condition, error) {
	f, err := v.entityCondition("filter", anyKind, in)
	if err != nil {
		return nil, err
	}
	return v.Condition(f)
}

// entity reads a <Kind>Filter, or EntityFilter for any kind.
func (r *filterReader) entity(kind kindIndex, o object) *graph.Filter {
	f := &graph.Filter{}
	o.each(func(name string, value any) {
		at := o.in(name, value)
		r.read(at.at)
		switch name {
		case "and":
			f.And = append(f.And, r.entities(kind, at, value)...)
		case "or":
			f.Or = r.entities(kind, at, value)
		case "not":
			f.Not = r.entity(kind, at)
		case "kinds":
			f.Kinds = texts(value)
		case "forms":
			f.Forms = texts(value)
		case "form":
			r.form(f, at)
		case "id":
			f.ID = r.required(at)
		case "name":
			f.Name = r.required(at)
		case "note":
			f.Note = r.optional(at)
		case "alias":
			r.some(f, at, func(f *graph.Filter) **graph.TextTest { return &f.Alias })
		case "source":
			r.some(f, at, func(f *graph.Filter) **graph.TextTest { return &f.Source })
		case "grade":
			f.Grade = r.grade(at)
		case "degree":
			f.Degree = r.count(at)
		case "relations":
			for i, x := range list(value) {
				f.Relations = append(f.Relations, r.relations(graph.RelationTest{}, anyKind, at.item(i, x)))
			}
		default:
			r.field(f, kind, name, at)
		}
	})
	return f
}

// field reads a field of the kind itself, or of the kinds it stands for.
func (r *filterReader) field(f *graph.Filter, kind kindIndex, name string, at object) {
	if x := fieldOf(kind, name); x != nil {
		if len(x.types) == 0 {
			r.property(f, propertyNames[x.property], at)
		} else {
			f.Relations = append(f.Relations, r.relations(x.test(), x.target, at))
		}
		return
	}
	for k, of := range kindNames {
		if strings.EqualFold(of, name) { // the field of a kind has its name
			meets := r.entity(kindIndex(k), at)
			also(f, graph.Filter{Kinds: []string{of}, And: []graph.Filter{*meets}})
			return
		}
	}
	r.fail(at.at, "", "there is no such condition")
}

// relations reads a <Kind>RelationFilter, or an AnyRelationFilter, on top of
// the relations a field follows.
func (r *filterReader) relations(t graph.RelationTest, far kindIndex, o object) graph.RelationTest {
	asked := false
	o.each(func(name string, value any) {
		at := o.in(name, value)
		switch name {
		case "types":
			if t.Types = texts(value); len(t.Types) == 0 {
				r.fail(at.at, "leave it out for all", "names no type")
			}
		case "direction":
			t.Direction = directionOf(value.(string))
		case "kinds":
			t.Kinds = texts(value)
		case "relation":
			t.Fact = r.fact(at)
		case "node":
			t.Node = r.entity(far, at)
		case "some":
			t.Some, asked = r.entity(far, at), true
		case "every":
			t.Every, asked = r.entity(far, at), true
		case "none":
			t.None, asked = r.entity(far, at), true
		case "count":
			t.Count, asked = r.count(at), true
		}
	})
	if !asked {
		r.fail(o.at, "add some, every, none or count; some: {} for at least one", "says which relations, and nothing of them")
	}
	return t
}

func (r *filterReader) entities(kind kindIndex, at object, value any) []graph.Filter {
	found := []graph.Filter{}
	for i, x := range list(value) {
		found = append(found, *r.entity(kind, at.item(i, x)))
	}
	return found
}

// also adds a condition that must hold, too.
func also(f *graph.Filter, more graph.Filter) { f.And = append(f.And, more) }

// some reads a StringFilter on a part of which there may be several.
func (r *filterReader) some(f *graph.Filter, at object, part func(*graph.Filter) **graph.TextTest) {
	t, exists := r.text(at)
	*part(f) = t
	if exists == nil {
		return
	}
	var any graph.Filter
	*part(&any) = &graph.TextTest{}
	if *exists {
		also(f, any)
	} else {
		also(f, graph.Filter{Not: &any})
	}
}

func (r *filterReader) form(f *graph.Filter, o object) {
	r.checkExists(o)
	o.each(func(name string, value any) {
		switch name {
		case "eq", "in":
			also(f, graph.Filter{Forms: texts(value)})
		case "exists":
			any := graph.Filter{Forms: []string{}}
			for _, k := range r.ontology.Kinds {
				for _, form := range k.Forms {
					any.Forms = append(any.Forms, form.Name)
				}
			}
			if value == true {
				also(f, any)
			} else {
				also(f, graph.Filter{Not: &any})
			}
		}
	})
}
