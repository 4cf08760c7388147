// Command readme draws the seed's graph as the pictures that head the README:
// docs/graph-light.svg and docs/graph-dark.svg. Run by go generate ./...
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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

// pictures draws the seed in both themes.
func pictures(ctx context.Context) ([]picture, error) {
	scene, err := draw(ctx)
	if err != nil {
		return nil, err
	}
	layout := diagram.Layered(scene)
	return []picture{
		{"graph-light.svg", layout.SVG(diagram.Look{Theme: diagram.Light})},
		{"graph-dark.svg", layout.SVG(diagram.Look{Theme: diagram.Dark})},
	}, nil
}

// draw loads the seed into a store of its own and takes the scene from it.
func draw(ctx context.Context) (*diagram.Scene, error) {
	data, err := seed.Default()
	if err != nil {
		return nil, err
	}
	store, err := bolt.OpenTemp(bolt.Options{Now: func() time.Time { return time.Unix(0, 0).UTC() }, NoSync: true})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	if _, err := store.Append(ctx, data.Change(), 0); err != nil {
		return nil, err
	}
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return diagram.FromKinds(graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil), diagram.Query{
		Title: "ICE: mission areas, directorates, programs and partners",
		Columns: []diagram.Column{
			{Heading: "Mission areas", Kinds: []string{"MissionArea"}},
			{Heading: "Agencies and directorates", Kinds: []string{"Agency", "Directorate"}},
			{Heading: "Programs", Kinds: []string{"Program"}},
			{Heading: "Partners", Kinds: []string{"Partner"}},
		},
	})
}
