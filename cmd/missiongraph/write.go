package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/server"
)

// writeOptions are the flags that the commands that write share.
type writeOptions struct {
	message string
	url     string
	dryRun  bool
}

func (o *writeOptions) flags(a *app, cmd *cobra.Command, message string) {
	cmd.Flags().StringVarP(&o.message, "message", "m", "", message)
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what it would do, and do nothing")
	cmd.Flags().StringVar(&o.url, "url", "", "ask the server at this address instead of writing to the data file")
	a.tokenFlag(cmd)
}

// planInput are the arguments that all mutations but commit share.
type planInput struct {
	Message *string `json:"message,omitempty"`
	DryRun  bool    `json:"dryRun"`
}

func (o *writeOptions) plan() planInput {
	p := planInput{DryRun: o.dryRun}
	if o.message != "" {
		p.Message = &o.message
	}
	return p
}

// mutation is one to be sent: its field, and the arguments with their types.
type mutation struct {
	field string
	types map[string]string
	input any // as JSON an object with some of the arguments
}

// payloadFields are what the commands print of a payload.
const payloadFields = `{
  applied replayed dryRun revision { revision }
  problems { path code message hint } conflicts { thing id path expected actual message }
  counts { thing effect count }
  effect { thing id effect sentence changes { field before after }
    after { ... on Entity { evidence { ...quote } } ... on Fact { evidence { ...quote } } } }
  unreachable { id name }
  questions { question blocking new held holds expected actual problem }
}`

const quoteFragment = " fragment quote on Evidence { quote line grade source { id } }"

// document writes the mutation with a variable for each argument.
func (m *mutation) document() string {
	var declared, passed []string
	for _, name := range slices.Sorted(maps.Keys(m.types)) {
		declared = append(declared, "$"+name+": "+m.types[name])
		passed = append(passed, name+": $"+name)
	}
	return fmt.Sprintf("mutation(%s) { %s(%s) %s }%s", strings.Join(declared, ", "), m.field, strings.Join(passed, ", "), payloadFields, quoteFragment)
}

// payload is what came of a mutation.
type payload struct {
	Applied   bool
	Replayed  bool
	DryRun    bool
	Revision  struct{ Revision uint64 }
	Problems  []failure
	Conflicts []struct{ Path, Message string }
	Counts    []struct {
		Thing, Effect string
		Count         int
	}
	Effect []struct {
		Effect, Sentence string
		Changes          []struct{ Field, Before, After string }
		After            struct {
			Evidence []struct {
				Quote, Grade string
				Line         int
				Source       struct{ ID string }
			}
		}
	}
	Unreachable []struct{ ID, Name string }
	Questions   []commit.Finding
}

// write sends a mutation to a server, or to one made for the purpose over the
// data file, and prints what came of it.
func (a *app) write(ctx context.Context, opts writeOptions, m mutation) error {
	body, err := json.Marshal(map[string]any{"query": m.document(), "variables": m.input})
	if err != nil {
		return err
	}
	var raw []byte
	if opts.url != "" {
		raw, err = a.askServer(ctx, opts.url, body)
	} else {
		raw, err = a.writeFile(ctx, body)
	}
	if err != nil {
		return err
	}
	found := &answer{raw: raw}
	if err := json.Unmarshal(raw, found); err != nil || found.Data == nil && found.Errors == nil {
		return graph.Errorf(graph.Unavailable, "the answer is not GraphQL").
			WithHint("is %q the address of a GraphQL server? that of missiongraph ends in /graphql", opts.url)
	}
	if len(found.Errors) > 0 {
		if a.json {
			return a.printAnswer(found)
		}
		for _, e := range found.Errors {
			a.printFailure(failure{Code: graph.Code(e.Extensions.Code), Message: e.Message, Hint: e.Extensions.Hint})
		}
		return errProblems
	}
	var data map[string]json.RawMessage
	if err := json.Unmarshal(found.Data, &data); err != nil {
		return err
	}
	var p payload
	if err := json.Unmarshal(data[m.field], &p); err != nil {
		return err
	}
	if !a.json {
		a.printPayload(&p)
	} else if err := a.printIndented(data[m.field]); err != nil {
		return err
	}
	if p.refused() {
		return errProblems
	}
	return nil
}

func (a *app) printIndented(raw []byte) error {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := b.WriteTo(a.out)
	return err
}

// writeFile sends a request to a server made for it, in the name of the user of
// this machine. The search index follows when it is next used.
func (a *app) writeFile(ctx context.Context, body []byte) ([]byte, error) {
	tuneGC()
	parts := startParts(server.Limits{}, zerolog.Nop()) // errors are in the answer
	path := filepath.Join(a.dataFolder(), dataFile)
	if _, err := os.Stat(path); err != nil { // opening it would make one
		_, err := a.openReadOnly("")
		return nil, err
	}
	store, err := openStore(path, bolt.Options{MinFree: defaultMinFree << 20},
		"is a server running? send it there: --url http://127.0.0.1:8080/graphql")
	if err != nil {
		return nil, err
	}
	defer store.Close()
	if err := a.adopt(ctx, store); err != nil {
		return nil, err
	}
	if parts.words, err = a.vocabulary(store); err != nil {
		return nil, err
	}
	return parts.once(graph.WithPrincipal(ctx, a.localPrincipal()), store, nil, body)
}

// refused reports whether the change could not be made. One that changes nothing
// could.
func (p *payload) refused() bool {
	return len(p.Problems)+len(p.Conflicts) > 0 || !p.Applied && slices.ContainsFunc(p.Questions, commit.Finding.Stops)
}

// printPayload prints what a change did as diff does, and to standard error why
// it was not made.
func (a *app) printPayload(p *payload) {
	for _, f := range p.Problems {
		a.printFailure(f)
	}
	for _, c := range p.Conflicts {
		a.printFailure(failure{Code: graph.Conflict, Path: c.Path, Message: c.Message, Hint: "look at it as it is now, and send the change anew"})
	}
	effects := map[string]graph.Effect{"ADDED": graph.Added, "RETRACTED": graph.Retracted, "CHANGED": graph.Changed}
	for _, d := range p.Effect {
		effect := effects[d.Effect]
		sentence := strings.TrimSuffix(strings.TrimSuffix(d.Sentence, " was added"), " was retracted")
		fmt.Fprintf(a.out, "%s %s\n", a.out.mark(effect), oneLine(sentence))
		if effect != graph.Added {
			continue
		}
		for _, e := range d.After.Evidence {
			fmt.Fprintf(a.out, "    %s “%s” %s\n", a.out.mark(effect), oneLine(e.Quote), a.out.dim(fmt.Sprintf("(%s, line %d, %s)", e.Source.ID, e.Line, e.Grade)))
		}
	}
	for _, e := range p.Unreachable {
		fmt.Fprintf(a.out, "%s %s (%s) has no relation any more\n", a.out.mark(graph.Changed), oneLine(e.Name), plain(e.ID))
	}
	for _, q := range p.Questions {
		a.printFinding(q)
	}
	var t tally
	sorts := map[string]graph.Sort{"ENTITY": graph.EntitySort, "FACT": graph.FactSort, "SOURCE": graph.SourceSort}
	for _, c := range p.Counts {
		t[sorts[c.Thing]][effects[c.Effect]] = c.Count
	}
	switch {
	case p.Replayed:
		fmt.Fprintf(a.out, "made before, by revision %d: %s\n", p.Revision.Revision, t)
	case p.Applied:
		fmt.Fprintf(a.out, "revision %d: %s\n", p.Revision.Revision, t)
	case p.refused():
		a.err.say(a.err.bad("nothing was changed:"), "the graph is at revision %d", p.Revision.Revision)
	case p.DryRun && len(p.Effect) > 0:
		fmt.Fprintf(a.out, "would be: %s; the graph is at revision %d\n", t, p.Revision.Revision)
	default:
		fmt.Fprintf(a.out, "nothing to change: all is so at revision %d\n", p.Revision.Revision)
	}
}

// printFinding prints what a change does to a stored question.
func (a *app) printFinding(f commit.Finding) {
	says := "does not hold, as before"
	switch {
	case f.Holds && f.Held:
		return
	case f.Holds:
		says = "holds"
	case f.Stops():
		says = "would not hold, and blocks the change"
	case f.Held:
		says = "no longer holds"
	}
	a.err.say("question "+plain(f.Question)+":", "%s", says)
	switch {
	case f.Holds:
	case f.Problem != "":
		a.err.say("  problem:", "%s", f.Problem)
	default:
		a.err.say("  expected:", "%s", f.Expected)
		a.err.say("  answer:", "%s", f.Actual)
	}
}
