package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// differenceReport is a difference as --json prints it.
type differenceReport struct {
	Thing    string         `json:"thing"`
	ID       string         `json:"id"`
	Effect   string         `json:"effect"`
	Sentence string         `json:"sentence"`
	Changes  []changeReport `json:"changes"`
	Added    []quoteReport  `json:"quotesAdded"`
	Removed  []quoteReport  `json:"quotesRemoved"`
}

type changeReport struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type quoteReport struct {
	Quote  string `json:"quote"`
	Source string `json:"source"`
	Line   int    `json:"line"`
	Grade  string `json:"grade"`
}

// diffReport is what diff prints as JSON.
type diffReport struct {
	From        graph.Revision     `json:"from"`
	To          graph.Revision     `json:"to"`
	Counts      []countReport      `json:"counts"`
	Differences []differenceReport `json:"differences"`
}

func (a *app) diffCommand() *cobra.Command {
	entity := ""
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two revisions",
		Long: "diff prints what turns revision A into revision B: + what B has and A has not, - what A\n" +
			"has and B has not, ~ what both have, with other contents, and the quotes that came and\n" +
			"went. A and B are numbers, HEAD, HEAD~1 or moments (2018-12-04T00:00:00Z); revision 0 is\n" +
			"the empty graph, and A may be the later one. It reads the data file.",
		Example: "  missiongraph diff HEAD~1 HEAD\n  missiongraph diff 0 2100-01-01T00:00:00Z --entity JTTF\n  missiongraph diff 0 1 --json",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE:    func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], entity) },
	}
	cmd.Flags().StringVar(&entity, "entity", "", "only an entity and the facts about it: its id, present or former, or name")
	return cmd
}

func (a *app) diff(from, to, entity string) error {
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	var q graph.DiffQuery
	if q.From, err = p.revision(from); err != nil {
		return err
	}
	if q.To, err = p.revision(to); err != nil {
		return err
	}
	if entity != "" {
		ref, err := graph.LookupRef(p.view, entity)
		if err != nil {
			return err
		}
		q.Scope = &ref
	}
	found, err := graph.Diff(p.view, q)
	if err != nil {
		return err
	}
	if !a.json {
		if err := a.printDifferences(p.view, found.Differences); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s from revision %d to %d\n", tally(found.Counts), found.From, found.To)
		return nil
	}
	r := diffReport{From: found.From, To: found.To, Counts: tally(found.Counts).report()}
	if r.Differences, err = reportsOf(p.view, found.Differences); err != nil {
		return err
	}
	return a.printJSON(r)
}

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show REVISION",
		Short: "Show what a revision changed",
		Long: "show prints who made a revision, when and why, and what it changed: + what it added, - what\n" +
			"it retracted, ~ what it changed, as sentences with the quotes that support them. A\n" +
			"revision is a number, HEAD, HEAD~1 or a moment (2018-12-04T00:00:00Z), which means the\n" +
			"revision in force then. It reads the data file.",
		Example: "  missiongraph show HEAD\n  missiongraph show 1 --json",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE:    func(_ *cobra.Command, args []string) error { return a.show(args[0]) },
	}
}

func (a *app) show(name string) error {
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	rev, err := p.revision(name)
	if err != nil {
		return err
	}
	if rev == 0 {
		return graph.Errorf(graph.NotFound, "revision 0 is the empty graph").WithHint("the first revision is 1")
	}
	found, err := graph.Diff(p.view, graph.DiffQuery{From: rev - 1, To: rev})
	if err != nil {
		return err
	}
	r, err := p.report(rev, found.Counts)
	if err != nil {
		return err
	}
	if a.json {
		if r.Differences, err = reportsOf(p.view, found.Differences); err != nil {
			return err
		}
		return a.printJSON(r)
	}
	fmt.Fprintf(a.out, "%s %s by %s: %s\n", a.out.strong(fmt.Sprintf("revision %d", rev)), r.Time.Format(time.RFC3339),
		plain(r.Author), plain(r.Message))
	if err := a.printDifferences(p.view, found.Differences); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s by %s\n", r.tally, opsText(r.Ops))
	return nil
}

func reportsOf(v *graph.View, list []graph.Difference) ([]differenceReport, error) {
	reports := make([]differenceReport, len(list))
	for i := range list {
		d := &list[i]
		sentence, err := d.Sentence(v)
		if err != nil {
			return nil, err
		}
		added, removed := d.Quotes()
		r := differenceReport{d.Sort.String(), d.ID, d.Effect().String(), sentence, []changeReport{}, quotesOf(added), quotesOf(removed)}
		for _, f := range d.Fields {
			r.Changes = append(r.Changes, changeReport{f.Name, f.Before, f.After})
		}
		reports[i] = r
	}
	return reports, nil
}

func quotesOf(list []graph.Evidence) []quoteReport {
	reports := make([]quoteReport, len(list))
	for i, e := range list {
		reports[i] = quoteReport{e.Quote, e.Source, e.Line, e.Grade.String()}
	}
	return reports
}

// printDifferences prints each difference as a sentence, and below it the
// quotes that came and went with it.
func (a *app) printDifferences(v *graph.View, list []graph.Difference) error {
	for i := range list {
		d := &list[i]
		line, err := d.Subject(v)
		if err != nil {
			return err
		}
		mark := a.out.mark(d.Effect())
		if d.Effect() == graph.Changed {
			line += ": " + d.Summary()
		}
		fmt.Fprintf(a.out, "%s %s\n", mark, oneLine(line))
		added, removed := d.Quotes()
		a.printQuotes(graph.Added, added)
		if d.Effect() == graph.Changed {
			a.printQuotes(graph.Retracted, removed)
		}
	}
	return nil
}

func (a *app) printQuotes(e graph.Effect, list []graph.Evidence) {
	for _, x := range list {
		if x.Quote == "" {
			continue // the editor's word, which no text has
		}
		fmt.Fprintf(a.out, "    %s “%s” %s\n", a.out.mark(e), oneLine(x.Quote),
			a.out.dim(fmt.Sprintf("(%s, line %d, %s)", x.Source, x.Line, x.Grade)))
	}
}

// mark is the sign of an effect.
func (t *terminal) mark(e graph.Effect) string {
	switch e {
	case graph.Added:
		return t.good("+")
	case graph.Retracted:
		return t.bad("-")
	}
	return t.paint("~", text.FgYellow)
}

// oneLine writes a text without line breaks.
func oneLine(s string) string { return plain(strings.ReplaceAll(s, "\n", " ")) }

func opsText(n int) string {
	if n == 1 {
		return "1 put or retraction"
	}
	return fmt.Sprintf("%d puts and retractions", n)
}
