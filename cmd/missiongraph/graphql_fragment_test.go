package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"missiongraph/internal/server"
	"missiongraph/schema"
)

// fragments draws nested fragments with fields whose names tell where they stand.
type fragments struct {
	t       *rapid.T
	schema  *ast.Schema
	fields  int
	defined []string // definitions of named fragments
}

// piece is a field, or a fragment with what it holds.
type piece struct {
	field string // response key; "" for a fragment
	on    string // "" without a condition
	held  []piece
}

var fragmentTypes = []string{"Node", "Entity", "Fact", "Relation", "Attribute", "Organization", "Directorate", "Program"}

// set draws the text of what stands in a set of type parent.
func (f *fragments) set(parent string, depth int) (string, []piece) {
	var text strings.Builder
	var pieces []piece
	for range rapid.IntRange(1, 2).Draw(f.t, "pieces") {
		kind := rapid.IntRange(0, 3).Draw(f.t, "kind")
		if depth == 0 || kind == 0 {
			f.fields++
			key := fmt.Sprintf("k%d", f.fields)
			text.WriteString(" " + key + ":id")
			pieces = append(pieces, piece{field: key})
			continue
		}
		var can []string
		for _, typ := range fragmentTypes {
			if f.overlap(parent, typ) {
				can = append(can, typ)
			}
		}
		on := rapid.SampledFrom(can).Draw(f.t, "on")
		if kind == 1 {
			inner, held := f.set(parent, depth-1)
			text.WriteString(" ...{" + inner + "}")
			pieces = append(pieces, piece{held: held})
			continue
		}
		inner, held := f.set(on, depth-1)
		if kind == 2 {
			text.WriteString(" ...on " + on + "{" + inner + "}")
		} else {
			name := fmt.Sprintf("F%d", len(f.defined))
			f.defined = append(f.defined, "fragment "+name+" on "+on+"{"+inner+"}")
			text.WriteString(" ..." + name)
		}
		pieces = append(pieces, piece{on: on, held: held})
	}
	return text.String(), pieces
}

func (f *fragments) overlap(a, b string) bool {
	return slices.ContainsFunc(f.schema.GetPossibleTypes(f.schema.Types[a]), func(typ *ast.Definition) bool {
		return f.is(typ.Name, b)
	})
}

func (f *fragments) is(typ, condition string) bool {
	return slices.Contains(f.schema.GetPossibleTypes(f.schema.Types[condition]), f.schema.Types[typ])
}

// keys are the response keys that an object of the type has of pieces.
func (f *fragments) keys(typ string, pieces []piece, into map[string]bool) map[string]bool {
	for _, p := range pieces {
		if p.field != "" {
			into[p.field] = true
		} else if p.on == "" || f.is(typ, p.on) {
			f.keys(typ, p.held, into)
		}
	}
	return into
}

// Fragments within fragments, on interfaces, objects and nothing, answer what the
// specification says, for every type of object.
func TestFragmentsNest(t *testing.T) {
	served := serve(t, serveSeed(t).store, nil, server.Limits{Aliases: 1000})
	parsed, err := gqlparser.LoadSchema(&ast.Source{Input: schema.SDL()})
	require.NoError(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		f := &fragments{t: rt, schema: parsed}
		text, pieces := f.set("Node", 4)
		query := `{ nodes(ids: ["ero", "287g", "interpol", "287g/grants/training"]) { type: __typename ` + text + ` } } ` + strings.Join(f.defined, " ")
		answer := served.post(t, query, "")
		require.Empty(rt, answer.Errors, query)
		var data struct{ Nodes []map[string]string }
		require.NoError(rt, json.Unmarshal(answer.Data, &data))
		require.Len(rt, data.Nodes, 4)
		for _, node := range data.Nodes {
			want := f.keys(node["type"], pieces, map[string]bool{"type": true})
			got := map[string]bool{}
			for key := range node {
				got[key] = true
			}
			require.Equal(rt, want, got, "%s\n%s", node["type"], query)
		}
	})
}
