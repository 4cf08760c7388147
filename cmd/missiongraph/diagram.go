package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
	"missiongraph/schema"
)

type diagramOptions struct {
	request  diagram.Request
	out      string
	format   string
	revision string
	since    string
	collapse []string
}

func (a *app) diagramCommand() *cobra.Command {
	opts := diagramOptions{request: diagram.Defaults()}
	q := &opts.request
	cmd := &cobra.Command{
		Use:   "diagram ROOT...",
		Short: "Draw what lies around an entity",
		Long: "diagram draws the entities within some steps of the roots, with the relations among them:\n" +
			"as a picture (svg, png, pdf), as text for other programs (mmd, dot, json) or, without -o and\n" +
			"--format, as a tree for a terminal. It reads the data file.",
		Example: "  missiongraph diagram ice\n" +
			"  missiongraph diagram ice --depth 1 -o ice.svg\n" +
			"  missiongraph diagram ero hsi --layout layered --theme dark --frame slide -o slide.png --scale 2\n" +
			"  missiongraph diagram ice --since HEAD~1 -o changes.svg",
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.Roots = args
			cmd.Flags().Visit(func(f *pflag.Flag) { q.Said = append(q.Said, f.Name) })
			if cmd.Flags().Changed("collapse") {
				q.Collapse = append([]string{}, opts.collapse...)
			}
			if err := opts.read(); err != nil {
				return usage(cmd, err)
			}
			return a.diagram(cmd.Context(), &opts)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&opts.out, "out", "o", "", "file to write; - for standard output")
	f.StringVar(&opts.format, "format", "", "svg, png, pdf, mermaid, dot, cytoscape, reactflow or tree; by the file's name when left out")
	f.IntVar(&q.Depth, "depth", q.Depth, "steps from the roots")
	f.StringVar(&q.Layout, "layout", "", "org, layered, radial or matrix (default org)")
	f.StringVar(&q.Theme, "theme", q.Theme, "light, dark or print")
	f.StringVar(&q.Frame, "frame", q.Frame, "fit, slide, a4 or a4-portrait")
	f.StringSliceVar(&q.Types, "types", nil, "relation types followed and drawn, with commas between; all when left out")
	f.StringSliceVar(&q.Kinds, "kinds", nil, "kinds entered; all when left out")
	f.StringVar(&q.Direction, "direction", q.Direction, "out, in or any: from which end relations are followed")
	f.StringSliceVar(&opts.collapse, "collapse", nil, "kinds to roll parts up into; \"\" for the topmost")
	f.IntVar(&q.Limit, "limit", q.Limit, "most entities drawn")
	f.StringSliceVar(&q.Hidden, "hide", nil, "ids of entities not to draw, nor what only they lead to")
	f.StringVar(&q.Grade, "grade", "", "stated, construed, contextual or editorial: facts of this grade or better (default contextual)")
	f.StringVar(&q.ValidAt, "valid-at", "", "facts that hold on this day, as 2018-12-04")
	f.StringSliceVar(&q.Readings, "readings", nil, "readings to choose, as attache/A")
	f.BoolVar(&q.Deprecated, "deprecated", false, "draw deprecated facts, too")
	f.StringVar(&q.Title, "title", "", "title; the roots' names when left out")
	f.StringVar(&q.View, "view", "", "name of a saved view")
	f.StringVar(&q.Links, "links", "", "what comes before an entity's id in the address its box links to")
	f.Float64Var(&q.Scale, "scale", q.Scale, "pixels of a png for each of the picture's")
	f.StringVar(&opts.revision, "revision", "", "revision to draw: a number, HEAD, HEAD~1 or a moment")
	f.StringVar(&opts.since, "since", "", "draw what has changed since this revision")
	return cmd
}

// read completes the request.
func (o *diagramOptions) read() error {
	q := &o.request
	switch {
	case o.format != "":
		q.Format = strings.ToUpper(o.format)
		if q.Format == "JSON" {
			q.Format = "REACTFLOW"
		}
	case o.out == "" || o.out == "-":
		q.Format = "TREE"
	default:
		if q.Format = diagram.FormatOf(o.out); q.Format == "" {
			return graph.Errorf(graph.BadInput, "%q does not say what to write", o.out).
				WithHint("end it in .svg, .png, .pdf, .mmd, .dot, .json or .txt, or give --format")
		}
	}
	for _, name := range []*string{&q.Layout, &q.Theme, &q.Frame, &q.Direction, &q.Grade} {
		*name = strings.ToUpper(strings.ReplaceAll(*name, "-", "_"))
	}
	q.Collapse = slices.DeleteFunc(q.Collapse, func(k string) bool { return k == "" })
	return nil // the words it uses are checked where the ontology is known
}

func (a *app) diagram(ctx context.Context, o *diagramOptions) error {
	past, err := a.openPast()
	if err != nil {
		return err
	}
	defer past.close()
	for _, r := range []struct {
		text string
		into **graph.Revision
	}{{o.revision, &o.request.Revision}, {o.since, &o.request.Since}} {
		if r.text == "" {
			continue
		}
		rev, err := past.revision(r.text)
		if err != nil {
			return err
		}
		*r.into = &rev
	}
	service := schema.NewService(past.store, past.view.Ontology, nil, schema.DefaultLimits())
	ctx, session := service.Begin(ctx)
	defer session.Close()
	p, err := service.Draw(ctx, o.request)
	if err != nil {
		return err
	}
	if p.Truncated != "" {
		a.err.say(a.err.dim("note:"), "%s entities within reach are drawn: raise --limit, or draw less with --depth, --kinds or --collapse", p.Truncated)
	}
	if o.out == "" || o.out == "-" {
		if p.Binary && a.out.tty {
			return graph.Errorf(graph.BadInput, "a picture is nothing for a terminal").WithHint("write it to a file with -o")
		}
		return p.Send(a.out)
	}
	file, err := os.Create(o.out)
	if err != nil {
		return err
	}
	if err := errors.Join(p.Send(file), file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote %s: %d entities, %d lines between them\n", o.out, p.Nodes, p.Edges)
	return nil
}
