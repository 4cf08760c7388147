package schema

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/golden"
)

// UseQuestions gives the service what asks the stored questions. It is called
// before the service answers anything.
func (svc *Service) UseQuestions(b *golden.Book) { svc.golden = b }

// QuestionResultResolver answers QuestionResult.
type QuestionResultResolver struct {
	Name        string
	Why         *string
	Sheet       graphql.ID
	Line        int32
	Blocking    bool
	Holds       bool
	Expected    string
	Actual      *string
	Differences []*AnswerDifferenceResolver
	Problem     *string
}

// AnswerDifferenceResolver answers AnswerDifference.
type AnswerDifferenceResolver struct {
	Path     string
	Expected *string
	Actual   *string
}

// Questions asks the stored questions.
func (q *Query) Questions(ctx context.Context, args struct{ Names *[]string }) ([]*QuestionResultResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	book := v.session.svc.golden
	if book == nil {
		return nil, graph.Errorf(graph.Unavailable, "stored questions cannot be asked here")
	}
	sheets, err := book.Sheets(v.Snapshot)
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if len(s.Problems) > 0 {
			v.session.warn("a sheet has problems: " + s.Problems[0].Error())
		}
	}
	var names []string
	if args.Names != nil {
		names = *args.Names
	}
	picked := golden.Questions(sheets)
	if args.Names != nil && len(names) == 0 {
		picked = nil
	}
	if picked, err = golden.Pick(picked, names); err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(len(picked)); err != nil {
		return nil, err
	}
	results := book.Ask(ctx, v.Snapshot, picked, nil)
	list := make([]*QuestionResultResolver, len(results))
	for i := range results {
		list[i] = questionResult(&results[i])
	}
	return list, nil
}

func questionResult(r *golden.Result) *QuestionResultResolver {
	q := &QuestionResultResolver{
		Name: r.Name, Why: optional(r.Why), Sheet: graphql.ID(r.Sheet), Line: int32(r.Line), Blocking: r.Block,
		Holds: r.Holds, Expected: r.Expected(), Actual: optional(r.Actual), Problem: optional(r.Problem),
		Differences: make([]*AnswerDifferenceResolver, len(r.Differences)),
	}
	if r.Problem != "" && r.Hint != "" && !strings.Contains(r.Problem, r.Hint) {
		*q.Problem += " (" + r.Hint + ")"
	}
	for i, d := range r.Differences {
		q.Differences[i] = &AnswerDifferenceResolver{d.Path, optional(d.Expected), optional(d.Actual)}
	}
	return q
}
