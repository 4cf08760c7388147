package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/schema"
)

// conditions are values of the inputs that filters are made of, by type.
var conditions = map[string][]string{
	"StringFilter":   {`{contains: "e"}`, `{in: ["ICE", "hsi"]}`, `{matches: "^.[ir]"}`, `{startsWith: "I", exact: true}`},
	"IntFilter":      {`{gt: 1}`, `{in: [0, 1]}`},
	"QuantityFilter": {`{exists: true}`, `{number: {gt: 500}, comparator: {eq: "approximately"}}`},
	"DateFilter":     {`{from: "2024-01-01"}`, `{exists: true}`},
	"GradeFilter":    {`{eq: STATED}`, `{atLeast: CONSTRUED}`},
	"FormFilter":     {`{exists: true}`, `{in: [PROGRAM, ACTOR, AGENCY]}`},
	"[Kind!]":        {`[Organization]`},
	"[Form!]":        {`[ACTOR, CENTER]`},
	"[AnyRelationFilter!]": {
		`[{some: {}}]`, `[{types: [leads, counters], direction: IN, kinds: [Directorate], some: {}}]`,
		`[{relation: {verb: {exists: true}}, count: {ge: 2}}, {none: {kinds: [Channel]}}]`,
	},
}

// conditionsOf returns values of a filter's field.
func conditionsOf(typ string) []string {
	name := strings.Trim(typ, "[!]")
	switch {
	case conditions[typ] != nil:
		return conditions[typ]
	case strings.HasPrefix(typ, "["): // and, or
		return []string{`[{degree: {gt: 2}}, {name: {contains: "e"}}]`}
	case strings.HasSuffix(name, "RelationFilter"):
		return []string{
			`{some: {}}`, `{every: {degree: {gt: 5}}}`, `{none: {grade: {eq: STATED}}}`, `{count: {ge: 2}}`,
			`{relation: {grade: {atLeast: STATED}, not: {verb: {eq: "uses"}}}, node: {degree: {lt: 30}}, count: {eq: 1}}`,
		}
	case strings.HasSuffix(name, "Filter"): // not, a kind
		return []string{`{degree: {gt: 2}}`}
	}
	return nil
}

// rootLists returns the root fields that list entities, with the types of
// their filters and orders.
func rootLists(t *testing.T) (loaded *ast.Schema, lists []*ast.FieldDefinition) {
	t.Helper()
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: schema.SDL()})
	require.NoError(t, err)
	for _, f := range loaded.Query.Fields {
		order := f.Arguments.ForName("orderBy")
		if order != nil && f.Arguments.ForName("id") == nil && strings.HasSuffix(order.Type.Name(), "Order") && f.Name != "facts" {
			lists = append(lists, f)
		}
	}
	require.Len(t, lists, 19)
	return loaded, lists
}

// Every condition that a filter can set is answered, and divides a list into
// those that meet it and those that do not.
func TestEveryConditionDividesItsList(t *testing.T) {
	s := serveSeed(t)
	loaded, lists := rootLists(t)
	asked, telling := 0, 0
	for _, list := range lists {
		filter := loaded.Types[list.Arguments.ForName("filter").Type.Name()]
		var questions []string
		for _, f := range filter.Fields {
			values := conditionsOf(f.Type.String())
			require.NotEmpty(t, values, "no value for %s.%s: %s", filter.Name, f.Name, f.Type)
			for _, value := range values {
				questions = append(questions, f.Name+": "+value)
			}
		}
		for batch := range slices.Chunk(questions, 14) {
			var query strings.Builder
			fmt.Fprintf(&query, "{ all: %s { totalCount }", list.Name)
			for i, q := range batch {
				fmt.Fprintf(&query, " y%d: %s(filter: {%s}) { totalCount } n%d: %s(filter: {not: {%s}}) { totalCount }", i, list.Name, q, i, list.Name, q)
			}
			answer := s.post(t, query.String()+" }", "")
			require.Empty(t, answer.Errors, "%s\n%s", query.String(), answer.raw)
			var counts map[string]struct{ TotalCount int }
			answer.into(t, &counts)
			for i, q := range batch {
				yes, no := counts[fmt.Sprint("y", i)].TotalCount, counts[fmt.Sprint("n", i)].TotalCount
				assert.Equal(t, counts["all"].TotalCount, yes+no, "%s(filter: {%s})", list.Name, q)
				asked++
				if yes > 0 && no > 0 {
					telling++
				}
			}
		}
	}
	t.Logf("%d conditions, of which %d tell some entities from others", asked, telling)
	assert.Greater(t, asked, 1500)
	assert.Greater(t, telling, 400)
}

// Every order of every list yields each entity once, forward and backward, a
// page at a time.
func TestEveryOrderYieldsEachEntityOnce(t *testing.T) {
	s := serveSeed(t)
	loaded, lists := rootLists(t)
	for n, list := range lists {
		t.Run(list.Name, func(t *testing.T) {
			want := pagedList{field: list.Name + `(%s)`}.ids(t, s, "first: 1000")
			order := loaded.Types[list.Arguments.ForName("orderBy").Type.Name()]
			by := loaded.Types[order.Fields.ForName("by").Type.Name()]
			for i, value := range by.EnumValues {
				key := fmt.Sprintf("{by: %s, direction: %s, nulls: %s}", value.Name,
					[]string{"ASC", "DESC"}[(n+i)%2], []string{"FIRST", "LAST"}[(n+i)/2%2])
				l := pagedList{field: fmt.Sprintf(`%s(orderBy: [%s], %%s)`, list.Name, key)}
				all := l.ids(t, s, "first: 1000")
				require.ElementsMatch(t, want, all, key)
				size := len(all)/2 + 1
				require.Equal(t, all, l.walk(t, s, size, true), key)
				require.Equal(t, all, l.walk(t, s, size, false), key)
			}
		})
	}
}

// ids returns the nodes of one page.
func (l pagedList) ids(t *testing.T, s *service, arguments string) []string {
	page, answer := l.ask(t, s, arguments)
	require.Empty(t, answer.Errors, string(answer.raw))
	found := []string{}
	for _, e := range page.Edges {
		found = append(found, string(e.Node))
	}
	return found
}

// walk returns the nodes of all pages, in the order of the list.
func (l pagedList) walk(t *testing.T, s *service, size int, forward bool) []string {
	found := []string{}
	arguments := fmt.Sprintf("first: %d", size)
	if !forward {
		arguments = fmt.Sprintf("last: %d", size)
	}
	for next := arguments; ; {
		page, answer := l.ask(t, s, next)
		require.Empty(t, answer.Errors, string(answer.raw))
		ids := []string{}
		for _, e := range page.Edges {
			ids = append(ids, string(e.Node))
		}
		switch {
		case forward && page.PageInfo.HasNextPage:
			found, next = append(found, ids...), fmt.Sprintf("%s, after: %q", arguments, *page.PageInfo.EndCursor)
		case forward:
			return append(found, ids...)
		case page.PageInfo.HasPreviousPage:
			found, next = append(ids, found...), fmt.Sprintf("%s, before: %q", arguments, *page.PageInfo.StartCursor)
		default:
			return append(ids, found...)
		}
	}
}
