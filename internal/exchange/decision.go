package exchange

import (
	"fmt"
	"strings"

	"missiongraph/graph"
)

// own in a decision says that an entity of a file is none of the graph's.
const own = "own"

// Decisions say which entities of files are which of the graph: what people
// decided once, and every later import follows.
type Decisions struct {
	List []Decision `yaml:"decisions"`
}

// Decision is one of them.
type Decision struct {
	Mapping Text `yaml:"mapping"`
	ID      Text `yaml:"id"` // of the entity as the mapping makes it
	Is      Text `yaml:"is"` // an entity of the graph, or own
	Why     Text `yaml:"why"`
}

// LoadDecisions reads a file of decisions. An empty one has none.
func LoadDecisions(name string, data []byte) (*Decisions, error) {
	d := &Decisions{}
	if strings.TrimSpace(string(data)) == "" {
		return d, nil
	}
	if err := decodeYAML(name, data, d); err != nil {
		return nil, err
	}
	var problems graph.Problems
	seen := map[string]bool{}
	for _, x := range d.List {
		switch key := x.Mapping.Value + " " + x.ID.Value; {
		case x.Mapping.Value == "" || x.ID.Value == "" || x.Is.Value == "":
			problems.Add(firstPlace(x).at(name), graph.BadInput, "a decision needs mapping, id and is")
		case seen[key]:
			problems.Add(x.ID.at(name), graph.BadInput, "%s of %s is decided twice", x.ID.Value, x.Mapping.Value)
		default:
			seen[key] = true
		}
	}
	return d, problems.Err()
}

func firstPlace(d Decision) Text {
	for _, t := range []Text{d.Mapping, d.ID, d.Is} {
		if t.line > 0 {
			return t
		}
	}
	return Text{}
}

// of returns what is decided for a mapping: by the mapping's id.
func (d *Decisions) of(mapping string) map[string]string {
	found := map[string]string{}
	if d == nil {
		return found
	}
	for _, x := range d.List {
		if x.Mapping.Value == mapping {
			found[x.ID.Value] = x.Is.Value
		}
	}
	return found
}

// Open writes what is to be decided as YAML that [LoadDecisions] reads once the
// comments are taken away from the lines that are right.
func Open(mapping string, near []MatchReport) string {
	var b strings.Builder
	last := ""
	for _, m := range near {
		if m.ID != last {
			fmt.Fprintf(&b, "# %s, at %s\n", m.ID, m.Place)
			last = m.ID
		}
		fmt.Fprintf(&b, "#- {mapping: %s, id: %s, is: %s} # %.2f %s: %s\n", mapping, m.ID, m.Is, m.Score, strings.ToLower(m.How), m.Name)
	}
	return b.String()
}
