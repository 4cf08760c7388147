package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
)

// draw is the scene of the README's picture.
func draw(ctx context.Context) (scene *diagram.Scene, err error) {
	err = onSeed(ctx, func(v *graph.View) error {
		scene, err = whole(v)
		return err
	})
	return scene, err
}

func TestPicturesAreUpToDate(t *testing.T) {
	files, err := pictures(t.Context())
	require.NoError(t, err)
	for _, file := range files {
		committed, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", file.name))
		require.NoError(t, err)
		assert.True(t, string(committed) == string(file.data), "docs/%s is stale: run go generate ./...", file.name)
	}
}

func TestPicturesAreTheSameEachTime(t *testing.T) {
	first, err := pictures(t.Context())
	require.NoError(t, err)
	second, err := pictures(t.Context())
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

func TestThePictureShowsTheSeed(t *testing.T) {
	scene, err := draw(t.Context())
	require.NoError(t, err)
	names := map[string]int{}
	for i, n := range scene.Nodes {
		names[n.ID] = i
	}
	for _, id := range []string{"immigration-enforcement", "combating-transnational-crime", "preventing-terrorism", "dhs", "ice", "ero", "hsi", "fbi",
		"287g", "law-enforcement-support-center", "joint-terrorism-task-forces", "ice-attache-corps", "multi-agency-task-forces", "interpol"} {
		assert.Contains(t, names, id)
	}
	layout := diagram.Layered(scene)
	assert.Zero(t, layout.Hidden, "every line has its words")
	assert.LessOrEqual(t, layout.Width, 1240.0, "too wide to read in the README")
	drawn := 0
	for _, line := range layout.Lines {
		drawn += len(line.Edges)
	}
	assert.Equal(t, len(scene.Edges), drawn)
	assert.Contains(t, scene.Footer[0], "all 30 relations")

	leads := false
	for _, e := range scene.Edges {
		leads = leads || e.Label == "leads" && e.From == names["fbi"] && e.To == names["joint-terrorism-task-forces"]
	}
	assert.True(t, leads, "the FBI leads the Joint Terrorism Task Forces")
}

func TestNoLineOfThePictureRunsThroughABox(t *testing.T) {
	scene, err := draw(t.Context())
	require.NoError(t, err)
	layout := diagram.Layered(scene)
	samples := 0
	for _, line := range layout.Lines {
		for i, route := range line.Routes {
			e := scene.Edges[line.Edges[i]]
			for _, curve := range route {
				for step := range 65 {
					p := curve.At(float64(step) / 64)
					for b, box := range layout.Boxes {
						inside := p.X > box.X && p.X < box.X+box.W && p.Y > box.Y && p.Y < box.Y+box.H
						if b != e.From && b != e.To {
							samples++
							require.False(t, inside, "%q runs through %q", e.Tells, scene.Nodes[b].Label)
						}
					}
				}
			}
		}
	}
	assert.Greater(t, samples, 10_000)
	for i, a := range layout.Boxes {
		for _, b := range layout.Boxes[:i] {
			assert.True(t, a.X+a.W <= b.X || b.X+b.W <= a.X || a.Y+a.H <= b.Y || b.Y+b.H <= a.Y, "boxes overlap")
		}
	}
}
