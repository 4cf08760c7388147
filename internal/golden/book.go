package golden

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"missiongraph/graph"
	"missiongraph/internal/yamltext"
)

// Asker answers GraphQL over a given snapshot, with the checks and limits of any
// request. An error is coded where it may be shown. It must be safe for
// concurrent use.
type Asker interface {
	Checker
	Ask(ctx context.Context, snapshot graph.Snapshot, query string, variables map[string]any) (json.RawMessage, error)
}

// Limits bound asking. A zero field means its default.
type Limits struct {
	Questions int           // asked at once: 500
	Time      time.Duration // for all of them: 10 seconds
	Parallel  int           // asked side by side: 2
}

// Book asks the stored questions of one store. It is safe for concurrent use.
type Book struct {
	asker  Asker
	limits Limits

	mu      sync.Mutex
	sheets  map[[2]string]*Sheet // by id and text
	at      graph.Revision       // of answers
	answers map[string]answered  // of committed revision at, by key of the question
}

// maxSheets bounds the sheets kept as parsed.
const maxSheets = 64

// NewBook returns a book that has its questions answered by asker.
func NewBook(asker Asker, limits Limits) *Book {
	if limits.Questions == 0 {
		limits.Questions = 500
	}
	if limits.Time == 0 {
		limits.Time = 10 * time.Second
	}
	if limits.Parallel == 0 {
		limits.Parallel = 2
	}
	return &Book{asker: asker, limits: limits, sheets: map[[2]string]*Sheet{}, answers: map[string]answered{}}
}

// CheckSheet returns what is wrong with the text of a sheet, with
// "id:line:column"; nil when nothing is, and for the id of another source.
func (b *Book) CheckSheet(id, text string) graph.Problems {
	if !IsSheet(id) {
		return nil
	}
	return b.Parse(id, text).Problems
}

// Parse is [Parse], kept by content.
func (b *Book) Parse(id, text string) *Sheet {
	key := [2]string{id, text}
	b.mu.Lock()
	s := b.sheets[key]
	b.mu.Unlock()
	if s != nil {
		return s
	}
	s = Parse(id, text, b.asker)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.sheets) >= maxSheets {
		clear(b.sheets)
	}
	b.sheets[key] = s
	return s
}

// Sheets returns the sheets of a snapshot, sorted by id; none costs the list of
// the sources' ids.
func (b *Book) Sheets(snapshot graph.Snapshot) ([]*Sheet, error) {
	ids, err := snapshot.SourceIDs()
	if err != nil {
		return nil, err
	}
	first, _ := slices.BinarySearch(ids, Prefix)
	var sheets []*Sheet
	for _, id := range ids[first:] {
		if !IsSheet(id) {
			break
		}
		source, ok, err := snapshot.Source(id)
		if err != nil {
			return nil, err
		}
		if ok {
			sheets = append(sheets, b.Parse(id, source.Text))
		}
	}
	return sheets, nil
}

// Questions returns those of sheets, in order.
func Questions(sheets []*Sheet) []*Question {
	var all []*Question
	for _, s := range sheets {
		all = append(all, s.Questions...)
	}
	return all
}

// Pick returns the questions of the given names, each with or without its
// sheet's ("seed/…") and in any case; all for no names. A name that no question
// has is NOT_FOUND.
func Pick(all []*Question, wanted []string) ([]*Question, error) {
	if len(wanted) == 0 {
		return all, nil
	}
	var known []string
	for _, q := range all {
		known = append(known, q.Name)
	}
	picked := make([]bool, len(all))
	for _, name := range wanted {
		found := false
		for i, q := range all {
			if strings.EqualFold(q.Name, name) || strings.EqualFold(q.ID(), name) {
				picked[i], found = true, true
			}
		}
		if !found {
			err := graph.Errorf(graph.NotFound, "there is no stored question %q", yamltext.Shorten(name))
			if hint := graph.DidYouMean(name, known); hint != "" {
				return nil, err.WithHint("%s", hint)
			}
			return nil, err.WithHint("there are %d stored questions", len(all))
		}
	}
	var list []*Question
	for i, q := range all {
		if picked[i] {
			list = append(list, q)
		}
	}
	return list, nil
}

// Result is what asking a question came to.
type Result struct {
	*Question
	Holds       bool         // the answer is as expected
	Actual      string       // JSON; "" with Problem
	Differences []Difference // where it is not as expected
	Problem     string       // why there is no answer; "" for none
	Hint        string       // what to do about it; may be empty
}

// Expected is the answer expected, as JSON.
func (r *Result) Expected() string { return encode(r.Expect.Value) }

// Ask asks questions over a snapshot, and returns a result for each, in the same
// order. done, where it is not nil, is told how many are answered, from several
// goroutines. What is not asked for lack of time says so.
func (b *Book) Ask(ctx context.Context, snapshot graph.Snapshot, questions []*Question, done func(int)) []Result {
	ctx, cancel := context.WithTimeout(ctx, b.limits.Time)
	defer cancel()
	return b.ask(ctx, questions, done, func(q *Question) answered { return b.answer(ctx, snapshot, q) })
}

// ask has questions answered side by side.
func (b *Book) ask(ctx context.Context, questions []*Question, done func(int), answer func(*Question) answered) []Result {
	results := make([]Result, len(questions))
	var next, finished atomic.Int64
	var running sync.WaitGroup
	for range min(b.limits.Parallel, len(questions)) {
		running.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(questions) {
					return
				}
				results[i] = b.result(ctx, i, questions[i], answer)
				if n := int(finished.Add(1)); done != nil {
					done(n)
				}
			}
		})
	}
	running.Wait()
	return results
}

func (b *Book) result(ctx context.Context, i int, q *Question, answer func(*Question) answered) Result {
	switch {
	case q.broken:
		return Result{Question: q, Problem: "the question itself is wrong", Hint: "see the problems of its sheet"}
	case i >= b.limits.Questions:
		return Result{Question: q, Problem: "not asked: there are more than " + encode(b.limits.Questions) + " questions"}
	case ctx.Err() != nil:
		return Result{Question: q, Problem: "not asked: the questions before it took more than " + b.limits.Time.String()}
	}
	return answer(q).judge(q)
}

// answered is the answer to a question, before it is compared.
type answered struct {
	raw json.RawMessage
	err error
}

func (b *Book) answer(ctx context.Context, snapshot graph.Snapshot, q *Question) answered {
	query, variables := q.request()
	raw, err := b.asker.Ask(ctx, snapshot, query, variables)
	return answered{raw, err}
}

// judge compares the answer with what is expected.
func (a answered) judge(q *Question) Result {
	r := Result{Question: q}
	err := a.err
	var found any
	if err == nil {
		found, err = q.answer(a.raw)
	}
	if err != nil {
		r.Problem, r.Hint = "it cannot be answered", graph.HintOf(err)
		var coded *graph.Error
		if errors.As(err, &coded) && coded.Code != graph.Internal {
			r.Problem = string(coded.Code) + ": " + coded.Error()
		}
		return r
	}
	r.Actual = encode(found)
	if _, n, ok := count("", found); ok && q.Expect.Form == Count {
		r.Actual = encode(n)
	}
	r.Differences = q.Expect.differences(found)
	r.Holds = len(r.Differences) == 0
	return r
}
