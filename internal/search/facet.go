package search

import (
	"cmp"
	"slices"

	"missiongraph/graph"
)

// facets counts hits by kind, form and field.
type facets struct {
	kinds, forms []int // by term; of no form under 0
	fields       []int // as [fields]
}

func newFacets(t *graph.Terms) *facets {
	return &facets{kinds: make([]int, t.Len()+1), forms: make([]int, t.Len()+1), fields: make([]int, len(fields))}
}

func (f *facets) add(info *graph.NodeInfo, in fieldSet) {
	f.kinds[info.Kind]++
	f.forms[info.Form]++
	for i := range f.fields {
		f.fields[i] += int(in >> i & 1)
	}
}

// list returns the counts, nil for nil.
func (f *facets) list(v *graph.View) []Facet {
	if f == nil {
		return nil
	}
	term := func(i int) string { return v.Topology().Terms().Name(graph.Term(i)) }
	return []Facet{
		{"kind", counts(f.kinds, term)},
		{"form", counts(f.forms, term)},
		{"field", counts(f.fields, func(i int) string { return fields[i].name })},
	}
}

// counts lists what there is any of and has a name.
func counts(by []int, name func(int) string) []Count {
	list := []Count{}
	for i, n := range by {
		if n > 0 && name(i) != "" {
			list = append(list, Count{name(i), n})
		}
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(a.Value, b.Value))
	})
	return list
}
