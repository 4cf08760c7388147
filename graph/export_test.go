package graph

// SetRowCost changes how soon facets read rows instead of lists, and returns
// what sets it back.
func SetRowCost(places int) (reset func()) {
	before := rowCost
	rowCost = places
	return func() { rowCost = before }
}
