package schema

import (
	"embed"
	"io/fs"
	"strings"
	"sync"

	"missiongraph/graph"
	"missiongraph/schema/sdl"
)

//go:embed *.graphql
var files embed.FS

//go:embed schema_gen.graphql
var served string

// SDL returns the served schema: complete, with a description of everything
// and the directives of the ontology.
func SDL() string { return served }

// Sources returns the hand-written files the ontology and the served schema
// are made from, in order of name.
func Sources() []sdl.Source {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		panic(err) // the pattern is constant and well formed
	}
	var sources []sdl.Source
	for _, name := range names {
		if strings.HasSuffix(name, "_gen.graphql") {
			continue
		}
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded above
		}
		sources = append(sources, sdl.Source{Name: name, Text: string(text)})
	}
	return sources
}

// Ontology returns the ontology that the embedded files declare. It is parsed
// at the first call and shared. It panics when the files are wrong, which the
// tests exclude.
func Ontology() *graph.Ontology { return ontology() }

var ontology = sync.OnceValue(func() *graph.Ontology {
	o, err := ParseOntology(Sources()...)
	if err != nil {
		panic(err)
	}
	return o
})

// ParseOntology reads an ontology from type definitions; see
// [sdl.ParseOntology].
func ParseOntology(sources ...sdl.Source) (*graph.Ontology, error) {
	return sdl.ParseOntology(sources...)
}
