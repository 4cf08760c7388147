package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"missiongraph/internal/exchange"
)

func (a *app) mappingCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "mapping",
		Short:   "Try mappings of files",
		Example: "  missiongraph mapping test mappings/ice-287g.yaml list.csv",
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
	cmd.AddCommand(test)
	return cmd
}

func (a *app) testMapping(mapping, name string, rows int) error {
	text, err := readInput(mapping, "the mapping")
	if err != nil {
		return err
	}
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	m, err := exchange.LoadMapping(mapping, text, p.view.Ontology)
	if err != nil {
		return err
	}
	read, done, err := openTable(name, m)
	if err != nil {
		return err
	}
	defer done()
	read.Most = rows
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
