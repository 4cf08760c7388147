package sdl

import (
	"io/fs"
	"strings"
)

// Source is the text of one file of type definitions.
type Source struct {
	Name      string // file name, as errors show it
	Text      string
	extension bool // given to Extend: a kind without a style has the usual one
}

// ReadSources returns the hand-written files of a folder, *.graphql but not
// *_gen.graphql, in order of name.
func ReadSources(folder fs.FS) ([]Source, error) {
	names, err := fs.Glob(folder, "*.graphql")
	if err != nil {
		return nil, err
	}
	var sources []Source
	for _, name := range names {
		if strings.HasSuffix(name, "_gen.graphql") {
			continue
		}
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, Source{Name: name, Text: string(text)})
	}
	return sources, nil
}
