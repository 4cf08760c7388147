// Command readme draws the seed's graph as the pictures that head the README,
// docs/graph-light.svg and docs/graph-dark.svg, and ICE in each layout and theme
// for docs/diagrams.md, which are the golden files of package diagram, too. Run
// by go generate ./...
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/diagram"
	"missiongraph/schema"
	"missiongraph/seed"
)

//go:generate go run . ../../../docs

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: readme FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "readme:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	files, err := pictures(context.Background())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "diagrams"), 0o755); err != nil {
		return err
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(folder, file.name), file.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

type picture struct {
	name string
	data []byte
}

// pictures draws the seed: all of it in columns in both themes, and what is
// around ICE in every layout and theme.
func pictures(ctx context.Context) ([]picture, error) {
	var found []picture
	err := onSeed(ctx, func(v *graph.View) error {
		scene, err := whole(v)
		if err != nil {
			return err
		}
		layout := diagram.Layered(scene)
		found = append(found,
			picture{"graph-light.svg", layout.SVG(diagram.Look{Theme: diagram.Light})},
			picture{"graph-dark.svg", layout.SVG(diagram.Look{Theme: diagram.Dark})})
		if scene, err = around(v, "ice"); err != nil {
			return err
		}
		for _, name := range diagram.Layouts {
			for i, theme := range []diagram.Theme{diagram.Light, diagram.Dark, diagram.Print} {
				p, err := diagram.Draw(scene, diagram.Options{Layout: name, Format: "SVG", Look: diagram.Look{Theme: theme}})
				if err != nil {
					return err
				}
				file := strings.ToLower("diagrams/ice-" + name + "-" + diagram.Themes[i] + ".svg")
				found = append(found, picture{file, p.Content})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rolled, err := rolledUp(ctx)
	return append(found, picture{"diagrams/ice-rolled-light.svg", rolled}), err
}

// reviewed is when the seed's page was, and so the day of the pictures.
var reviewed = time.Date(2018, 12, 4, 0, 0, 0, 0, time.UTC)

// seeded loads the seed into a store of its own, to be closed.
func seeded(ctx context.Context) (*bolt.Store, error) {
	data, err := seed.Default()
	if err != nil {
		return nil, err
	}
	store, err := bolt.OpenTemp(bolt.Options{Now: func() time.Time { return reviewed }, NoSync: true})
	if err != nil {
		return nil, err
	}
	if _, err := store.Append(ctx, data.Change(), 0); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

// rolledUp is what missiongraph diagram draws of ICE, rolled up into directorates.
func rolledUp(ctx context.Context) ([]byte, error) {
	store, err := seeded(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	service := schema.NewService(store, schema.Ontology(), nil, schema.DefaultLimits())
	ctx, session := service.Begin(ctx)
	defer session.Close()
	q := diagram.Defaults()
	q.Roots, q.Depth, q.Links, q.Title = []string{"ice"}, 3, "", "ICE, rolled up into directorates"
	q.Kinds, q.Collapse = []string{"Agency", "Directorate", "Program", "Partner"}, []string{"Directorate"}
	p, err := service.Draw(ctx, q)
	if err != nil {
		return nil, err
	}
	return p.Content, nil
}

// onSeed calls f with a view of the seed.
func onSeed(ctx context.Context, f func(*graph.View) error) error {
	store, err := seeded(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	return f(graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil))
}

// whole is the graph of the four nouns.
func whole(v *graph.View) (*diagram.Scene, error) {
	return diagram.FromKinds(v, diagram.Query{
		Title:     "ICE: mission areas, directorates, programs and partners",
		Committed: reviewed,
		Columns: []diagram.Column{
			{Heading: "Mission areas", Kinds: []string{"MissionArea"}},
			{Heading: "Agencies and directorates", Kinds: []string{"Agency", "Directorate"}},
			{Heading: "Programs", Kinds: []string{"Program"}},
			{Heading: "Partners", Kinds: []string{"Partner"}},
		},
	})
}

// around is an entity with its neighbours.
func around(v *graph.View, id string) (*diagram.Scene, error) {
	root := v.Topology().Lookup(id)
	found, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{root}, Depth: 1})
	if err != nil {
		return nil, err
	}
	return diagram.FromSubgraph(v, diagram.Source{Roots: []graph.Node{root}, Subgraph: found, Committed: reviewed})
}
