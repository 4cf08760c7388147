package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/table"
	"missiongraph/schema"
)

// maxImport is how many ops one import may have.
const maxImport = 20_000_000

// worst is how many reasons for refusals are printed.
const worst = 20

type importOptions struct {
	mapping   string
	decisions string
	message   string
	dryRun    bool
	retain    bool
	part      int
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
	cmd.Flags().IntVar(&opts.part, "part", partOps, "puts and retractions of a revision at most; a file with more makes several")
	return cmd
}

func (a *app) importFiles(ctx context.Context, files []string, opts importOptions) error {
	if opts.part < 1 || opts.part > bolt.MaxOps {
		return graph.Errorf(graph.BadInput, "--part is %d; expected 1 to %d", opts.part, bolt.MaxOps)
	}
	tuneImport()
	if opts.mapping == "" {
		return a.importOwn(ctx, files, opts)
	}
	text, err := readInput(opts.mapping, "--mapping")
	if err != nil {
		return err
	}
	m, err := exchange.LoadMapping(opts.mapping, text, schema.Ontology())
	if err != nil {
		return err
	}
	var decisions *exchange.Decisions
	if opts.decisions != "" {
		if text, err = readInput(opts.decisions, "--decisions"); err != nil {
			return err
		}
		if decisions, err = exchange.LoadDecisions(opts.decisions, text); err != nil {
			return err
		}
	}
	parts, done, err := a.openParts(opts.dryRun)
	if err != nil {
		return err
	}
	defer done()
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
	i := &fileImport{app: a, gate: gate, name: name, opts: opts, file: read, mapping: m, decisions: decisions}
	if err := i.run(graph.WithPrincipal(ctx, a.localPrincipal())); err != nil {
		return err
	}
	return a.printImport(&importReport{file: read, mapping: m.Name.Value, statements: i.statements, plan: i.plan, outcome: i.outcome, revisions: i.made, dryRun: opts.dryRun})
}

// fileImport is the import of one file by a mapping.
type fileImport struct {
	*app
	gate      *commit.Gate
	name      string
	opts      importOptions
	file      *table.File
	mapping   *exchange.Mapping
	decisions *exchange.Decisions

	statements *exchange.Statements
	plan       *exchange.Plan
	outcome    *commit.Outcome // of the last part
	made       int             // revisions
}

// run plans the import and makes it, a large one in parts. Where one was made
// before and the program was stopped, planning finds what is left.
func (i *fileImport) run(ctx context.Context) error {
	bar := i.progress("reading " + filepath.Base(i.name))
	defer bar.stop()
	var parts [][]graph.Op
	err := i.commit(ctx, "", func(base *graph.View) (commit.Draft, error) {
		var err error
		if i.statements, i.plan, err = exchange.Prepare(i.mapping, i.file, base, i.decisions, i.opts.retain, bar.update); err != nil {
			return commit.Draft{}, err
		}
		parts = [][]graph.Op{i.plan.Ops}
		if !i.opts.dryRun {
			parts = i.plan.Parts(i.opts.part)
		}
		return commit.Draft{Ops: parts[0], Paths: places(i.name, parts[0])}, nil
	})
	for n := 1; n < len(parts) && err == nil; n++ {
		bar.update(n, len(parts))
		draft := commit.Draft{Ops: parts[n], Paths: places(i.name, parts[n])}
		err = i.commit(ctx, fmt.Sprintf(", part %d of %d", n+1, len(parts)), commit.Fixed(draft))
	}
	return err
}

// commit makes a part.
func (i *fileImport) commit(ctx context.Context, part string, plan commit.Plan) error {
	message := i.opts.message
	if message == "" {
		message = "import of " + filepath.Base(i.name)
	}
	out, err := i.gate.Commit(ctx, commit.Request{Plan: plan, Message: message + part, DryRun: i.opts.dryRun, MaxOps: maxImport})
	switch {
	case err != nil:
		return err
	case len(out.Problems) > 0:
		return out.Problems
	case out.Refused(false):
		return blocked(out)
	}
	if i.outcome = out; out.Applied {
		i.made++
	}
	return nil
}

// blocked says why nothing was imported though nothing is wrong with the file.
func blocked(out *commit.Outcome) error {
	for _, f := range out.Findings {
		if f.Stops() {
			return graph.Errorf(graph.Conflict, "the import was not made: the answer to the blocking question %q would be another", f.Question).
				WithHint("missiongraph ask %q tells what it expects", f.Question)
		}
	}
	return graph.Errorf(graph.Conflict, "the import was not made: the graph moved on").WithHint("import again")
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
	outcome    *commit.Outcome // of the last part
	revisions  int
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
	case r.revisions > 1:
		fmt.Fprintf(a.out, "revisions %d to %d: %s\n", int(r.outcome.Revision)-r.revisions+1, r.outcome.Revision, opsText(len(p.Ops)))
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

// printRefused prints the worst reasons: those of most rows.
func (a *app) printRefused(label string, list graph.Problems) {
	for i, r := range exchange.Reasons(list) {
		if i == worst {
			fmt.Fprintf(a.out, "  %-9s and for other reasons: --json lists all\n", label)
			return
		}
		more := ""
		if r.Count > 1 {
			more = fmt.Sprintf("; %d more like it", r.Count-1)
		}
		fmt.Fprintf(a.out, "  %s %s%s\n", a.out.bad(fmt.Sprintf("%-9s", label)), oneLine(r.First.Error()), more)
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
	reasons := func(lists ...graph.Problems) []map[string]any {
		found := []map[string]any{}
		for _, r := range exchange.Reasons(slices.Concat(lists...)) {
			found = append(found, map[string]any{"count": r.Count, "first": failure{r.First.Code, r.First.Path, r.First.Msg, r.First.Hint}})
		}
		return found
	}
	delimiter := ""
	if r.file.Format == table.CSV {
		delimiter = string(r.file.Delimiter)
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
		"file": r.file.Name, "format": r.file.Format, "encoding": r.file.Encoding, "compression": r.file.Compression, "delimiter": delimiter,
		"sha256": r.file.SHA256, "source": s.Source.ID,
		"rows":     map[string]int{"read": s.Rows, "loaded": s.Loaded, "refused": len(s.Refused)},
		"entities": tally(p.Entities), "facts": tally(p.Facts),
		"worst":   reasons(s.Refused, s.Skipped, p.Conflicts),
		"refused": problems(s.Refused), "leftOut": problems(s.Skipped), "conflicts": problems(p.Conflicts),
		"joined": matches(s.Matches), "alike": matches(s.Near),
		"ops": len(p.Ops), "dryRun": r.dryRun, "applied": r.outcome.Applied, "revision": r.outcome.Revision, "revisions": r.revisions,
	}
}
