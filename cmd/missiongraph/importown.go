package main

import (
	"context"

	"missiongraph/graph"
)

// importOwn reads files that missiongraph exported.
func (a *app) importOwn(context.Context, []string, importOptions) error {
	return graph.Errorf(graph.BadInput, "a file needs a mapping").WithHint("--mapping FILE; mappings/ has some to begin with")
}
