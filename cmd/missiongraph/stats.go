package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// statsReport is what stats prints as JSON.
type statsReport struct {
	File       string         `json:"file"`
	Bytes      int64          `json:"bytes"`
	Revision   graph.Revision `json:"revision"`
	Entities   int            `json:"entities"`
	Relations  int            `json:"relations"`
	Attributes int            `json:"attributes"`
	Sources    int            `json:"sources"`
	Components int            `json:"components"`
	Isolated   int            `json:"isolated"`
	Kinds      []namedCount   `json:"kinds"`
	Types      []namedCount   `json:"relationTypes"`
	Grades     []namedCount   `json:"grades"`
}

type namedCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func (a *app) statsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Count what the data file holds",
		Long: "stats counts entities by kind, relations by type and facts by grade, all grades and\n" +
			"deprecated facts included, at the newest revision.",
		Example: "  missiongraph stats\n  missiongraph stats --data ./data --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			r, err := a.stats()
			if err != nil {
				return err
			}
			if a.json {
				e := json.NewEncoder(a.out)
				e.SetIndent("", "  ")
				return e.Encode(r)
			}
			return a.printStats(r)
		},
	}
}

func (a *app) stats() (*statsReport, error) {
	store, err := a.openReadOnly("is a server running? stop the server first, or ask it: missiongraph query --url http://127.0.0.1:8080/graphql '{ stats { entities } }'")
	if err != nil {
		return nil, err
	}
	defer store.Close()
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	words, err := a.vocabulary(store)
	if err != nil {
		return nil, err
	}
	everything := graph.Lens{MinGrade: graph.Editorial, Deprecated: true}
	s, err := graph.FindStats(graph.NewView(snapshot, words.Ontology, everything, nil))
	if err != nil {
		return nil, err
	}
	sources, err := snapshot.SourceIDs()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(a.dataFolder(), dataFile)
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	terms := snapshot.Topology().Terms()
	named := func(list []graph.TermCount) []namedCount {
		found := make([]namedCount, len(list))
		for i, c := range list {
			found[i] = namedCount{terms.Name(c.Term), c.Count}
		}
		return found
	}
	r := &statsReport{
		File: file, Bytes: info.Size(), Revision: store.Head(),
		Entities: s.Entities, Relations: s.Relations, Attributes: s.Attributes, Sources: len(sources),
		Components: s.Components, Isolated: s.Orphans, Kinds: named(s.Kinds), Types: named(s.Types),
	}
	for _, g := range graph.Grades() {
		r.Grades = append(r.Grades, namedCount{g.String(), s.Grades[g]})
	}
	return r, nil
}

func (a *app) printStats(r *statsReport) error {
	return a.out.print(
		counts("", "what", []namedCount{
			{"revision", int(r.Revision)}, {"entities", r.Entities}, {"relations", r.Relations},
			{"attributes", r.Attributes}, {"sources", r.Sources}, {"connected parts", r.Components},
			{"entities without relations", r.Isolated}, {"bytes", int(r.Bytes)},
		}),
		counts("entities by kind", "kind", r.Kinds),
		counts("relations by type", "type", r.Types),
		counts("facts by grade", "grade", r.Grades),
	)
}
