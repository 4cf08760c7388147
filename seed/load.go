package seed

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"missiongraph/graph"
)

//go:embed sources facts
var files embed.FS

// Default loads the seed that is built into the program.
func Default() (Data, error) { return Load(files) }

// Data is a loaded seed: what its files say, and where they say it.
type Data struct {
	Sources  []graph.Source // sorted by id
	Entities []graph.Entity // sorted by id
	Facts    []graph.Fact   // sorted by id

	places   map[string]places // of "source x", "entity x" and "fact x"
	problems graph.Problems    // met while loading
}

// places says where the parts of one source, entity or fact stand in the
// files: "file:line:column" by the path of the part, as "evidence[0].quote";
// "" is the whole.
type places map[string]string

// Load reads sources/*.yaml, each with its text beside it, and facts/**/*.yaml
// from fsys. Every problem of every file is returned at once, as
// [graph.Problems] with file:line:column; Data then holds what could be read.
// Load knows no ontology: see [Check].
func Load(fsys fs.FS) (Data, error) {
	l := &loader{
		data:  Data{places: map[string]places{}},
		texts: map[string]*graph.SourceText{},
		facts: map[string]*assertion{},
	}
	for _, name := range l.glob(fsys, "sources") {
		l.source(fsys, name)
	}
	for _, name := range l.glob(fsys, "facts") {
		l.factFile(fsys, name)
	}
	l.finish()
	return l.data, l.data.problems.Err()
}

// loader collects what the files say.
type loader struct {
	data  Data
	texts map[string]*graph.SourceText // by source id
	facts map[string]*assertion        // by fact id
}

// glob lists the YAML files under a folder, sorted.
func (l *loader) glob(fsys fs.FS, folder string) []string {
	var names []string
	err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := path.Ext(name); !d.IsDir() && (ext == ".yaml" || ext == ".yml") {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		l.problems().Add(folder, graph.NotFound, "the folder cannot be read").Hint =
			"a seed has a folder sources and a folder facts"
	}
	slices.Sort(names)
	return names
}

func (l *loader) problems() *graph.Problems { return &l.data.problems }

// finish sorts what was collected.
func (l *loader) finish() {
	for _, a := range l.facts {
		l.data.Facts = append(l.data.Facts, a.fact)
		l.data.places["fact "+a.fact.ID] = a.places
	}
	slices.SortFunc(l.data.Sources, func(a, b graph.Source) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.data.Entities, func(a, b graph.Entity) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.data.Facts, func(a, b graph.Fact) int { return strings.Compare(a.ID, b.ID) })
}

// Change returns the seed as one change: sources, then entities, then facts,
// each in order of id.
func (d Data) Change() graph.Change {
	ops := make([]graph.Op, 0, len(d.Sources)+len(d.Entities)+len(d.Facts))
	for i := range d.Sources {
		ops = append(ops, graph.Op{Source: &d.Sources[i]})
	}
	for i := range d.Entities {
		ops = append(ops, graph.Op{Entity: &d.Entities[i]})
	}
	for i := range d.Facts {
		ops = append(ops, graph.Op{Fact: &d.Facts[i]})
	}
	return graph.Change{Ops: ops, Author: "seed", Message: d.message()}
}

// message names the sources that have a review date.
func (d Data) message() string {
	var names []string
	for _, s := range d.Sources {
		if s.ReviewedOn != "" {
			names = append(names, s.Title+" ("+s.Publisher+", reviewed "+s.ReviewedOn+")")
		}
	}
	if len(names) == 0 {
		return "Load the seed"
	}
	return "Load the seed: " + strings.Join(names, ", ")
}
