package graph

import (
	"fmt"
	"strings"
)

// maxListed bounds the entities that an AMBIGUOUS error lists.
const maxListed = 5

// Lookup returns the one entity that a text means: by its id, else by its
// name, else by another name, compared as [Resolve] does. The error has code
// AMBIGUOUS when several have it, with their ids in the hint; NOT_FOUND when
// none has, with the closest id in the hint where one is close; LIMIT or
// TIMEOUT.
func Lookup(v *View, text string) (Node, error) {
	r := newResolver(v, text, nil, maxListed+1)
	if r.key != "" {
		if err := r.exact(); err != nil {
			return 0, err
		}
	}
	if len(r.found) == 0 {
		hint, err := r.suggest()
		if err != nil {
			return 0, err
		}
		return 0, &Error{Code: NotFound, ID: text, Msg: "no entity has this id or name", Hint: hint}
	}
	same := 1
	for same < len(r.found) && r.found[same].How == r.found[0].How {
		same++
	}
	if same == 1 || r.found[0].How == ByID {
		return r.found[0].Node, nil
	}
	ids := make([]string, 0, maxListed+1)
	for _, m := range r.found[:min(same, maxListed)] {
		ids = append(ids, r.t.Node(m.Node).ID)
	}
	if same > maxListed {
		ids = append(ids, "…")
	}
	return 0, &Error{Code: Ambiguous, ID: text, Msg: "several entities have this name",
		Hint: "ask by id: " + strings.Join(ids, ", ")}
}

// suggest returns a hint naming the entity whose id is closest to the text or,
// when none is close, one that the text resolves to in part.
func (r *resolver) suggest() (string, error) {
	if r.key == "" {
		return "", nil
	}
	if id, err := r.closestID(); id != "" || err != nil {
		return fmt.Sprintf("did you mean %q?", id), err
	}
	r.first = 1
	for _, tier := range []func() error{r.reordered, r.prefix, r.word, r.fuzzy} {
		if err := tier(); err != nil {
			return "", err
		}
		if len(r.found) > 0 {
			m := r.found[0]
			return fmt.Sprintf("did you mean %q (%s)?", r.t.Node(m.Node).ID, m.Matched), nil
		}
	}
	return "", nil
}

// closestID returns the id with the fewest edits to the text, of equals the
// first in order, or "" when none is close.
func (r *resolver) closestID() (string, error) {
	best, limit := "", maxEdits(r.letters)
	key := []rune(strings.ToLower(r.text))
	buffer := make([]rune, 0, MaxIDLength)
	seen := 0
	for _, info := range r.t.All {
		if seen++; seen%4096 == 0 {
			if err := r.v.Budget.Spend(4096 / edgesPerUnit); err != nil {
				return "", err
			}
		}
		if limit == 0 || len(info.ID)-len(key) > limit || len(key)-len(info.ID) > limit {
			continue
		}
		buffer = buffer[:0]
		for _, c := range info.ID {
			buffer = append(buffer, c)
		}
		if d := editDistance(key, buffer, limit); d < limit || d == limit && (best == "" || info.ID < best) {
			best, limit = info.ID, d
		}
	}
	return best, nil
}
