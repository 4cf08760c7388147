package commit

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// Bounds of a request.
const (
	MaxMessage = 2000   // bytes
	MaxOps     = 10_000 // of one request that says nothing else
	MaxKey     = 200    // bytes
)

// problems returns what is wrong with the request apart from what it plans.
func (r *Request) problems() (found graph.Problems) {
	switch {
	case strings.TrimSpace(r.Message) == "":
		found.Add("message", graph.BadInput, "must say why").Hint = "one sentence: the log shows it"
	case !utf8.ValidString(r.Message):
		found.Add("message", graph.BadInput, "is not UTF-8")
	case strings.ContainsFunc(r.Message, func(c rune) bool { return c != '\n' && c != '\t' && graph.IsControl(c) }):
		found.Add("message", graph.BadInput, "has a control character")
	case len(r.Message) > MaxMessage:
		found.Add("message", graph.BadInput, "has %d bytes; at most %d", len(r.Message), MaxMessage)
	}
	switch {
	case len(r.Key) > MaxKey:
		found.Add("clientMutationId", graph.BadInput, "has %d bytes; at most %d", len(r.Key), MaxKey)
	case !utf8.ValidString(r.Key) || strings.ContainsFunc(r.Key, graph.IsControl):
		found.Add("clientMutationId", graph.BadInput, "has a control character, or is not UTF-8")
	}
	return found
}

// validate checks what is planned.
func (a *attempt) validate() error {
	a.out.Problems = a.problems()
	most := MaxOps
	if a.MaxOps > 0 {
		most = a.MaxOps
	}
	if n := len(a.draft.Ops); n > most {
		a.out.Problems.Add("", graph.Limit, "the change has %d ops; at most %d", n, most).Hint = "split it into several changes"
		return nil
	}
	found := graph.Validate(a.ontology, a.base, graph.Change{Ops: a.draft.Ops})
	found = append(found, a.checkSheets()...)
	a.out.Problems = append(a.out.Problems, a.located(found, a.draft.Ops)...)
	return nil
}

// checkSheets returns what is wrong with the questions that the change puts.
func (a *attempt) checkSheets() (found graph.Problems) {
	if a.questions == nil {
		return nil
	}
	for i := range a.draft.Ops {
		s := a.draft.Ops[i].Source
		if s == nil {
			continue
		}
		for _, p := range a.questions.CheckSheet(s.ID, s.Text) {
			p.Msg = strings.TrimPrefix(p.Path, s.ID+":") + ": " + p.Msg
			p.Path = fmt.Sprintf("ops[%d].source.text", i)
			found = append(found, p)
		}
	}
	return found
}

// located gives problems of ops, a part of the draft's in the same order, the
// paths that these have in the request.
func (a *attempt) located(found graph.Problems, ops []graph.Op) graph.Problems {
	if a.draft.Paths == nil && len(ops) == len(a.draft.Ops) {
		return found
	}
	place := make([]int, 0, len(ops)) // of each op in the draft
	for i := 0; i < len(a.draft.Ops) && len(place) < len(ops); i++ {
		if a.draft.Ops[i] == ops[len(place)] {
			place = append(place, i)
		}
	}
	for i := range found {
		n, field, rest, ok := parsePath(found[i].Path)
		if !ok || n >= len(place) {
			continue
		}
		if n = place[n]; n < len(a.draft.Paths) {
			found[i].Path = a.draft.Paths[n] + rest
		} else {
			found[i].Path = fmt.Sprintf("ops[%d]%s%s", n, field, rest)
		}
	}
	return found
}

// parsePath takes apart the path of a problem of an op: "ops[3].fact.object" is
// the op 3, its field ".fact" and ".object".
func parsePath(path string) (n int, field, rest string, ok bool) {
	number, rest, ok := strings.Cut(strings.TrimPrefix(path, "ops["), "]")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || !strings.HasPrefix(path, "ops[") {
		return 0, "", "", false
	}
	if end := strings.IndexByte(rest[min(len(rest), 1):], '.'); end >= 0 {
		return n, rest[:end+1], rest[end+1:], true
	}
	return n, rest, "", true
}
