package schema

import (
	"embed"
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
	sources, err := sdl.ReadSources(files)
	if err != nil {
		panic(err) // embedded above
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
