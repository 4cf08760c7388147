package bolt

import "missiongraph/graph"

// TouchedByRows is what Touched finds where the log between is long.
func TouchedByRows(snap graph.Snapshot, after, upTo graph.Revision) (map[graph.Ref]struct{}, error) {
	found := map[graph.Ref]struct{}{}
	return found, snap.(*snapshot).touchedByRows(found, after, upTo, nil)
}
