// Package mappings has the mappings that come with missiongraph: files to use and
// to copy from. docs/import.md is the manual.
package mappings

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Names lists the mappings, sorted.
func Names() []string {
	list, err := fs.Glob(files, "*.yaml")
	if err != nil {
		panic(err) // the pattern is fixed
	}
	for i := range list {
		list[i] = strings.TrimSuffix(list[i], ".yaml")
	}
	return list
}

// Named returns the text of a mapping; false for none of that name.
func Named(name string) ([]byte, bool) {
	text, err := files.ReadFile(name + ".yaml")
	return text, err == nil
}
