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
	"missiongraph/internal/pattern"
)

type exportOptions struct {
	format   string
	out      string
	revision string
	base     string
	pattern  string
	roots    []string
	types    []string
	depth    int
	history  bool
}

func (a *app) exportCommand() *cobra.Command {
	opts := exportOptions{depth: 1}
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph, or a part of it, for other tools",
		Long: "export writes the graph at one revision, or what lies around some entities of it, in a format\n" +
			"of other tools: " + strings.Join(names, ", ") + ".\n" +
			"jsonl is missiongraph's own: with --history it has every revision, and import reads it to an\n" +
			"equal graph. It reads the data file.",
		Example: "  missiongraph export --format jsonl --history -o graph.jsonl\n" +
			"  missiongraph export --format graphml --roots ice --depth 2 -o ice.graphml\n" +
			"  missiongraph export --format csv -o tables.zip\n" +
			"  missiongraph export --format turtle --revision HEAD",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context(), &opts) },
	}
	f := cmd.Flags()
	f.StringVar(&opts.format, "format", "", strings.Join(names, ", ")+"; by the file's name when left out")
	f.StringVarP(&opts.out, "out", "o", "", "file to write (default standard output)")
	f.StringVar(&opts.revision, "revision", headName, "a number, HEAD, HEAD~1 or a moment")
	f.StringSliceVar(&opts.roots, "roots", nil, "only what lies around these entities: ids or names, with commas between")
	f.IntVar(&opts.depth, "depth", opts.depth, "steps from the roots")
	f.StringSliceVar(&opts.types, "types", nil, "relation types followed from the roots; all when left out")
	f.StringVar(&opts.pattern, "pattern", "", "only the entities that a pattern matches, as 'MATCH (a:Agency)-[:partOf]->(b) RETURN a, b'")
	f.BoolVar(&opts.history, "history", false, "every revision up to the newest; jsonl only")
	f.StringVar(&opts.base, "base", "", "IRI that ids are appended to, for RDF (default urn:missiongraph:)")
	return cmd
}

func (a *app) export(ctx context.Context, opts *exportOptions) error {
	format, err := opts.choose()
	if err != nil {
		return err
	}
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
	view := graph.NewView(snapshot, p.view.Ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, nil)
	g := export.Graph{View: view, Base: opts.base}
	if g.Nodes, err = opts.nodes(ctx, view); err != nil {
		return err
	}
	write := func(w io.Writer) error { return format.Write(w, g) }
	if opts.history {
		write = func(w io.Writer) error { return own.Write(ctx, w, p.store) }
	}
	if opts.out == "" || opts.out == "-" {
		if a.out.tty && format.Name == "csv" {
			return graph.Errorf(graph.BadInput, "csv is a zip, which a terminal cannot show").WithHint("-o tables.zip")
		}
		return write(a.out)
	}
	if err := writeWhole(opts.out, write); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s, of revision %d\n", plain(opts.out), rev)
	return nil
}

// choose returns the format asked for.
func (o *exportOptions) choose() (export.Format, error) {
	names := []string{}
	for _, f := range export.Formats() {
		names = append(names, f.Name)
		if o.format == "" && o.out != "" && filepath.Ext(o.out) == f.Extension && f.Extension != ".json" {
			o.format = f.Name
		}
	}
	format, ok := export.Named(o.format)
	switch {
	case o.format == "":
		return format, graph.Errorf(graph.BadInput, "which format?").WithHint("--format %s", graph.OneOf(names))
	case !ok:
		err := graph.Errorf(graph.BadInput, "there is no format %q", o.format)
		if hint := graph.DidYouMean(o.format, names); hint != "" {
			return format, err.WithHint("%s", hint)
		}
		return format, err.WithHint("there are %s", strings.Join(names, ", "))
	case o.history && o.format != "jsonl":
		return format, graph.Errorf(graph.BadInput, "only jsonl has the history").WithHint("--format jsonl --history")
	case o.history && (len(o.roots) > 0 || o.pattern != "" || o.revision != headName):
		return format, graph.Errorf(graph.BadInput, "--history is of the whole graph").WithHint("leave --roots, --pattern and --revision out")
	case len(o.roots) > 0 && o.pattern != "":
		return format, graph.Errorf(graph.BadInput, "--roots and --pattern at once").WithHint("choose one")
	}
	return format, nil
}

// nodes returns the entities to export, nil for all.
func (o *exportOptions) nodes(ctx context.Context, v *graph.View) (map[graph.Node]bool, error) {
	if o.pattern != "" {
		return matched(ctx, v, o.pattern)
	}
	if len(o.roots) == 0 {
		return nil, nil
	}
	q := graph.SubgraphQuery{Depth: o.depth}
	for _, name := range o.roots {
		n, err := graph.Lookup(v, name)
		if err != nil {
			return nil, err
		}
		q.Roots = append(q.Roots, n)
	}
	for _, name := range o.types {
		if v.Ontology.Relation(name) == nil {
			var names []string
			for _, r := range v.Ontology.Relations {
				names = append(names, r.Name)
			}
			return nil, graph.Errorf(graph.BadInput, "unknown relation type %q", name).WithHint("%s", graph.DidYouMean(name, names))
		}
		if t := v.Term(name); t != 0 {
			q.Types = append(q.Types, t)
		}
	}
	if len(o.types) > 0 && len(q.Types) == 0 {
		q.Depth = 0 // none of that type
	}
	found, err := graph.FindSubgraph(v, q)
	if err != nil {
		return nil, err
	}
	nodes := map[graph.Node]bool{}
	for _, n := range found.Nodes {
		nodes[n.Node] = true
	}
	return nodes, nil
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

// matched returns the entities that the rows of a pattern have.
func matched(ctx context.Context, v *graph.View, text string) (map[graph.Node]bool, error) {
	table, err := pattern.Match(v, text, nil)
	if err != nil {
		return nil, err
	}
	if table.Truncated {
		return nil, graph.Errorf(graph.Limit, "the pattern matches more than can be kept (%s)", table.Reason).WithHint("narrow it")
	}
	nodes := map[graph.Node]bool{}
	var note func(x pattern.Value)
	note = func(x pattern.Value) {
		switch x.Type {
		case pattern.Entity:
			nodes[x.Node] = true
		case pattern.Relation:
			nodes[x.Node], nodes[x.Edge.Other] = true, true
		case pattern.Path, pattern.List:
			for _, y := range x.List {
				note(y)
			}
		}
	}
	for _, row := range table.Rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, x := range row {
			note(x)
		}
	}
	if len(nodes) == 0 {
		return nil, graph.Errorf(graph.NotFound, "the pattern matches no entity").WithHint("RETURN entities, as a in (a:Agency)")
	}
	return nodes, nil
}
