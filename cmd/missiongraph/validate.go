package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// errFlaws ends validate when it has printed flaws of the severity that fails.
var errFlaws = errors.New("the graph has flaws")

// neverFails is the --fail-on that no flaw meets.
const neverFails = "never"

// validateOptions are the flags of validate.
type validateOptions struct {
	rules    []string
	severity string
	failOn   string
	revision string
	minGrade string
	sarif    bool
}

func (a *app) validateCommand() *cobra.Command {
	var o validateOptions
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Look the graph over for what is wrong or missing",
		Long: "validate looks for what is probably wrong with the graph: entities that nothing is related\n" +
			"to, two values where there is one, cycles, duplicates, quotes that do not stand in their\n" +
			"sources, sentences that nothing uses; docs/validation.md lists the rules. It exits with 1\n" +
			"when it finds an error, or what --fail-on says, and changes nothing. Whether the data file\n" +
			"itself is sound is for check to say, and whether this machine is in order for doctor.",
		Example: "  missiongraph validate\n" +
			"  missiongraph validate --severity note --rule unused-sentence,one-source\n" +
			"  missiongraph validate --sarif > missiongraph.sarif",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := o.query()
			if err != nil {
				return usage(cmd, err)
			}
			return a.validate(cmd.Context(), q)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.rules, "rule", nil, "only what this rule finds; may be given several times")
	f.StringVar(&o.severity, "severity", "warning", "print what is at least so bad: note, warning or error")
	f.StringVar(&o.failOn, "fail-on", "error", "exit with 1 when something is at least so bad: note, warning, error, or never")
	f.StringVar(&o.revision, "revision", "", "revision to look at: a number, HEAD, HEAD~1 or a moment")
	f.StringVar(&o.minGrade, "min-grade", "", "look at facts of this grade or better: editorial, contextual, construed or stated (default contextual)")
	f.BoolVar(&o.sarif, "sarif", false, "print SARIF 2.1.0, as code hosts read it")
	return cmd
}

// flawQuery is what validate is asked for.
type flawQuery struct {
	rules    []graph.FlawRule // nil for all
	severity graph.Severity
	failOn   graph.Severity // 0 for never
	revision string
	lens     graph.Lens
	sarif    bool
}

func (o *validateOptions) query() (q flawQuery, err error) {
	q = flawQuery{revision: o.revision, sarif: o.sarif}
	for _, name := range o.rules {
		r, ok := graph.ParseFlawRule(strings.TrimSpace(name))
		if !ok {
			var known []string
			for _, r := range graph.FlawRules() {
				known = append(known, r.String())
			}
			wrong := graph.Errorf(graph.BadInput, "there is no rule %q", name)
			if hint := graph.DidYouMean(name, known); hint != "" {
				return q, wrong.WithHint("%s", hint)
			}
			return q, wrong.WithHint("there are %s", strings.Join(known, ", "))
		}
		if !slices.Contains(q.rules, r) {
			q.rules = append(q.rules, r)
		}
	}
	severity := func(flag, value string) (graph.Severity, error) {
		s, ok := graph.ParseSeverity(value)
		if !ok {
			return 0, graph.Errorf(graph.BadInput, "--%s %q is no severity", flag, value).WithHint("note, warning or error")
		}
		return s, nil
	}
	if q.severity, err = severity("severity", o.severity); err != nil {
		return q, err
	}
	if o.failOn != neverFails {
		if q.failOn, err = severity("fail-on", o.failOn); err != nil {
			return q, err
		}
	}
	if o.minGrade != "" {
		g, ok := graph.ParseGrade(o.minGrade)
		if !ok {
			return q, graph.Errorf(graph.BadInput, "--min-grade %q is no grade", o.minGrade).
				WithHint("editorial, contextual, construed or stated")
		}
		q.lens.MinGrade = g
	}
	return q, nil
}

func (a *app) validate(ctx context.Context, q flawQuery) error {
	past, err := a.openPast()
	if err != nil {
		return err
	}
	defer past.close()
	snapshot, err := past.snapshot(q.revision)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	view := graph.NewView(snapshot, past.view.Ontology, q.lens, graph.NewBudget(ctx, math.MaxInt))
	found, err := graph.FindFlaws(view, q.rules)
	if err != nil {
		return err
	}
	r := &flawReport{view: view, found: found, shown: found.Page(0, found.AtLeast(q.severity)), severity: q.severity}
	switch {
	case q.sarif:
		err = a.printSARIF(r)
	case a.json:
		err = a.printJSON(r.json())
	default:
		err = a.printFlaws(r)
	}
	if err == nil && q.failOn != 0 && found.AtLeast(q.failOn) > 0 {
		return errFlaws
	}
	return err
}

// flawReport is what validate prints.
type flawReport struct {
	view     *graph.View
	found    *graph.Flaws
	shown    []*graph.Flaw
	severity graph.Severity // of the mildest shown
}

func (r *flawReport) id(n graph.Node) string {
	if info := r.view.Topology().Node(n); info != nil {
		return info.ID
	}
	return ""
}

// subject is what a flaw is about, for people: a fact, an entity or a source.
func (r *flawReport) subject(f *graph.Flaw) string {
	switch {
	case f.Fact != "":
		return f.Fact
	case f.Node != 0:
		return r.id(f.Node)
	default:
		return f.Source
	}
}

// printFlaws prints one line for each flaw, and what each rule found.
func (a *app) printFlaws(r *flawReport) error {
	var last graph.FlawRule
	for _, f := range r.shown {
		if f.Rule != last {
			last = f.Rule
			label := strings.ToLower(f.Rule.Severity().String())
			switch f.Rule.Severity() {
			case graph.SeverityError:
				label = a.out.bad(label)
			case graph.SeverityWarning:
				label = a.out.strong(label)
			}
			fmt.Fprintf(a.out, "%s %s: %s\n", label, f.Rule, f.Rule.Summary())
			fmt.Fprintf(a.out, "  %s %s\n", a.out.dim("hint:"), f.Rule.Help())
		}
		place := ""
		if f.Line > 0 {
			place = a.out.dim(fmt.Sprintf(" (%s:%d:%d)", f.Source, f.Line, f.Column))
		}
		what := f.Message
		if f.Rule == graph.FlawUnused {
			what = shortened(f.Quote)
		}
		fmt.Fprintf(a.out, "  %s: %s%s\n", plain(r.subject(f)), oneLine(what), place)
		if f.Hint != "" {
			fmt.Fprintf(a.out, "    %s %s\n", a.out.dim("hint:"), oneLine(f.Hint))
		}
	}
	if len(r.shown) > 0 {
		fmt.Fprintln(a.out)
	}
	summary := sheet{columns: []string{"rule", "severity", "found"}, numeric: []bool{false, false, true}}
	for _, c := range r.found.Counts {
		summary.rows = append(summary.rows, []string{c.Rule.String(), strings.ToLower(c.Rule.Severity().String()), fmt.Sprint(c.Count)})
	}
	if err := a.out.print(summary); err != nil {
		return err
	}
	if more := r.found.Len() - len(r.shown); more > 0 {
		a.out.say(a.out.dim("hint:"), "%d milder ones are not listed; --severity note lists all", more)
	}
	errs := r.found.AtLeast(graph.SeverityError)
	warnings := r.found.AtLeast(graph.SeverityWarning) - errs
	verdict := fmt.Sprintf("%s, %s and %s", count(errs, "error"), count(warnings, "warning"), count(r.found.Len()-errs-warnings, "note"))
	if errs > 0 {
		verdict = a.out.bad(verdict)
	} else if warnings == 0 {
		verdict = a.out.good(verdict)
	}
	t := r.view.Topology()
	fmt.Fprintf(a.out, "%s in revision %d: %d entities, %d facts\n", verdict, r.view.Revision(), t.Len(), t.Facts())
	return nil
}

// flawsJSON is what validate --json prints.
type flawsJSON struct {
	Revision graph.Revision `json:"revision"`
	Severity string         `json:"severity"` // of the mildest of Flaws
	Counts   []ruleCount    `json:"counts"`
	Flaws    []flawJSON     `json:"flaws"`
}

type ruleCount struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Count    int    `json:"count"`
}

type flawJSON struct {
	Rule     string   `json:"rule"`
	Severity string   `json:"severity"`
	Entity   string   `json:"entity,omitempty"`
	Others   []string `json:"others,omitempty"`
	Fact     string   `json:"fact,omitempty"`
	Source   string   `json:"source,omitempty"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Quote    string   `json:"quote,omitempty"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
}

func (r *flawReport) json() flawsJSON {
	found := flawsJSON{
		Revision: r.view.Revision(), Severity: r.severity.String(),
		Counts: []ruleCount{}, Flaws: make([]flawJSON, len(r.shown)),
	}
	for _, c := range r.found.Counts {
		found.Counts = append(found.Counts, ruleCount{c.Rule.String(), c.Rule.Severity().String(), c.Count})
	}
	for i, f := range r.shown {
		x := flawJSON{
			Rule: f.Rule.String(), Severity: f.Rule.Severity().String(), Entity: r.id(f.Node), Fact: f.Fact,
			Source: f.Source, Line: f.Line, Column: f.Column, Quote: f.Quote, Message: f.Message, Hint: f.Hint,
		}
		for _, n := range f.Others {
			x.Others = append(x.Others, r.id(n))
		}
		found.Flaws[i] = x
	}
	return found
}
