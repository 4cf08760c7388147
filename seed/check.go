package seed

import (
	"regexp"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// Check returns everything wrong with a loaded seed, what loading met
// included, each with the file, line and column of the words at fault:
// against itself, its sources and the ontology (see [graph.Validate]).
func Check(d Data, o *graph.Ontology) graph.Problems {
	found := append(graph.Problems(nil), d.problems...)
	// Where loading has met a problem, others are its consequences.
	met := map[string]bool{}
	for _, p := range found {
		met[p.Path] = true
	}
	change := d.Change()
	for _, p := range graph.Validate(o, nil, change) {
		if at := d.place(change, p.Path); !met[at] {
			p.Path, p.Hint = at, seedHint(p)
			found = append(found, p)
		}
	}
	return found
}

// seedHint words the hints that are about writing a fact down for the files.
func seedHint(p graph.Problem) string {
	switch {
	case strings.Contains(p.Msg, `has no verb ""`):
		return "write the verb after the type, as counters:investigates"
	case strings.HasSuffix(p.Path, ".fact.id") && strings.Contains(p.Msg, "must begin with"):
		return "this property may have several values: write values: [...]"
	case strings.HasSuffix(p.Path, ".fact.id"):
		return "write value for the one value of a property, and a verb after the type only where the type declares verbs"
	}
	return p.Hint
}

var opPath = regexp.MustCompile(`^ops\[(\d+)\]\.(entity|fact|source)\.?(.*)$`)

// place turns the path of a problem of the seed's change into the place in the
// files that it comes from: that of the part itself, or of the least thing
// around it that has one.
func (d *Data) place(c graph.Change, path string) string {
	m := opPath.FindStringSubmatch(path)
	if m == nil {
		return path
	}
	i, err := strconv.Atoi(m[1])
	if err != nil || i >= len(c.Ops) {
		return path
	}
	var at places
	switch op := c.Ops[i]; {
	case op.Source != nil:
		at = d.places["source "+op.Source.ID]
	case op.Entity != nil:
		at = d.places["entity "+op.Entity.ID]
	case op.Fact != nil:
		at = d.places["fact "+op.Fact.ID]
	}
	for part := m[3]; part != ""; part = part[:max(strings.LastIndexAny(part, ".["), 0)] {
		if where := at[part]; where != "" {
			return where
		}
	}
	return at[""]
}
