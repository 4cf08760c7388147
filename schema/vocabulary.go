package schema

import (
	"path"
	"strings"

	"missiongraph/graph"
	"missiongraph/schema/sdl"
)

// ExtensionPrefix begins the ids of the sources that hold extensions of the
// ontology. They are kept in the graph so that it can always be read: every
// later open, backup and export has them.
const ExtensionPrefix = "ontology."

// Vocabulary is what a graph can be about: an ontology, and the served schema
// that names its kinds and relation types. It is immutable.
type Vocabulary struct {
	Ontology   *graph.Ontology
	SDL        string
	Extensions []sdl.Source // in order of name; empty for what the embedded files declare
}

// Builtin returns what the embedded files declare.
func Builtin() *Vocabulary { return &Vocabulary{Ontology: Ontology(), SDL: SDL()} }

// Extend returns what the embedded files and some extensions declare together.
// The error is [graph.Problems], each with file:line:column; see [sdl.Extend].
func Extend(extensions ...sdl.Source) (*Vocabulary, error) {
	if len(extensions) == 0 {
		return Builtin(), nil
	}
	x, err := sdl.Extend(Sources(), extensions...)
	if err != nil {
		return nil, err
	}
	return &Vocabulary{x.Ontology, SDL() + x.SDL, extensions}, nil
}

// ExtensionsOf returns the extensions that a snapshot holds, in order of id,
// each named by its id, but for those that base declares: they were made a part
// of it since.
func ExtensionsOf(s graph.Snapshot, base []sdl.Source) ([]sdl.Source, error) {
	ids, err := s.SourceIDs()
	if err != nil {
		return nil, err
	}
	var found []sdl.Source
	for _, id := range ids {
		if !strings.HasPrefix(id, ExtensionPrefix) {
			continue
		}
		source, ok, err := s.Source(id)
		if err != nil {
			return nil, err
		}
		if x := (sdl.Source{Name: id, Text: source.Text}); ok && !sdl.Declares(base, x) {
			found = append(found, x)
		}
	}
	return found, nil
}

// ExtensionID returns the id of the source that keeps the extension of a file:
// "maritime.graphql" is ontology.maritime. It is "" for a name of no letter or
// digit.
func ExtensionID(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	if slug := graph.Slug(strings.TrimSuffix(base, path.Ext(base))); slug != "" {
		return ExtensionPrefix + slug
	}
	return ""
}
