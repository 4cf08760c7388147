package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/training"
	"missiongraph/schema"
)

// makeOptions are a part of a course given by flags.
type makeOptions struct {
	part          trainingPart
	lens          planLens
	audience      string
	seed          uint64
	format        string
	out, revision string
}

func (a *app) trainingMakeCommand() *cobra.Command {
	opts := makeOptions{}
	cmd := &cobra.Command{
		Use:   "make",
		Short: "Make material about one scope, without a plan",
		Long: "make writes one file about one scope: an entity, a kind, a mission area, what is around some\n" +
			"entities, or what a pattern finds. It is what training build makes of a plan of one part.",
		Example: "  missiongraph training make --mission-area 'Preventing Terrorism' --include sheets --questions 10\n" +
			"  missiongraph training make --pattern 'MATCH (d:Directorate)-[:leverages]->(p) RETURN p' --questions 5 --format gift -o partners.gift\n" +
			"  missiongraph training make --around ice --depth 2 --types partOf,operates --include glossary --grade STATED",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.check(); err != nil {
				return usage(cmd, err)
			}
			return a.makeTraining(&opts)
		},
	}
	f, x := cmd.Flags(), &opts.part
	f.StringVar(&x.Scope.Entity, "entity", "", "scope: one entity, by id or name")
	f.StringVar(&x.Scope.Kind, "kind", "", "scope: all entities of a kind")
	f.StringVar(&x.Scope.MissionArea, "mission-area", "", "scope: a mission area and what is joined to it")
	f.StringSliceVar(&x.Scope.Around, "around", nil, "scope: entities and what is within --depth steps of them")
	f.IntVar(&x.Scope.Depth, "depth", 0, "steps of --around (default 1)")
	f.StringSliceVar(&x.Scope.Types, "types", nil, "relation types that --around follows; all when left out")
	f.StringSliceVar(&x.Scope.Entities, "entities", nil, "scope: these entities")
	f.StringVar(&x.Scope.Pattern, "pattern", "", "scope: the entities that a graph pattern returns")
	f.StringSliceVar(&x.Include, "include", nil, "glossary, sheets and timeline, with commas between")
	f.StringSliceVar(&x.Compare, "compare", nil, "two or more entities to compare")
	f.IntVar(&x.Questions, "questions", 0, "how many questions")
	f.BoolVar(&x.Fewer, "fewer", false, "where the scope carries fewer questions, those will do")
	f.StringSliceVar(&x.Forms, "forms", nil, "forms of question; all when left out")
	f.Uint64Var(&opts.seed, "seed", 1, "what is drawn; the same seed makes the same bytes")
	f.StringVar(&x.Title, "title", "", "title; the scope in words when left out")
	f.StringVar(&opts.audience, "audience", "", "for whom it is")
	f.StringVar(&opts.lens.MinGrade, "grade", "", "weakest grade shown: STATED, CONSTRUED or CONTEXTUAL")
	f.StringVar(&opts.lens.ValidAt, "valid-at", "", "day on which facts must hold, as 2018-12-04")
	f.StringSliceVar(&opts.lens.Readings, "readings", nil, "readings chosen, as attache/A")
	f.StringVar(&opts.format, "format", "markdown", strings.Join(training.Formats(), ", "))
	f.StringVarP(&opts.out, "out", "o", "", "file to write; standard output when left out")
	f.StringVar(&opts.revision, "revision", "", "revision to draw from: a number, HEAD, HEAD~1 or a moment")
	return cmd
}

// check refuses what no graph is needed to refuse, as a plan would be.
func (o *makeOptions) check() error {
	o.part.Name = "make"
	if o.part.Questions == 0 && len(o.part.Include) == 0 && len(o.part.Compare) == 0 {
		return graph.Errorf(graph.BadInput, "nothing is to be made").WithHint("--questions 10, --include glossary,sheets,timeline or --compare ero,hsi")
	}
	p := &trainingPlan{Lens: o.lens, Formats: []string{o.format}, Parts: []trainingPart{o.part}}
	p.check()
	for i := range p.problems {
		p.problems[i].Path = ""
	}
	return p.problems.Err()
}

func (a *app) makeTraining(o *makeOptions) error {
	past, err := a.openPast()
	if err != nil {
		return err
	}
	defer past.close()
	snapshot, err := past.snapshot(o.revision)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	pack, _, err := o.part.build(graph.NewView(snapshot, schema.Ontology(), o.lens.lens(), nil), o.seed, o.audience)
	if err != nil {
		return err
	}
	made, err := training.Write(pack, o.format)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { _, err := w.Write(made.Data); return err }
	if o.out == "" || o.out == "-" {
		if a.out.tty && slices.Contains(made.Data, 0) {
			return graph.Errorf(graph.BadInput, "a terminal cannot show %s", o.format).WithHint("-o %s", made.Name)
		}
		return write(a.out)
	}
	if err := writeWhole(o.out, write); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s: %s, of revision %d\n", plain(o.out), count(len(pack.Items()), "item"), pack.Revision)
	return nil
}
