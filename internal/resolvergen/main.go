// Command resolvergen writes what follows from the ontology: the served
// schema, the typed resolvers and docs/ontology.md. It runs in folder schema,
// by go generate ./...
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"missiongraph/schema/sdl"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run reads the sources in folder dir, writes what is generated from them, and
// removes what an earlier run generated and this one did not.
func run(dir string) error {
	sources, err := sdl.ReadSources(os.DirFS(dir))
	if err != nil {
		return err
	}
	files, err := Generate(sources...)
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if _, ok := files[filepath.Base(path)]; !ok {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if current, err := os.ReadFile(path); err == nil && bytes.Equal(current, text) {
			continue // keeps its time, and with it the build cache
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
