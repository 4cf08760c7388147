package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/progress"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/schema"
)

// checkReport is what check prints as JSON.
type checkReport struct {
	Revision  graph.Revision   `json:"revision"`
	Entities  int              `json:"entities"`
	Facts     int              `json:"facts"`
	Quotes    int              `json:"quotes"`
	Entries   int              `json:"entries"` // of the log
	Rows      int              `json:"rows"`    // compared with what the log makes
	Problems  []problemReport  `json:"problems"`
	Sources   []coverageReport `json:"sources"`
	DurationS float64          `json:"seconds"`
}

type problemReport struct {
	Path    string `json:"path,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

type coverageReport struct {
	Source    string           `json:"source"`
	Title     string           `json:"title"`
	Sentences int              `json:"sentences"`
	Used      int              `json:"used"`
	Unused    []unusedSentence `json:"unused"`
}

type unusedSentence struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Check the data file, the graph and every quote",
		Long: "check reads the whole data file and proves that its pages are sound, that the log is\n" +
			"unbroken, that everything else follows from the log, that every fact fits the ontology,\n" +
			"and that every quote stands where it says. It also lists the sentences no fact uses.\n" +
			"It exits with 3 when it finds a problem, and changes nothing.",
		Example: "  missiongraph check\n  missiongraph check --data ./data --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.check(cmd.Context()) },
	}
}

func (a *app) check(ctx context.Context) error {
	begin := time.Now()
	store, err := a.openReadOnly("is a server running? stop the server first, or choose another folder with --data")
	if err != nil {
		return err
	}
	defer store.Close()
	report := checkReport{Revision: store.Head(), Problems: []problemReport{}, Sources: []coverageReport{}}
	problems, err := a.checkFile(ctx, store, &report)
	if err != nil {
		return err
	}
	fitting, err := checkGraph(store, &report)
	if err != nil && len(problems) == 0 {
		return err // else a damaged file cannot be read in full, as was found
	}
	report.Problems = reported(append(problems, fitting...))
	report.DurationS = time.Since(begin).Seconds()
	if a.json {
		if err := a.printJSON(report); err != nil {
			return err
		}
	} else {
		a.printReport(report)
	}
	if len(report.Problems) > 0 {
		return errProblems
	}
	return nil
}

// reported makes problems what --json prints; the list is never nil.
func reported(problems graph.Problems) []problemReport {
	list := make([]problemReport, len(problems))
	for i, p := range problems {
		list[i] = problemReport{p.Path, string(p.Code), p.Msg, p.Hint}
	}
	return list
}

// printJSON prints what a command found, for programs.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// checkFile checks the file itself, with a progress bar on a terminal.
func (a *app) checkFile(ctx context.Context, store *bolt.Store, report *checkReport) (graph.Problems, error) {
	bar := a.progress("checking the file")
	defer bar.stop()
	problems, stats, err := store.Check(ctx, bar.update)
	report.Entries, report.Rows = stats.Entries, stats.Rows
	return problems, err
}

// checkGraph checks the head against the ontology and counts what quotes use.
func checkGraph(store *bolt.Store, report *checkReport) (graph.Problems, error) {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	t := snapshot.Topology()
	report.Entities, report.Facts = t.Len(), t.Facts()
	content, err := graph.Content(snapshot)
	if err != nil {
		return nil, err
	}
	quotes := map[string][]graph.Evidence{}
	count := func(list []graph.Evidence) {
		for _, e := range list {
			report.Quotes++
			quotes[e.Source] = append(quotes[e.Source], e)
		}
	}
	for _, op := range content {
		switch {
		case op.Entity != nil:
			count(op.Entity.Evidence)
		case op.Fact != nil:
			count(op.Fact.Evidence)
		}
	}
	for _, op := range content {
		if op.Source == nil {
			continue
		}
		c := coverageReport{Source: op.Source.ID, Title: op.Source.Title, Unused: []unusedSentence{}}
		sentences := graph.Sentences(op.Source.Text)
		c.Sentences = len(sentences)
		for i, touching := range graph.Coverage(sentences, quotes[op.Source.ID]) {
			if len(touching) > 0 {
				c.Used++
			} else {
				c.Unused = append(c.Unused, unusedSentence{sentences[i].Line, sentences[i].Text})
			}
		}
		report.Sources = append(report.Sources, c)
	}
	return graph.Validate(schema.Ontology(), nil, graph.Change{Ops: content}), nil
}

func (a *app) printProblems(list []problemReport) {
	for _, p := range list {
		label := a.out.bad("problem " + p.Code)
		if p.Path != "" {
			label += " at " + plain(p.Path)
		}
		a.out.say(label+":", "%s", p.Message)
		if p.Hint != "" {
			a.out.say(a.out.dim("hint:"), "%s", p.Hint)
		}
	}
}

func (a *app) printReport(r checkReport) {
	a.printProblems(r.Problems)
	for _, s := range r.Sources {
		fmt.Fprintf(a.out, "%s: %d of %d sentences used\n", oneLine(s.Title), s.Used, s.Sentences)
		for _, u := range s.Unused {
			fmt.Fprintf(a.out, "  %s %s\n", a.out.dim(fmt.Sprintf("line %d:", u.Line)), oneLine(shortened(u.Text)))
		}
	}
	verdict := a.out.good("no problems")
	if len(r.Problems) > 0 {
		verdict = a.out.bad(count(len(r.Problems), "problem"))
	}
	fmt.Fprintf(a.out, "%s: revision %d, %d entities, %d facts, %d quotes and %d rows checked in %.1f s\n",
		verdict, r.Revision, r.Entities, r.Facts, r.Quotes, r.Rows, r.DurationS)
}

// maxSentence is how much of a sentence people are shown, in code points.
const maxSentence = 300

// shortened returns a sentence that fits a screen, and says what it lacks.
func shortened(s string) string {
	n := utf8.RuneCountInString(s)
	if n <= maxSentence {
		return s
	}
	end := 0
	for range maxSentence {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return fmt.Sprintf("%s… (%d characters in all)", s[:end], n)
}

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// bar is a progress bar on standard error; nothing where that is no terminal.
type bar struct {
	writer  progress.Writer
	tracker *progress.Tracker
}

func (a *app) progress(message string) *bar {
	if !a.err.tty {
		return &bar{}
	}
	w := progress.NewWriter()
	w.SetOutputWriter(a.err)
	w.SetAutoStop(true)
	w.SetUpdateFrequency(100 * time.Millisecond)
	w.Style().Visibility.ETA = true
	w.Style().Visibility.Speed = true
	w.Style().Visibility.Value = false
	t := &progress.Tracker{Message: message, Units: progress.UnitsDefault, RemoveOnCompletion: true}
	w.AppendTracker(t)
	go w.Render()
	return &bar{w, t}
}

// update tells how much of the whole is done.
func (b *bar) update(done, total int) {
	if b.tracker == nil {
		return
	}
	b.tracker.UpdateTotal(int64(total))
	b.tracker.SetValue(int64(done))
}

func (b *bar) stop() {
	if b.tracker == nil {
		return
	}
	b.tracker.MarkAsDone()
	for b.writer.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
}
