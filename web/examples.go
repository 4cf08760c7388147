package web

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed examples
var exampleFiles embed.FS

// Example is one query of web/examples, offered in the playground.
type Example struct {
	// Group is the audience as the playground names it: "Analysts".
	Group string
	// Name is folder and file without extension, unique:
	// "analysts/01-who-leads-the-jttf".
	Name string
	// Title and Description are the file's first two lines, without "# ".
	Title, Description string
	// Query is the GraphQL document with its comments; one operation.
	Query string
	// Variables is a JSON object as text, or empty.
	Variables string
}

// exampleGroups lists the folders of web/examples in the playground's order.
// playground/src/examples.ts has the same list.
var exampleGroups = []struct{ folder, title string }{
	{"analysts", "Analysts"},
	{"diagrams", "Diagram front-ends"},
	{"training", "Training generators"},
}

// Examples returns all examples in the order the playground shows them: by
// group, then by file name. The slice is the caller's.
func Examples() []Example {
	examples, err := readExamples(exampleFiles)
	if err != nil {
		// The files are embedded, and a test reads them all.
		panic("web: reading the embedded examples: " + err.Error())
	}
	return examples
}

func readExamples(from fs.FS) ([]Example, error) {
	var examples []Example
	for _, group := range exampleGroups {
		files, err := fs.Glob(from, path.Join("examples", group.folder, "*.graphql"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			example, err := readExample(from, file)
			if err != nil {
				return nil, err
			}
			example.Group = group.title
			examples = append(examples, example)
		}
	}
	return examples, nil
}

func readExample(from fs.FS, file string) (Example, error) {
	query, err := fs.ReadFile(from, file)
	if err != nil {
		return Example{}, err
	}
	lines := strings.SplitN(string(query), "\n", 3)
	if len(lines) < 3 || !strings.HasPrefix(lines[0], "# ") || !strings.HasPrefix(lines[1], "# ") {
		return Example{}, fmt.Errorf("%s: want a title and a description in two comment lines, then a query", file)
	}
	stem := strings.TrimSuffix(file, ".graphql")
	variables, err := readOptional(from, stem+".variables.json")
	if err != nil {
		return Example{}, err
	}
	return Example{
		Name:        strings.TrimPrefix(stem, "examples/"),
		Title:       strings.TrimPrefix(lines[0], "# "),
		Description: strings.TrimPrefix(lines[1], "# "),
		Query:       string(query),
		Variables:   variables,
	}, nil
}

// readOptional returns the file's text, or nothing where there is no such file.
func readOptional(from fs.FS, file string) (string, error) {
	content, err := fs.ReadFile(from, file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(content), err
}
