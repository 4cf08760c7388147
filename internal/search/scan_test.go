package search

import (
	"slices"

	"missiongraph/graph"
)

// Scan answers a query without the index, from the texts of every entity: the
// model that the postings are compared with.
func Scan(v *graph.View, text string) ([]string, error) {
	query, err := parse(text)
	if err != nil {
		return nil, err
	}
	found := []string{}
	for n, info := range v.Topology().All {
		m, err := gather(v, v.Topology(), n, v.Shows, free)
		if err != nil {
			return nil, err
		}
		if ok, _ := examine(query, m.texts); ok {
			found = append(found, info.ID)
		}
	}
	slices.Sort(found)
	return found, nil
}
