package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/propose"
	"missiongraph/internal/exchange/table"
	"missiongraph/schema"
)

func (a *app) mappingCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "mapping",
		Short:   "Propose and try mappings of files",
		Example: "  missiongraph mapping init list.csv > list.yaml\n  missiongraph mapping test list.yaml list.csv",
		Long:    "mapping helps to write the mappings that import reads files by; docs/import.md is their manual.",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	rows := 5
	test := &cobra.Command{
		Use:   "test MAPPING FILE",
		Short: "Show what the first rows of a file become by a mapping",
		Long: "test prints the entities and facts that the first rows of a file become, each with the place\n" +
			"of its quote, and the rows that are refused. It reads the data file, in which entities are\n" +
			"looked up, and changes nothing.",
		Example: "  missiongraph mapping test mappings/ice-287g.yaml list.csv\n  missiongraph mapping test mappings/ice-287g.yaml list.csv --rows 20",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE:    func(_ *cobra.Command, args []string) error { return a.testMapping(args[0], args[1], rows) },
	}
	test.Flags().IntVar(&rows, "rows", rows, "how many rows")
	var opts propose.Options
	begin := &cobra.Command{
		Use:   "init FILE",
		Short: "Propose a mapping for a file",
		Long: "init looks at the names of a file's columns and at the values in them, and prints a mapping to\n" +
			"begin with, as YAML. Its comments say what was guessed, and which columns were left out and\n" +
			"why. Nothing else is read, and nothing is written.",
		Example: "  missiongraph mapping init offices.csv > offices.yaml\n  missiongraph mapping init offices.csv --prefix de > offices.yaml",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE:    func(_ *cobra.Command, args []string) error { return a.initMapping(args[0], opts) },
	}
	begin.Flags().StringVar(&opts.Prefix, "prefix", "", "what ids begin with, as a country's code (default the name of the mapping)")
	cmd.AddCommand(begin, test)
	return cmd
}

func (a *app) initMapping(name string, opts propose.Options) error {
	if opts.Prefix != "" && !graph.IsEntityID(opts.Prefix) {
		return graph.Errorf(graph.BadInput, "--prefix: %q is not the beginning of an id", opts.Prefix).WithHint("lower-case letters, digits and hyphens")
	}
	file, err := os.Open(name)
	if err != nil {
		return graph.Errorf(graph.NotFound, "%s: the file cannot be opened", name)
	}
	defer file.Close()
	read, err := table.Detect(name, file)
	if err != nil {
		return err
	}
	text, err := propose.Mapping(read, schema.Ontology(), opts)
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.out, text)
	return err
}

func (a *app) testMapping(mapping, name string, rows int) error {
	text, err := readInput(mapping, "the mapping")
	if err != nil {
		return err
	}
	m, err := exchange.LoadMapping(mapping, text, schema.Ontology())
	if err != nil {
		return err
	}
	read, done, err := openTable(name, m)
	if err != nil {
		return err
	}
	defer done()
	read.Most = rows
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	s, err := exchange.Assemble(m, read, p.view, nil, nil)
	if err != nil {
		return err
	}
	entities := sheet{title: "entities", columns: []string{"id", "kind", "name", "line", "quote"}, numeric: make([]bool, 5)}
	for _, e := range s.Entities {
		entities.rows = append(entities.rows, []string{e.ID, e.Kind, e.Name, fmt.Sprint(e.Evidence[0].Line), oneLine(e.Evidence[0].Quote)})
	}
	facts := sheet{title: "facts", columns: []string{"id", "value", "qualifiers", "line", "quote"}, numeric: make([]bool, 5)}
	for _, f := range s.Facts {
		qualifiers := ""
		for i, q := range f.Qualifiers {
			if i > 0 {
				qualifiers += "; "
			}
			qualifiers += q.Name + ": " + q.Value
		}
		facts.rows = append(facts.rows, []string{f.ID, f.Value.String(), qualifiers, fmt.Sprint(f.Evidence[0].Line), oneLine(f.Evidence[0].Quote)})
	}
	sheets := []sheet{entities, facts}
	if len(s.Refused)+len(s.Skipped) > 0 {
		wrong := sheet{title: "refused", columns: []string{"place", "problem", "hint"}, numeric: make([]bool, 3)}
		for _, x := range append(s.Refused, s.Skipped...) {
			wrong.rows = append(wrong.rows, []string{x.Path, x.Msg, x.Hint})
		}
		sheets = append(sheets, wrong)
	}
	return a.out.print(sheets...)
}
