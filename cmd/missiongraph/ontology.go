package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/schema"
	"missiongraph/schema/sdl"
)

func (a *app) ontologyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "ontology",
		Short:   "Check a changed ontology against the graph",
		Long:    "ontology helps to extend and change what a graph can be about; docs/extending.md is its manual.",
		Example: "  missiongraph ontology check maritime.graphql",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	check := &cobra.Command{
		Use:   "check NEW...",
		Short: "List what of the graph a changed ontology would refuse",
		Long: "check reads ontology extensions, or a folder with the files of a whole ontology as schema/\n" +
			"is, and lists the entities and facts of the graph that would not be allowed under it: of kinds\n" +
			"or types that are gone, between kinds that are not joined any more, with codes or verbs that\n" +
			"are gone, several where there may be one. An extension stands in for the one of its name that\n" +
			"the graph keeps. It exits with 1 when there are any, and changes nothing.",
		Example: "  missiongraph ontology check maritime.graphql\n  missiongraph ontology check schema --json",
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE:    func(cmd *cobra.Command, files []string) error { return a.checkOntology(cmd.Context(), files) },
	}
	cmd.AddCommand(check)
	return cmd
}

func (a *app) checkOntology(ctx context.Context, files []string) error {
	a.anyWords = true
	store, err := a.openReadOnly("is a server running? stop the server first, or check a backup of its file")
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := a.proposed(store, files)
	if err != nil {
		return err
	}
	r, err := a.misfits(ctx, store, o)
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(r.json())
	} else {
		err = a.printMisfits(r)
	}
	if err == nil && r.found.Len() > 0 {
		return errFlaws
	}
	return err
}

// proposed is the ontology that files declare: a folder all of it, files as
// extensions of what is built in and kept.
func (a *app) proposed(store graph.Store, files []string) (*graph.Ontology, error) {
	if info, err := os.Stat(files[0]); err == nil && info.IsDir() {
		if len(files) > 1 {
			return nil, graph.Errorf(graph.BadInput, "a folder together with other files").WithHint("a folder is a whole ontology; files are extensions")
		}
		sources, err := sdl.ReadSources(os.DirFS(files[0]))
		if err != nil {
			return nil, graph.Errorf(graph.BadInput, "%s cannot be read", files[0])
		}
		if len(sources) == 0 {
			return nil, graph.Errorf(graph.BadInput, "%s has no .graphql files", files[0]).WithHint("give the folder of a whole ontology, as schema is, or a file")
		}
		for i := range sources {
			sources[i].Name = filepath.Join(files[0], sources[i].Name)
		}
		return combined(store, sources)
	}
	a.ontology = append(files, a.ontology...)
	words, err := a.vocabulary(store)
	if err != nil {
		return nil, err
	}
	return words.Ontology, nil
}

// combined is the ontology of sources with what the graph keeps beside them.
func combined(store graph.Store, sources []sdl.Source) (*graph.Ontology, error) {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	kept, err := schema.ExtensionsOf(snapshot, sources)
	if err != nil {
		return nil, err
	}
	x, err := sdl.Extend(sources, kept...)
	if err != nil {
		return nil, err
	}
	return x.Ontology, nil
}

// migrationRules find what an ontology does not allow.
var migrationRules = []graph.FlawRule{graph.FlawMisfit, graph.FlawConflict, graph.FlawCycle}

// misfits finds what an ontology does not allow of the graph, whatever its grade
// and rank.
func (a *app) misfits(ctx context.Context, store graph.Store, o *graph.Ontology) (*flawReport, error) {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	lens := graph.Lens{MinGrade: graph.Editorial, Deprecated: true}
	view := graph.NewView(snapshot, o, lens, graph.NewBudget(ctx, math.MaxInt))
	found, err := graph.FindFlaws(view, migrationRules)
	if err != nil {
		return nil, err
	}
	return &flawReport{view: view, found: found, shown: found.Page(0, found.Len()), severity: graph.SeverityError}, nil
}

func (a *app) printMisfits(r *flawReport) error {
	s := sheet{columns: []string{"rule", "what", "why", "place"}, numeric: make([]bool, 4)}
	for _, f := range r.shown {
		place := ""
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", f.Source, f.Line, f.Column)
		}
		s.rows = append(s.rows, []string{f.Rule.String(), r.subject(f), f.Message, place})
	}
	if len(s.rows) > 0 {
		if err := a.out.print(s); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	t := r.view.Topology()
	verdict := a.out.good("everything fits")
	if n := r.found.Len(); n > 0 {
		verdict = a.out.bad(count(n, "thing") + " would be refused")
	}
	fmt.Fprintf(a.out, "%s: %d entities and %d facts in revision %d\n", verdict, t.Len(), t.Facts(), r.view.Revision())
	return nil
}
