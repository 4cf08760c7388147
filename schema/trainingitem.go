package schema

import (
	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// TrainingCitationResolver answers TrainingCitation.
type TrainingCitationResolver struct {
	Source graphql.ID
	Title  string
	Line   int32
	Quote  string
}

// TrainingProofResolver answers TrainingProof.
type TrainingProofResolver struct {
	Fact      graphql.ID
	Grade     graph.Grade
	Sentence  string
	Citations []*TrainingCitationResolver
}

// TrainingDenialResolver answers TrainingDenial.
type TrainingDenialResolver struct{ Subject, Object graphql.ID }

// TrainingReceiptResolver answers TrainingReceipt.
type TrainingReceiptResolver struct {
	Proofs  []*TrainingProofResolver
	Denials []*TrainingDenialResolver
	Query   string

	r *training.Receipt
}

// Text returns the whole receipt, to be checked.
func (r *TrainingReceiptResolver) Text() string { return r.r.Text() }

// TrainingTermResolver answers TrainingTerm.
type TrainingTermResolver struct {
	Entity     graphql.ID
	Term, Kind string
	Aliases    []*TrainingAliasResolver
	Definition string
	Citation   *TrainingCitationResolver
	Receipt    *TrainingReceiptResolver
}

// TrainingAliasResolver answers TrainingAlias.
type TrainingAliasResolver struct {
	Text      string
	Grade     graph.Grade
	Citations []*TrainingCitationResolver
}

// TrainingSheetResolver answers TrainingSheet.
type TrainingSheetResolver struct {
	Entity     graphql.ID
	Name, Kind string
	Sections   []*TrainingSectionResolver
	Notes      []*TrainingCitationResolver
	Receipt    *TrainingReceiptResolver
}

// TrainingSectionResolver answers TrainingSection.
type TrainingSectionResolver struct {
	Heading   string
	Sentences []*TrainingSentenceResolver
}

// TrainingSentenceResolver answers TrainingSentence.
type TrainingSentenceResolver struct {
	Text  string
	Notes []int32
	Facts []graphql.ID
}

// TrainingEventResolver answers TrainingEvent.
type TrainingEventResolver struct {
	Date    Date
	Text    string
	Receipt *TrainingReceiptResolver
}

// TrainingComparisonResolver answers TrainingComparison.
type TrainingComparisonResolver struct {
	Entities []graphql.ID
	Names    []string
	Rows     []*TrainingRowResolver
	Receipt  *TrainingReceiptResolver
}

// TrainingRowResolver answers TrainingRow.
type TrainingRowResolver struct {
	Relation string
	Cells    [][]*TrainingCellResolver
	Verdict  string
}

// TrainingCellResolver answers TrainingCell.
type TrainingCellResolver struct {
	Text  string
	Grade graph.Grade
	Fact  graphql.ID
}

// TrainingQuestionResolver answers TrainingQuestion.
type TrainingQuestionResolver struct {
	ID          graphql.ID
	Form        string
	Stem        string
	Options     []*TrainingOptionResolver
	Pairs       []*TrainingPairResolver
	Accepted    []string
	Order       []int32
	Key         string
	Grade       graph.Grade
	Difficulty  string
	Explanation []*TrainingCitationResolver
	Receipt     *TrainingReceiptResolver
}

// TrainingOptionResolver answers TrainingOption.
type TrainingOptionResolver struct {
	Text    string
	Correct bool
	Entity  *graphql.ID
}

// TrainingPairResolver answers TrainingPair.
type TrainingPairResolver struct {
	Prompt, Answer string
	Entity         graphql.ID
}

func gradeOf(name string) graph.Grade {
	g, _ := graph.ParseGrade(name)
	return g
}

func idsOf(list []string) []graphql.ID {
	ids := make([]graphql.ID, len(list))
	for i, id := range list {
		ids[i] = graphql.ID(id)
	}
	return ids
}

func numbers(list []int) []int32 {
	out := make([]int32, len(list))
	for i, n := range list {
		out[i] = int32(n)
	}
	return out
}

func citation(c *training.Citation) *TrainingCitationResolver {
	return &TrainingCitationResolver{graphql.ID(c.Source), c.Title, int32(c.Line), c.Quote}
}

func citations(list []training.Citation) []*TrainingCitationResolver {
	out := make([]*TrainingCitationResolver, len(list))
	for i := range list {
		out[i] = citation(&list[i])
	}
	return out
}

func receipt(r *training.Receipt) *TrainingReceiptResolver {
	out := &TrainingReceiptResolver{r: r, Query: r.Query, Proofs: make([]*TrainingProofResolver, len(r.Proofs)), Denials: make([]*TrainingDenialResolver, len(r.False))}
	for i := range r.Proofs {
		p := &r.Proofs[i]
		out.Proofs[i] = &TrainingProofResolver{graphql.ID(p.Fact), gradeOf(p.Grade), p.Sentence, citations(p.Citations)}
	}
	for i, d := range r.False {
		out.Denials[i] = &TrainingDenialResolver{graphql.ID(d.Subject), graphql.ID(d.Object)}
	}
	return out
}

func question(q *training.Question) *TrainingQuestionResolver {
	out := &TrainingQuestionResolver{
		ID: graphql.ID(q.ID), Form: string(q.Form), Stem: q.Stem, Key: q.Key(), Grade: gradeOf(q.Grade), Difficulty: q.Difficulty,
		Accepted: append([]string{}, q.Accepted...), Order: numbers(q.Order), Explanation: citations(q.Explanation), Receipt: receipt(&q.Receipt),
		Options: make([]*TrainingOptionResolver, len(q.Options)), Pairs: make([]*TrainingPairResolver, len(q.Pairs)),
	}
	for i, o := range q.Options {
		out.Options[i] = &TrainingOptionResolver{Text: o.Text, Correct: o.Correct}
		if o.Entity != "" {
			id := graphql.ID(o.Entity)
			out.Options[i].Entity = &id
		}
	}
	for i, p := range q.Pairs {
		out.Pairs[i] = &TrainingPairResolver{p.Prompt, p.Answer, graphql.ID(p.Entity)}
	}
	return out
}
