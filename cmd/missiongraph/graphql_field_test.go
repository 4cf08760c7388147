package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
	"missiongraph/schema"
)

// arguments are plausible values of the arguments that a field requires, by
// field or by argument name, and of others that it shows nothing without.
var arguments = map[string]string{
	"Query.node.id": `"287g"`, "Query.nodes.ids": `["287g", "fbi/leads/joint-terrorism-task-forces", "ice-what-we-do-page"]`,
	"Query.change.revision": "1", "Query.source.id": `"ice-what-we-do-page"`, "Query.view.lens": `{minGrade: EDITORIAL, deprecated: true}`,
	"Query.commonNeighbors.ids": `["ero", "hsi"]`, "Query.descendants.id": `"ice"`, "Query.whyNot.subject": `"hsi"`, "Query.whyNot.type": `leads`, "object": `"joint-terrorism-task-forces"`,
	"Query.without.ids": `["hsi", "287g"]`, "measure": `BETWEENNESS`, "id": `"ero"`, "text": `"ice"`, "roots": `["ero"]`, "from": `"ero"`, "to": `"fbi"`,
	"Query.diff.from":         "0",
	"Mutation.commit.changes": tryChanges, "message": `"try"`, "reason": `"try"`,
	"Mutation.commit.clientMutationId": `"walk"`, "Mutation.revert.revision": "1", "Mutation.restore.revision": "1", "Mutation.unmerge.revision": "1",
	"Mutation.merge.from": `"hsi"`, "into": `"ero"`, "Mutation.retract.id": `"ero/leverages/interpol"`, "fact": `"ero/leverages/interpol"`, "rank": "PREFERRED",
	"Query.training.scope": `{around: ["ice", "ice-what-we-do"], depth: 2}`, "Training.questions.first": "60", "Training.comparison.with": `["ero", "hsi"]`,
	"Query.trainingCheck.receipts": `[{item: "x", receipt: """{"revision": 1, "lens": {"minGrade": "CONTEXTUAL"}, "proofs": [{"fact": "ero/leads/ice", "grade": "STATED", "sentence": "", "citations": []}]}"""}]`, "Query.trainingChange.receipts": "[" + tryReceipt + "]", "Query.trainingChange.revision": "2",
	"Mutation.planImport.upload": tryUpload, "Mutation.applyImport.upload": tryUpload, "plan": `"plan-0"`,
	"Query.match.explain": "true", "Query.match.pattern": `"(d:Directorate)-[r]->(t:Threat) RETURN d, r, t.name, d.degree, t IS NULL, collect(t)"`,
	"input":           tryInput,
	"Query.facets.by": `[{relation: {types: [counters]}, then: {field: kind}}]`, "by": "[{field: kind}]", "FactConnection.facets.by": `[{field: subject, then: {field: type}}]`, "rows": "[Organization]", "columns": "[Organization, Threat]",
}

// tryReceipt is one that does not hold, for another reason since revision 2.
const tryReceipt = `{item: "x", receipt: """{"revision": 1, "lens": {"minGrade": "CONTEXTUAL"}, "proofs": [{"fact": "ero", "grade": "STATED", "sentence": "ERO", "citations": []}], "under": [{"words": "how to nowhere", "source": "questions.walk", "heading": "Questions"}]}"""}`

// tryChanges are changes that a trial tells something of.
const tryChanges = `[{fact: {subject: "hsi", type: "worksWith", verb: "works with", object: "interpol", note: "try", evidence: [{source: "ice-what-we-do-page", quote: "INTERPOL", grade: STATED}]}}]`

// walkedQuestions are a sheet with an answer that is as expected, one that is
// not, and none.
const walkedQuestions = `
- name: who leverages INTERPOL
  why: the page says it
  query: '{ entity(id: "ero") { ... on Directorate { leverages { id } } } }'
  contains: {entity: {leverages: [{id: interpol}]}}
- name: what ICE is called
  query: '{ entity(id: "ice") { name } }'
  expect: {entity: {name: Ice}}
- name: how to nowhere
  query: '{ paths(from: "ero", to: "nowhere") { paths { length } } }'
  count: 1
`

// tryUpload is a file of which one row is refused, one is joined and one is
// alike.
const tryUpload = `{name: "try.csv", text: "id,name,agency,since\nx,Nobody,INTERPOL,2020-01-01\ny,Somebody,Interpool,2020-01-01\nz,,ICE,2020-01-01\n", mappingText: "mapping: try\nsource: {publisher: P}\nentities:\n- {as: a, id: 'try-{id}', kind: Agency, name: '{name}'}\n- {as: b, id: 'of-{id}', kind: Partner, name: '{agency}', match: {names: ['{agency}'], score: 1, near: 0.1}}\n"}`

// tryInput is of an entity of any kind.
const tryInput = `{name: "Try", evidence: [{source: "ice-what-we-do-page", quote: "INTERPOL", grade: STATED}]}`

// optional are values tried for arguments that may be left out.
var optional = map[string]string{
	"first": "2", "last": "2", "depth": "2", "limit": "20", "maxDepth": "3", "maxLength": "4", "direction": "ANY",
	"types": "[partOf, counters, leads]", "filter": "{}", "relation": "{}", "orderBy": "[]", "kinds": "[Organization, Threat]", "avoid": `["hsi"]`, "with": `["hsi"]`,
	"via": `["hsi"]`, "weight": "GRADE", "collapse": "{into: [Agency]}",
	"format": "TREE", "layout": "LAYERED", "theme": "DARK", "frame": "A4", "title": `"Some title"`, "links": `"https://example.org/"`, "scale": "2", "since": "1",
	"scope": `"hsi"`, "members": "2", "of": `"ice"`, "filterRows": "{forms: [AGENCY]}", "filterColumns": "{forms: [ACTOR]}",
}

// unvalued are the fields of types other than kinds that no fact of the seed
// gives a value.
var unvalued = []string{
	"Fact.note", "Relation.note", "Attribute.note", "Fact.validFrom", "Fact.validTo", "Relation.validFrom", "Relation.validTo",
	"Attribute.validFrom", "Attribute.validTo", "Attribute.reading", "Attribute.reason", "Attribute.qualifiers", "Quantity.unit", "Source.url", "Query.office",
	"AbsenceFinding.via", "AbsenceFinding.domain", "AbsenceFinding.range", "AbsenceFinding.allowed", "AbsenceFinding.revision", "Components.reason", "Similarity.reason", "MatchTable.reason",
	"TrainingReceipt.denials",                                      // only questions have some, and the walk reaches a receipt through a term
	"Difference.before", "Difference.fields", "Difference.changes", // the seed is one revision
	"ImportPlan.leftOut", "ImportPlan.conflicts", "ImportMatch.why", "ImportFile.compression", // graphql_import_test.go
	"Mutation.unmerge", "CommitPayload.problems", "CommitPayload.conflicts",
	"ValidationProblem.hint", // of what the gate does not let in
	"Value.text", "Value.integer", "Value.decimal", "Value.boolean", "Value.url", "Value.code",
}

// Every field of every type of the served schema can be asked for, alone, with
// its required arguments and, at the root, with each optional one, and none is
// an error. Every type is reached, and every field has a value for something,
// but for those of kinds and relations that the seed has none of.
func TestEveryFieldOfTheSchemaResolves(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	sheet := graph.Source{ID: "questions.walk", Title: "Questions", Publisher: "test", Text: walkedQuestions, SHA256: graph.TextHash(walkedQuestions)}
	ops := []graph.Op{{Source: &sheet}}
	for name, text := range map[string]string{"board": "layout: ORG\nroots: [ice]\n", "wrong": "layout: ROUND\n"} {
		ops = append(ops, graph.Op{Source: &graph.Source{ID: "diagrams." + name, Title: "View", Publisher: "test", Text: text, SHA256: graph.TextHash(text)}})
	}
	_, err := s.store.Append(t.Context(), graph.Change{Ops: ops, Author: "test", Message: "questions and views"}, 1)
	require.NoError(t, err)
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: schema.SDL()})
	require.NoError(t, err)
	w := &schemaWalk{t: t, s: s, schema: loaded, paths: map[string]string{"Query": "%s", "Mutation": "mutation { %s }"}, good: map[string]bool{"Query": true, "Mutation": true},
		asked:  map[string]bool{"Mutation.unmerge": true}, // of a revision that merged nothing is an error: testdata/graphql/writing-history/merge.txtar
		valued: map[string]bool{}}
	queue := []string{"Query", "Mutation"}
	for typ, path := range map[string]string{ // where most is to be seen
		"Relation":  `view(lens: {minGrade: EDITORIAL, deprecated: true}) { facts(first: 1000) { nodes { ... on Relation { %s } } } }`,
		"Attribute": `view(lens: {minGrade: EDITORIAL, deprecated: true}) { facts(first: 1000) { nodes { ... on Attribute { %s } } } }`,
		"Cut":       `without(ids: ["hsi", "287g"], first: 3) { %s }`,
		"Subgraph":  `subgraph(roots: ["ero"], depth: 2, limit: 40, collapse: {into: [Agency]}) { %s }`,
		"Matrix":    `matrix(rows: [Organization], columns: [Threat], limit: 5) { %s }`,

		"CommitPayload":     `mutation { commit(message: "try", dryRun: true, clientMutationId: "walk", changes: [{retractFact: "ero/leverages/interpol"}, {retractFact: "foreign-law-enforcement-partners/hasMember/interpol"}]) { %s } }`,
		"ValidationProblem": `view(lens: {changes: [{fact: {subject: "hsi", type: "partOf", object: "fbi", evidence: [{source: "ice-what-we-do-page", quote: "INTERPOL", grade: STATED}]}}]}) { validation { nodes { %s } } }`,
		"Difference":        `diff(from: 0) { nodes { %s } }`,
		"Problem":           `mutation { commit(message: "try", changes: [{retractEntity: "erro"}]) { problems { %s } } }`,
		"Conflict":          `mutation { commit(message: "try", changes: [{entity: {id: "ero", kind: Directorate, name: "ERO", evidence: [{source: "ice-what-we-do-page", quote: "INTERPOL", grade: STATED}]}, ifEntityRevision: 0}]) { conflicts { %s } } }`,

		"CommonNeighbors": `commonNeighbors(ids: ["ero", "hsi"], first: 2) { %s }`,

		"FacetValue": `facets(by: [{relation: {}, then: {field: kind}}], members: 2) { values { %s } }`,
	} {
		require.True(t, w.reach(typ, path))
		queue = append(queue, typ)
	}
	for _, f := range loaded.Query.Fields { // kinds are best reached by their lists
		if nodes := loaded.Types[f.Type.Name()].Fields.ForName("nodes"); nodes != nil && f.Arguments.ForName("filter") != nil && f.Arguments.ForName("after") != nil &&
			f.Arguments.ForName("id") == nil && f.Arguments.ForName("text") == nil {
			require.True(t, w.reach(nodes.Type.Name(), f.Name+"(first: 1000) { nodes { %s } }"))
			queue = append(queue, nodes.Type.Name())
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		queue = append(queue, w.visit(queue[0])...)
	}

	var missed, empty []string
	for name, def := range loaded.Types {
		if name == loaded.Subscription.Name { // its fields answer as Query.change and Query.trainingChange do
			continue
		}
		if def.BuiltIn || strings.HasPrefix(name, "__") || def.Kind != ast.Object && def.Kind != ast.Interface {
			continue
		}
		for _, f := range def.Fields {
			at := name + "." + f.Name
			switch {
			case strings.HasPrefix(f.Name, "__"):
			case !w.asked[at]:
				missed = append(missed, at)
			case !w.valued[at]:
				empty = append(empty, at)
			}
		}
	}
	slices.Sort(missed)
	assert.Empty(t, missed, "fields never asked for")
	assert.Greater(t, len(w.asked), 1000)
	unexpected := slices.DeleteFunc(slices.Clone(empty), func(at string) bool {
		typ, _, _ := strings.Cut(at, ".")
		return slices.Contains(unvalued, at) || w.isKind(typ) || !w.good[typ]
	})
	assert.Empty(t, unexpected, "fields without a value anywhere")
	var unreached []string
	for name := range w.paths {
		if !w.good[name] {
			unreached = append(unreached, name)
		}
	}
	slices.Sort(unreached)
	t.Logf("%d fields asked for, %d of them null or empty everywhere; nothing of the types %v", len(w.asked), len(empty), unreached)
}

// schemaWalk asks field after field. paths tells for each type how to get to
// it: a query with %s where the selections go.
type schemaWalk struct {
	t      *testing.T
	s      *service
	schema *ast.Schema
	paths  map[string]string
	good   map[string]bool // whether the path leads to something
	asked  map[string]bool
	valued map[string]bool
}

// visit asks all fields of a type and returns the types newly reached.
func (w *schemaWalk) visit(typ string) []string {
	def := w.schema.Types[typ]
	var reached []string
	reach := func(name, path string) {
		if w.reach(name, path) {
			reached = append(reached, name)
		}
	}
	var all []string // the leaves, to be asked together
	for _, f := range def.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		if w.asked[typ+"."+f.Name] {
			continue
		}
		for _, call := range w.calls(typ, f) {
			target := w.schema.Types[f.Type.Name()]
			selection := call
			if target.IsCompositeType() {
				selection += " { __typename }"
				reach(target.Name, strings.Replace(w.paths[typ], "%s", call+" { %s }", 1))
				for _, possible := range w.schema.GetPossibleTypes(target) {
					if possible.Name != target.Name {
						reach(possible.Name, strings.Replace(w.paths[typ], "%s", call+" { ... on "+possible.Name+" { %s } }", 1))
					}
				}
			} else {
				all = append(all, selection)
			}
			w.ask(typ, f.Name, selection)
		}
	}
	if len(all) > 0 {
		w.send(typ, strings.Join(all, " "))
	}
	return reached
}

// reach notes a path to a type when it has none, or none that leads to
// something. It reports whether the type is to be visited by it.
func (w *schemaWalk) reach(name, path string) bool {
	if w.good[name] {
		return false
	}
	probe := "x: __typename"
	if f := w.schema.Types[name].Fields.ForName("edges"); f != nil && w.schema.Types[f.Type.Name()].IsCompositeType() {
		probe = "edges { x: __typename }"
	}
	answer := w.s.post(w.t, document(strings.Replace(path, "%s", probe, 1)), "")
	require.Empty(w.t, answer.Errors, "%s\n%s", path, answer.raw)
	_, known := w.paths[name]
	if good := hasValue(w.t, answer.Data); good || !known {
		w.paths[name], w.good[name] = path, good
		return true
	}
	return false
}

func (w *schemaWalk) isKind(typ string) bool {
	return typ == "Entity" || slices.Contains(w.schema.Types[typ].Interfaces, "Entity")
}

// hasValue reports whether some "x" in data is neither null nor an empty list.
func hasValue(t testing.TB, data json.RawMessage) bool {
	var value any
	require.NoError(t, json.Unmarshal(data, &value))
	var look func(any) bool
	look = func(v any) bool {
		switch v := v.(type) {
		case []any:
			return slices.ContainsFunc(v, look)
		case map[string]any:
			for key, inner := range v {
				list, isList := inner.([]any)
				if key == "x" && inner != nil && (!isList || len(list) > 0) || look(inner) {
					return true
				}
			}
		}
		return false
	}
	return look(value)
}

// calls writes a field with its required arguments, and once more with each
// optional one.
func (w *schemaWalk) calls(typ string, f *ast.FieldDefinition) []string {
	var required []string
	for _, a := range f.Arguments {
		value := arguments[typ+"."+f.Name+"."+a.Name]
		if typ == "Mutation" && a.Name == "dryRun" {
			value = "true"
		}
		if value == "" && (!a.Type.NonNull || a.DefaultValue != nil) {
			continue
		}
		if value == "" {
			value = arguments[a.Name]
		}
		if id := w.someOf(typ, f); a.Name == "id" && id != "" {
			value = id
		}
		require.NotEmpty(w.t, value, "no value for %s.%s(%s:)", typ, f.Name, a.Name)
		required = append(required, a.Name+": "+value)
	}
	write := func(arguments []string) string {
		if len(arguments) == 0 {
			return f.Name
		}
		return f.Name + "(" + strings.Join(arguments, ", ") + ")"
	}
	calls := []string{write(required)}
	if typ != "Query" {
		return calls
	}
	for _, a := range f.Arguments {
		if value := optional[a.Name]; value != "" && (!a.Type.NonNull || a.DefaultValue != nil) {
			calls = append(calls, write(append(slices.Clone(required), a.Name+": "+value)))
		}
	}
	return calls
}

// someOf returns the id of some entity of the kind that a root field answers.
func (w *schemaWalk) someOf(typ string, f *ast.FieldDefinition) string {
	kind := f.Type.Name()
	if typ != "Query" || kind == "Entity" || !slices.Contains(w.schema.Types[kind].Interfaces, "Entity") {
		return ""
	}
	var data struct {
		Entities struct{ Nodes []struct{ ID string } }
	}
	w.s.post(w.t, fmt.Sprintf(`{ entities(filter: {kinds: [%s]}, first: 1) { nodes { id } } }`, kind), "").into(w.t, &data)
	if len(data.Entities.Nodes) == 0 {
		return ""
	}
	return fmt.Sprintf("%q", data.Entities.Nodes[0].ID)
}

// document makes one of a selection of the root, or of a mutation.
func document(selection string) string {
	if strings.HasPrefix(selection, "mutation ") {
		return selection
	}
	return "{ " + selection + " }"
}

func (w *schemaWalk) ask(typ, field, selection string) {
	at := typ + "." + field
	w.asked[at] = true
	if answer := w.send(typ, "x: "+selection); answer != nil && hasValue(w.t, answer) {
		w.valued[at] = true
	}
}

func (w *schemaWalk) send(typ, selection string) json.RawMessage {
	query := document(strings.Replace(w.paths[typ], "%s", selection, 1))
	answer := w.s.post(w.t, query, "")
	assert.Empty(w.t, answer.Errors, "%s\n%s", query, answer.raw[:min(len(answer.raw), 400)])
	assertPresentable(w.t, answer.raw[:min(len(answer.raw), 4000)])
	return answer.Data
}
