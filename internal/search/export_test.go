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

// Harm makes the index as a search leaves it that met damage.
func (x *Index) Harm() { x.damaged.Store(true) }

// Trouble reports an error as bleve's goroutines do.
func (x *Index) Trouble(err error) { x.asyncError(err) }

// MaxChecked is the number of entities one search matches again.
const MaxChecked = maxChecked

// Forget drops what the index remembers of queries.
func (x *Index) Forget() {
	x.memo.mu.Lock()
	defer x.memo.mu.Unlock()
	x.memo.of, x.memo.clauses, x.memo.size = nil, nil, 0
}

// MaxCounted is the number of hits counted when no facets are asked for.
const MaxCounted = maxCounted
