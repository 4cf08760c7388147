package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/commit"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/table"
)

// maxImport is how many ops one import may have.
const maxImport = 20_000_000

// worst is how many refused rows are printed.
const worst = 20

type importOptions struct {
	mapping   string
	decisions string
	message   string
	dryRun    bool
	retain    bool
}

func (a *app) importCommand() *cobra.Command {
	var opts importOptions
	cmd := &cobra.Command{
		Use:   "import --mapping MAPPING FILE...",
		Short: "Import the rows of files by a mapping, or files of missiongraph's own",
		Long: "import reads files (CSV, spreadsheets, JSON, lines of JSON, also as gzip or zstd) by a\n" +
			"mapping, says what that changes, and makes it one revision for each file. The same file\n" +
			"again changes nothing; a newer one of the same source takes the place of the older one, and\n" +
			"what it has no more is retracted unless --retain keeps it. Rows that cannot be read are\n" +
			"refused with their place and reason, and the others are loaded. Without --mapping, files\n" +
			"that missiongraph exported as JSONL are read. It writes to the data file.",
		Example: "  missiongraph import --mapping mappings/ice-287g.yaml --dry-run list.csv\n" +
			"  missiongraph import --mapping mappings/ice-287g.yaml list.csv\n" +
			"  missiongraph import --mapping mappings/us-federal-agencies.yaml --decisions decisions.yaml agencies.json",
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error { return a.importFiles(cmd.Context(), files, opts) },
	}
	cmd.Flags().StringVar(&opts.mapping, "mapping", "", "a YAML file that says how rows become entities and facts")
	cmd.Flags().StringVar(&opts.decisions, "decisions", "", "a YAML file that says which entities of the file are which of the graph")
	cmd.Flags().StringVar(&opts.message, "message", "", "why, for the log (default \"import of FILE\")")
	cmd.Flags().BoolVar(&opts.dryRun, "dry-run", false, "say what would change, and change nothing")
	cmd.Flags().BoolVar(&opts.retain, "retain", false, "keep what the file has no more")
	return cmd
}

func (a *app) importFiles(ctx context.Context, files []string, opts importOptions) error {
	tuneGC()
	if opts.mapping == "" {
		return a.importOwn(ctx, files, opts)
	}
	text, err := readInput(opts.mapping, "--mapping")
	if err != nil {
		return err
	}
	var decisions *exchange.Decisions
	if opts.decisions != "" {
		said, err := readInput(opts.decisions, "--decisions")
		if err != nil {
			return err
		}
		if decisions, err = exchange.LoadDecisions(opts.decisions, said); err != nil {
			return err
		}
	}
	parts, done, err := a.openParts(ctx, opts.dryRun)
	if err != nil {
		return err
	}
	defer done()
	m, err := exchange.LoadMapping(opts.mapping, text, parts.words.Ontology)
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := a.importFile(ctx, parts.gate, m, decisions, name, opts); err != nil {
			return err
		}
	}
	return nil
}

// readInput reads a file that a flag names.
func readInput(name, flag string) ([]byte, error) {
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, graph.Errorf(graph.NotFound, "%s: no such file", name).WithHint("%s names a file", flag)
	case err != nil:
		return nil, graph.Errorf(graph.BadInput, "%s: the file cannot be read", name)
	}
	return text, nil
}

// openTable reads the table of a file as a mapping says. done closes the file.
func openTable(name string, m *exchange.Mapping) (read *table.File, done func(), err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, graph.Errorf(graph.NotFound, "%s: the file cannot be opened", name)
	}
	if read, err = table.Read(name, file, m.Options()); err != nil {
		file.Close()
		return nil, nil, err
	}
	return read, func() { file.Close() }, nil
}

func (a *app) importFile(ctx context.Context, gate *commit.Gate, m *exchange.Mapping, decisions *exchange.Decisions, name string, opts importOptions) error {
	read, done, err := openTable(name, m)
	if err != nil {
		return err
	}
	defer done()
	var statements *exchange.Statements
	var plan *exchange.Plan
	bar := a.progress("reading " + filepath.Base(name))
	request := commit.Request{
		Message: opts.message, DryRun: opts.dryRun, MaxOps: maxImport,
		Plan: func(base *graph.View) (commit.Draft, error) {
			var err error
			if statements, err = exchange.Assemble(m, read, base, decisions, bar.update); err != nil {
				return commit.Draft{}, err
			}
			if plan, err = exchange.Compare(statements, base, opts.retain); err != nil {
				return commit.Draft{}, err
			}
			return commit.Draft{Ops: plan.Ops, Paths: places(name, plan.Ops)}, nil
		},
	}
	if request.Message == "" {
		request.Message = "import of " + filepath.Base(name)
	}
	out, err := gate.Commit(graph.WithPrincipal(ctx, a.localPrincipal()), request)
	bar.stop()
	if err != nil {
		return err
	}
	if len(out.Problems) > 0 {
		return out.Problems
	}
	if out.Refused(false) {
		return graph.Errorf(graph.Conflict, "the import was not made: a blocking question is against it, or the graph moved on").
			WithHint("missiongraph ask tells which")
	}
	return a.printImport(&importReport{file: read, mapping: m.Name.Value, statements: statements, plan: plan, outcome: out, dryRun: opts.dryRun})
}

// places are the lines that ops come from, for what is wrong with them.
func places(name string, ops []graph.Op) []string {
	list := make([]string, len(ops))
	for i := range ops {
		var evidence []graph.Evidence
		switch op := &ops[i]; {
		case op.Entity != nil:
			evidence = op.Entity.Evidence
		case op.Fact != nil:
			evidence = op.Fact.Evidence
		}
		list[i] = name
		if n := len(evidence); n > 0 {
			list[i] = fmt.Sprintf("%s:%d", name, evidence[n-1].Line)
		}
	}
	return list
}

// importReport is what became of a file.
type importReport struct {
	file       *table.File
	mapping    string
	statements *exchange.Statements
	plan       *exchange.Plan
	outcome    *commit.Outcome
	dryRun     bool
}

func (a *app) printImport(r *importReport) error {
	if a.json {
		return a.printJSON(r.report())
	}
	s, p := r.statements, r.plan
	how := []string{r.file.Format, r.file.Encoding}
	if r.file.Compression != "" {
		how = append(how, r.file.Compression)
	}
	if r.file.Format == table.CSV {
		how = append(how, fmt.Sprintf("delimiter %q", r.file.Delimiter))
	}
	fmt.Fprintf(a.out, "%s (%s)\n", a.out.strong(plain(r.file.Name)), strings.Join(how, ", "))
	fmt.Fprintf(a.out, "  rows      %d read, %d loaded, %d refused\n", s.Rows, s.Loaded, len(s.Refused))
	fmt.Fprintf(a.out, "  entities  %s\n", tallyText(p.Entities))
	fmt.Fprintf(a.out, "  facts     %s\n", tallyText(p.Facts))
	a.printRefused("refused", s.Refused)
	a.printRefused("left out", s.Skipped)
	a.printRefused("conflict", p.Conflicts)
	for _, m := range s.Matches {
		fmt.Fprintf(a.out, "  joined    %s is %s, %q (%s)\n", m.ID, m.Is, plain(m.Name), strings.ToLower(m.How))
	}
	if n := len(s.Near); n > 0 {
		fmt.Fprintf(a.out, "  alike     not joined; to decide, keep the right lines in a file for --decisions, below decisions:\n%s",
			plain(exchange.Open(r.mapping, s.Near[:min(n, worst)])))
		if n > worst {
			fmt.Fprintf(a.out, "# and %d more: --json lists all\n", n-worst)
		}
	}
	switch {
	case len(p.Ops) == 0:
		fmt.Fprintln(a.out, "0 changes")
	case r.dryRun:
		fmt.Fprintf(a.out, "%s; nothing was changed (--dry-run)\n", opsText(len(p.Ops)))
	default:
		fmt.Fprintf(a.out, "revision %d: %s\n", r.outcome.Revision, opsText(len(p.Ops)))
	}
	return nil
}

func tallyText(t exchange.Tally) string {
	text := fmt.Sprintf("%d new, %d changed, %d gone, %d unchanged", t.New, t.Changed, t.Gone, t.Unchanged)
	if t.Kept > 0 {
		text += fmt.Sprintf(", %d kept though the file has them no more", t.Kept)
	}
	return text
}

func (a *app) printRefused(label string, list graph.Problems) {
	for i := range list {
		if i == worst {
			fmt.Fprintf(a.out, "  %-9s and %d more: --json lists all\n", label, len(list)-worst)
			return
		}
		fmt.Fprintf(a.out, "  %s %s\n", a.out.bad(fmt.Sprintf("%-9s", label)), oneLine(list[i].Error()))
	}
}

// report is what --json prints.
func (r *importReport) report() map[string]any {
	s, p := r.statements, r.plan
	tally := func(t exchange.Tally) map[string]int {
		return map[string]int{"new": t.New, "changed": t.Changed, "gone": t.Gone, "unchanged": t.Unchanged, "kept": t.Kept}
	}
	problems := func(list graph.Problems) []failure {
		found := make([]failure, len(list))
		for i, x := range list {
			found[i] = failure{x.Code, x.Path, x.Msg, x.Hint}
		}
		return found
	}
	matches := func(list []exchange.MatchReport) []map[string]any {
		found := make([]map[string]any, len(list))
		for i, m := range list {
			found[i] = map[string]any{"path": m.Place, "id": m.ID, "text": m.Text, "is": m.Is, "name": m.Name, "how": m.How, "score": m.Score}
			if m.Why != "" {
				found[i]["why"] = m.Why
			}
		}
		return found
	}
	return map[string]any{
		"file": r.file.Name, "format": r.file.Format, "encoding": r.file.Encoding, "compression": r.file.Compression,
		"sha256": r.file.SHA256, "source": s.Source.ID,
		"rows":     map[string]int{"read": s.Rows, "loaded": s.Loaded, "refused": len(s.Refused)},
		"entities": tally(p.Entities), "facts": tally(p.Facts),
		"refused": problems(s.Refused), "leftOut": problems(s.Skipped), "conflicts": problems(p.Conflicts),
		"joined": matches(s.Matches), "alike": matches(s.Near),
		"ops": len(p.Ops), "dryRun": r.dryRun, "applied": r.outcome.Applied, "revision": r.outcome.Revision,
	}
}
