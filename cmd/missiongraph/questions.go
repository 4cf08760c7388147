package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/commit"
	"missiongraph/internal/golden"
	"missiongraph/internal/server"
)

// errQuestions ends a command after a question that does not hold.
var errQuestions = errors.New("a question does not hold")

type askOptions struct {
	sheet   string
	url     string
	add     string
	message string
}

func (a *app) askCommand() *cobra.Command {
	var opts askOptions
	cmd := &cobra.Command{
		Use:   "ask [NAME...]",
		Short: "Ask the stored questions, and compare with the answers expected",
		Long: "ask asks the stored questions and prints which hold, which answers differ and how, and\n" +
			"which cannot be asked. It exits with 1 unless all hold. --sheet FILE tries a sheet before\n" +
			"it is stored, and --add FILE stores it: as the source questions.FILE, or as --sheet says.",
		Example: "  missiongraph ask\n" +
			"  missiongraph ask --sheet ice.yaml --json\n" +
			"  missiongraph ask --sheet ice.yaml 'who leads the JTTF' --url http://127.0.0.1:8080/graphql\n" +
			"  missiongraph ask --add ice.yaml --message 'What must stay true of ICE'",
		RunE: func(cmd *cobra.Command, names []string) error {
			switch {
			case opts.add != "" && (len(names) > 0 || opts.url != ""):
				return usage(cmd, graph.Errorf(graph.BadInput, "--add together with questions or --url").WithHint("--add only stores the sheet, in the data file"))
			case opts.add != "" && strings.TrimSpace(opts.message) == "":
				return usage(cmd, graph.Errorf(graph.BadInput, "a sheet cannot be stored without --message").WithHint("say why: --message 'What must stay true of ICE'"))
			case opts.add == "" && opts.message != "":
				return usage(cmd, graph.Errorf(graph.BadInput, "--message without --add").WithHint("--add FILE stores a sheet"))
			case opts.add != "":
				return a.addSheet(cmd.Context(), opts)
			}
			return a.askQuestions(cmd.Context(), names, opts)
		},
	}
	cmd.Flags().StringVar(&opts.sheet, "sheet", "", "a file with questions, or the id of a stored sheet; with --add the id to store it as")
	cmd.Flags().StringVar(&opts.url, "url", "", "ask the server at this address instead of the data file")
	cmd.Flags().StringVar(&opts.add, "add", "", "store this file as a sheet")
	cmd.Flags().StringVarP(&opts.message, "message", "m", "", "why the sheet is stored")
	a.tokenFlag(cmd)
	return cmd
}

// askQuestions asks those of a file, of a sheet, or all.
func (a *app) askQuestions(ctx context.Context, names []string, opts askOptions) error {
	tuneGC()
	parts := startParts(server.Limits{}, zerolog.Nop())
	book, snapshot, done, err := a.openBook(ctx, parts, opts)
	if err != nil {
		return err
	}
	defer done()
	sheets, err := a.sheetsToAsk(ctx, book, snapshot, opts)
	if err != nil {
		return err
	}
	var problems graph.Problems
	for _, s := range sheets {
		problems = append(problems, s.Problems...)
	}
	if len(problems) > 0 {
		return problems
	}
	questions, err := golden.Pick(golden.Questions(sheets), names)
	if err != nil {
		return err
	}
	bar := a.progress("asking")
	results := book.Ask(ctx, snapshot, questions, func(n int) { bar.update(n, len(questions)) })
	bar.stop()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return a.printResults(results)
}

// openBook returns what asks the questions of the data file, or of a server, of
// which the snapshot is nil.
func (a *app) openBook(ctx context.Context, parts *parts, opts askOptions) (*golden.Book, graph.Snapshot, func(), error) {
	if opts.url != "" {
		s, err := parts.server(noStore{}, nil, nil) // to check questions with
		if err != nil {
			return nil, nil, nil, err
		}
		return golden.NewBook(&remoteAsker{asker{s, parts.words.Ontology}, a, opts.url}, golden.Limits{}), nil, func() {}, nil
	}
	store, err := a.openReadOnly("is a server running? ask that: missiongraph ask --url http://127.0.0.1:8080/graphql")
	if err != nil {
		return nil, nil, nil, err
	}
	if parts.words, err = a.vocabulary(store); err == nil {
		_, err = parts.server(store, nil, nil)
	}
	if err != nil {
		store.Close()
		return nil, nil, nil, err
	}
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		store.Close()
		return nil, nil, nil, err
	}
	return parts.book, snapshot, func() { snapshot.Close(); store.Close() }, nil
}

// sheetsToAsk reads the sheet of a file, or those stored.
func (a *app) sheetsToAsk(ctx context.Context, book *golden.Book, snapshot graph.Snapshot, opts askOptions) ([]*golden.Sheet, error) {
	if opts.sheet != "" && !golden.IsSheet(opts.sheet) {
		text, err := readSheet(opts.sheet)
		if err != nil {
			return nil, err
		}
		return []*golden.Sheet{book.Parse(opts.sheet, text)}, nil
	}
	var sheets []*golden.Sheet
	var err error
	if snapshot != nil {
		sheets, err = book.Sheets(snapshot)
	} else {
		sheets, err = a.remoteSheets(ctx, book, opts.url)
	}
	if err != nil || opts.sheet == "" {
		return sheets, err
	}
	var ids []string
	for _, s := range sheets {
		if s.ID == opts.sheet {
			return []*golden.Sheet{s}, nil
		}
		ids = append(ids, s.ID)
	}
	return nil, graph.Errorf(graph.NotFound, "there is no sheet %q", opts.sheet).
		WithHint("%s", firstOf(graph.DidYouMean(opts.sheet, ids), "missiongraph ask --add FILE --message … stores one"))
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// maxSheetFile bounds the file read, in bytes: a longer one is no sheet.
const maxSheetFile = 4 << 20

func readSheet(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return "", graph.Errorf(graph.BadInput, "%s: %v", name, path.Err).WithHint("--sheet takes a file, or the id of a stored sheet, which begins with questions.")
		}
		return "", err
	}
	if info.IsDir() || info.Size() > maxSheetFile {
		return "", graph.Errorf(graph.BadInput, "%s is no sheet of questions", name)
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// remoteAsker checks questions here and has a server answer them.
type remoteAsker struct {
	asker
	app *app // whose token is sent
	url string
}

// Ask implements golden.Asker; the snapshot is the server's.
func (r *remoteAsker) Ask(ctx context.Context, _ graph.Snapshot, query string, variables map[string]any) (json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	found, err := r.app.ask(ctx, r.url, body)
	if err != nil {
		return nil, err
	}
	if len(found.Errors) > 0 {
		f := found.Errors[0].failure()
		return nil, &graph.Error{Code: f.Code, Op: f.Path, Msg: f.Message, Hint: f.Hint}
	}
	return found.Data, nil
}

// remoteSheets reads the sheets of a server.
func (a *app) remoteSheets(ctx context.Context, book *golden.Book, url string) ([]*golden.Sheet, error) {
	asker := &remoteAsker{app: a, url: url}
	raw, err := asker.Ask(ctx, nil, `{ sources(first: 1000) { nodes { id } pageInfo { hasNextPage } } }`, nil)
	if err != nil {
		return nil, err
	}
	var list struct {
		Sources struct {
			Nodes    []struct{ ID string }
			PageInfo struct{ HasNextPage bool }
		}
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, graph.Errorf(graph.Unavailable, "the answer is not that of missiongraph")
	}
	if list.Sources.PageInfo.HasNextPage {
		return nil, graph.Errorf(graph.Limit, "the server has more than 1000 sources").WithHint("ask it for questions: missiongraph query '{ questions { name holds } }'")
	}
	var sheets []*golden.Sheet
	for _, node := range list.Sources.Nodes {
		if !golden.IsSheet(node.ID) {
			continue
		}
		raw, err := asker.Ask(ctx, nil, `query($id: ID!) { source(id: $id) { text } }`, map[string]any{"id": node.ID})
		if err != nil {
			return nil, err
		}
		var one struct{ Source *struct{ Text string } }
		if err := json.Unmarshal(raw, &one); err == nil && one.Source != nil {
			sheets = append(sheets, book.Parse(node.ID, one.Source.Text))
		}
	}
	return sheets, nil
}

// printResults prints a line for each question, then the differences.
func (a *app) printResults(results []golden.Result) error {
	failed := 0
	for i := range results {
		if !results[i].Holds {
			failed++
		}
	}
	var err error
	if a.json {
		err = a.printResultsJSON(results)
	} else {
		err = a.printResultTable(results, failed)
	}
	if err == nil && failed > 0 {
		return errQuestions
	}
	return err
}

// said tells in words what asking a question came to.
func said(r *golden.Result) string {
	switch {
	case r.Problem != "":
		return "cannot be asked"
	case r.Holds:
		return "ok"
	}
	return "differs"
}

func (a *app) printResultTable(results []golden.Result, failed int) error {
	if len(results) == 0 {
		a.err.say(a.err.dim("hint:"), "there are no stored questions; missiongraph ask --add FILE --message … stores some")
		return nil
	}
	table := sheet{title: "questions", columns: []string{"question", "result", "blocks"}, numeric: make([]bool, 3)}
	differ := sheet{title: "differences", columns: []string{"question", "place", "expected", "found"}, numeric: make([]bool, 4)}
	for i := range results {
		r := &results[i]
		blocks := "no"
		if r.Block {
			blocks = "yes"
		}
		table.rows = append(table.rows, []string{r.ID(), said(r), blocks})
		if r.Problem != "" {
			problem := r.Problem
			if r.Hint != "" {
				problem += " (" + r.Hint + ")"
			}
			differ.rows = append(differ.rows, []string{r.ID(), "", r.Expected(), problem})
		}
		for _, d := range r.Differences {
			differ.rows = append(differ.rows, []string{r.ID(), d.Path, firstOf(d.Expected, "nothing"), firstOf(d.Actual, "nothing")})
		}
	}
	sheets := []sheet{table}
	if len(differ.rows) > 0 {
		sheets = append(sheets, differ)
	}
	if err := a.out.print(sheets...); err != nil {
		return err
	}
	if failed > 0 {
		a.err.say(a.err.bad("failed:"), "%d of %d questions", failed, len(results))
	}
	return nil
}

func (a *app) printResultsJSON(results []golden.Result) error {
	type difference struct {
		Path     string          `json:"path"`
		Expected json.RawMessage `json:"expected,omitempty"`
		Actual   json.RawMessage `json:"actual,omitempty"`
	}
	type result struct {
		Name        string          `json:"name"`
		Why         string          `json:"why,omitempty"`
		Sheet       string          `json:"sheet"`
		Line        int             `json:"line"`
		Blocking    bool            `json:"blocking"`
		Holds       bool            `json:"holds"`
		Expected    json.RawMessage `json:"expected"`
		Actual      json.RawMessage `json:"actual,omitempty"`
		Differences []difference    `json:"differences"`
		Problem     string          `json:"problem,omitempty"`
		Hint        string          `json:"hint,omitempty"`
	}
	list := make([]result, len(results))
	for i := range results {
		r := &results[i]
		list[i] = result{r.Name, r.Why, r.Sheet, r.Line, r.Block, r.Holds, json.RawMessage(r.Expected()),
			json.RawMessage(r.Actual), []difference{}, r.Problem, r.Hint}
		for _, d := range r.Differences {
			list[i].Differences = append(list[i].Differences, difference{d.Path, json.RawMessage(d.Expected), json.RawMessage(d.Actual)})
		}
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"questions": list})
}

// addSheet stores a file as a sheet, through the gate.
func (a *app) addSheet(ctx context.Context, opts askOptions) error {
	text, err := readSheet(opts.add)
	if err != nil {
		return err
	}
	id := opts.sheet
	if id == "" {
		name := filepath.Base(opts.add)
		id = golden.Prefix + graph.Slug(strings.TrimPrefix(strings.TrimSuffix(name, filepath.Ext(name)), golden.Prefix))
	}
	if !golden.IsSheet(id) || !graph.IsEntityID(id) || id == golden.Prefix {
		return graph.Errorf(graph.BadInput, "%q is not the id of a sheet", id).WithHint("it begins with questions., as questions.ice")
	}
	parts, done, err := a.openParts(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	if problems := parts.book.CheckSheet(id, text); len(problems) > 0 {
		for i := range problems { // as the user knows it
			problems[i].Path = opts.add + strings.TrimPrefix(problems[i].Path, id)
		}
		return problems
	}
	source := &graph.Source{ID: id, Title: "Questions: " + strings.TrimPrefix(id, golden.Prefix), Publisher: a.localPrincipal().Name, Text: text, SHA256: graph.TextHash(text)}
	out, err := parts.gate.Commit(graph.WithPrincipal(ctx, a.localPrincipal()), commit.Request{
		Plan: commit.Fixed(commit.Draft{Ops: []graph.Op{{Source: source}}}), Message: opts.message,
	})
	if err != nil {
		return err
	}
	if len(out.Problems) > 0 {
		return out.Problems
	}
	if out.Refused(false) {
		for _, q := range out.Findings {
			a.printFinding(q)
		}
		return graph.Errorf(graph.Conflict, "the sheet was not stored: a blocking question is against it").
			WithHint("try it first: missiongraph ask --sheet %s", opts.add)
	}
	if a.json {
		return json.NewEncoder(a.out).Encode(map[string]any{"sheet": id, "revision": out.Revision, "stored": out.Applied})
	}
	if !out.Applied {
		_, err = fmt.Fprintf(a.out, "%s is so already at revision %d\n", id, out.Revision)
		return err
	}
	_, err = fmt.Fprintf(a.out, "stored %s in revision %d\n", id, out.Revision)
	return err
}
