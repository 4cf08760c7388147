package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/exchange/export"
	"missiongraph/internal/exchange/own"
)

type exportOptions struct {
	part      export.Part
	format    string
	out       string
	revision  string
	base      string
	query     string
	queryFile string
	variables string
	history   bool

	chosen export.Format
}

func (a *app) exportCommand() *cobra.Command {
	opts := exportOptions{part: export.Part{Depth: 1}}
	graphs, tables := strings.Join(export.Names(false), ", "), strings.Join(export.Names(true), ", ")
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph, a part of it or a table for other tools",
		Long: "export writes the graph at one revision, or what lies around some entities of it, in a format\n" +
			"of other tools: " + graphs + ".\n" +
			"What a pattern or a GraphQL query finds it also writes as one flat table: " + tables + ".\n" +
			"jsonl is missiongraph's own: with --history it has every revision, and import reads it to an\n" +
			"equal graph. It reads the data file.",
		Example: "  missiongraph export --format jsonl --history -o graph.jsonl\n" +
			"  missiongraph export --format graphml --roots ice --depth 2 -o ice.graphml\n" +
			"  missiongraph export --format csv -o tables.zip\n" +
			"  missiongraph export --format turtle --revision HEAD\n" +
			"  missiongraph export --format tsv --pattern 'MATCH (a:Directorate)-[:counters]->(t) RETURN a, count(t) AS threats'\n" +
			"  missiongraph export --query '{ programs { nodes { name ledBy { name } } } }' -o programs.csv",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.choose(); err != nil {
				return usage(cmd, err)
			}
			if opts.query != "" || opts.queryFile != "" {
				return a.exportAnswer(cmd.Context(), &opts)
			}
			return a.exportGraph(cmd.Context(), &opts)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.format, "format", "", graphs+"; of tables "+tables+"; by the file's name when left out")
	f.StringVarP(&opts.out, "out", "o", "", "file to write (default standard output)")
	f.StringVar(&opts.revision, "revision", headName, "a number, HEAD, HEAD~1 or a moment")
	f.StringSliceVar(&opts.part.Roots, "roots", nil, "only what lies around these entities: ids or names, with commas between")
	f.IntVar(&opts.part.Depth, "depth", opts.part.Depth, "steps from the roots")
	f.StringSliceVar(&opts.part.Types, "types", nil, "relation types followed from the roots; all when left out")
	f.StringVar(&opts.part.Pattern, "pattern", "", "only the entities that a pattern matches, as 'MATCH (a:Agency)-[:partOf]->(b) RETURN a, b'; its rows, where the format is a table's")
	f.StringVar(&opts.query, "query", "", "a GraphQL query with one list, as a table")
	f.StringVar(&opts.queryFile, "query-file", "", "file to read that query from; - for standard input")
	f.StringVar(&opts.variables, "variables", "", "the query's variables as a JSON object, or @FILE")
	f.BoolVar(&opts.history, "history", false, "every revision up to the newest; jsonl only")
	f.StringVar(&opts.base, "base", "", "IRI that ids are appended to, for RDF (default urn:missiongraph:)")
	return cmd
}

// choose checks what was asked for, and finds the format.
func (o *exportOptions) choose() (err error) {
	queried := o.query != "" || o.queryFile != ""
	if o.chosen, err = export.Choose(o.format, filepath.Base(o.out), queried || o.part.Pattern != "" && filepath.Ext(o.out) == ".json"); err != nil {
		return err
	}
	flat := o.chosen.Flat()
	part := len(o.part.Roots) > 0 || o.part.Pattern != ""
	switch {
	case o.query != "" && o.queryFile != "":
		return graph.Errorf(graph.BadInput, "--query and --query-file at once").WithHint("choose one")
	case queried && (part || o.history || o.base != ""):
		return graph.Errorf(graph.BadInput, "--query stands alone").WithHint("leave --roots, --pattern, --history and --base out")
	case queried && o.revision != headName:
		return graph.Errorf(graph.BadInput, "--query says itself which revision it reads").WithHint("{ view(lens: {revision: 1}) { … } }")
	case queried && !flat:
		return graph.Errorf(graph.BadInput, "what a query finds is a table, and %s is for graphs", o.chosen.Name).WithHint("--format %s", graph.OneOf(export.Names(true)))
	case o.variables != "" && !queried:
		return graph.Errorf(graph.BadInput, "--variables are those of --query")
	case flat && !queried && o.part.Pattern == "":
		return graph.Errorf(graph.BadInput, "%s is a table: of what?", o.chosen.Name).WithHint("--query or --pattern; the whole graph as tables is --format csv")
	case flat && len(o.part.Roots) > 0:
		return graph.Errorf(graph.BadInput, "--roots and --pattern at once").WithHint("choose one")
	case o.history && o.chosen.Name != "jsonl":
		return graph.Errorf(graph.BadInput, "only jsonl has the history").WithHint("--format jsonl --history")
	case o.history && (part || o.revision != headName):
		return graph.Errorf(graph.BadInput, "--history is of the whole graph").WithHint("leave --roots, --pattern and --revision out")
	}
	return export.CheckBase(o.base)
}

// exportAnswer writes what a GraphQL query finds.
func (a *app) exportAnswer(ctx context.Context, opts *exportOptions) error {
	var args []string
	if opts.query != "" {
		args = []string{opts.query}
	}
	body, err := a.queryBody(args, queryOptions{file: opts.queryFile, variables: opts.variables})
	if err != nil {
		return err
	}
	answer, err := a.ask(ctx, "", body)
	if err != nil {
		return err
	}
	for _, e := range answer.Errors {
		a.printFailure(e.failure())
	}
	if len(answer.Errors) > 0 {
		return errProblems
	}
	table, err := export.Answer(answer.Data)
	if err != nil {
		return err
	}
	return a.writeExport(opts, "", func(w io.Writer) error { return opts.chosen.WriteTable(w, table) })
}

// exportGraph writes the graph, a part of it, or the rows of a pattern.
func (a *app) exportGraph(ctx context.Context, opts *exportOptions) error {
	tuneGC()
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	rev, err := p.revision(opts.revision)
	if err != nil {
		return err
	}
	snapshot, err := p.store.Snapshot(rev)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	g := export.Graph{View: export.View(ctx, snapshot, p.view.Ontology), Base: opts.base}
	write := func(w io.Writer) error { return opts.chosen.Write(w, g) }
	switch {
	case opts.history:
		write = func(w io.Writer) error { return own.Write(ctx, w, p.store) }
	case opts.chosen.Flat():
		table, err := export.Rows(g.View, opts.part.Pattern)
		if err != nil {
			return err
		}
		write = func(w io.Writer) error { return opts.chosen.WriteTable(w, table) }
	default:
		if g.Nodes, err = opts.part.Nodes(ctx, g.View); err != nil {
			return err
		}
	}
	return a.writeExport(opts, fmt.Sprintf(", of revision %d", rev), write)
}

// writeExport writes to the file asked for, whole or not at all, or to standard
// output.
func (a *app) writeExport(opts *exportOptions, of string, write func(io.Writer) error) error {
	if opts.out == "" || opts.out == "-" {
		if a.out.tty && opts.chosen.Name == "csv" {
			return graph.Errorf(graph.BadInput, "csv is a zip, which a terminal cannot show").WithHint("-o tables.zip")
		}
		return write(a.out)
	}
	if err := writeWhole(opts.out, write); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s%s\n", plain(opts.out), of)
	return nil
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*")
	if err != nil {
		return graph.Errorf(graph.BadInput, "%s: the file cannot be written", path)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
