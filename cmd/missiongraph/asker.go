package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/commit"
	"missiongraph/internal/golden"
	"missiongraph/internal/pattern"
	"missiongraph/internal/server"
)

// asker answers stored questions as the server answers requests.
type asker struct {
	server   *server.Server
	ontology *graph.Ontology
}

type askedKey struct{}

// askedOf returns the snapshot that a stored question is asked of.
func askedOf(ctx context.Context) (graph.Snapshot, bool) {
	s, ok := ctx.Value(askedKey{}).(graph.Snapshot)
	return s, ok
}

func (a *asker) Ask(ctx context.Context, snapshot graph.Snapshot, query string, variables map[string]any) (json.RawMessage, error) {
	return a.server.Ask(context.WithValue(ctx, askedKey{}, snapshot), query, variables)
}

// noQuestion are the root fields that no stored question may ask for.
var noQuestion = map[string]string{
	"search":    "a stored question cannot use search: its index follows what is committed, so it cannot say what a change would do",
	"questions": "a stored question cannot ask the stored questions",
}

func (a *asker) CheckQuery(query string, variables map[string]any) graph.Problems {
	return a.server.CheckQuery(query, variables, noQuestion)
}

func (a *asker) CheckPattern(text string, variables map[string]any) graph.Problems {
	return checkPattern(a.ontology, text, variables)
}

// checkPattern returns what is wrong with a pattern, whatever the graph holds.
func checkPattern(o *graph.Ontology, text string, variables map[string]any) graph.Problems {
	parameters, problems := golden.Parameters(variables)
	if len(problems) > 0 {
		return problems
	}
	tree, err := pattern.Parse(text)
	if err == nil {
		anyName := func(text string) (string, error) { return text, nil }
		_, err = pattern.Compile(tree, o, parameters, anyName)
	}
	return patternProblems(err)
}

// checkedBook is a book as the gate asks it.
type checkedBook struct{ *golden.Book }

var (
	_ commit.Questions = checkedBook{}
	_ commit.Blocker   = checkedBook{}
)

// CheckSheet implements commit.Questions: of the sources that the program reads,
// extensions of the ontology are not taken by a change.
func (b checkedBook) CheckSheet(id, text string) graph.Problems {
	if found := checkExtension(id, text); found != nil {
		return found
	}
	return b.Book.CheckSheet(id, text)
}

// Check implements commit.Questions.
func (b checkedBook) Check(ctx context.Context, before, after graph.Snapshot) ([]commit.Finding, error) {
	found, err := b.Book.Check(ctx, before, after)
	if err != nil {
		return nil, err
	}
	list := make([]commit.Finding, len(found))
	for i, f := range found {
		list[i] = commit.Finding(f)
	}
	return list, nil
}

// Blocks implements commit.Blocker.
func (b checkedBook) Blocks(s graph.Snapshot) (bool, error) {
	sheets, err := b.Sheets(s)
	return slices.ContainsFunc(golden.Questions(sheets), func(q *golden.Question) bool { return q.Block }), err
}

// patternProblems are those of a pattern's error, placed within its text.
func patternProblems(err error) graph.Problems {
	var problems graph.Problems
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problems):
		list := slices.Clone(problems)
		for i := range list {
			list[i].Path = strings.TrimPrefix(list[i].Path, "pattern:")
		}
		return list
	}
	problems.Add("", graph.CodeOf(err), "%s", err).Hint = graph.HintOf(err)
	return problems
}

// noStore is the store of a server that only checks questions.
type noStore struct{ graph.Store }

func (noStore) Head() graph.Revision { return 0 }
