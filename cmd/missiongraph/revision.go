package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/schema"
)

// headName is how people name the newest revision.
const headName = "HEAD"

// past is what the commands that read the history work on: the data file, at
// its newest revision.
type past struct {
	store *bolt.Store
	view  *graph.View
}

func (a *app) openPast() (*past, error) {
	store, err := a.openReadOnly("is a server running? stop the server first, or ask it: missiongraph query --url http://127.0.0.1:8080/graphql '{ revisions { nodes { revision author message } } }'")
	if err != nil {
		return nil, err
	}
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		store.Close()
		return nil, err
	}
	return &past{store, graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil)}, nil
}

func (p *past) close() {
	_ = p.view.Close() // a read transaction: nothing to lose
	p.store.Close()
}

func (p *past) revision(text string) (graph.Revision, error) { return revisionOf(p.store, text) }

// revisionOf reads a revision as people write it: a number, HEAD, HEAD~2, or a
// moment, which means the revision in force then.
func revisionOf(store graph.Store, text string) (graph.Revision, error) {
	head := store.Head()
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return store.RevisionAt(t)
	}
	back, ok := strings.CutPrefix(text, headName)
	switch {
	case ok && back == "":
		return head, nil
	case ok && strings.HasPrefix(back, "~"):
		n, err := strconv.ParseUint(back[1:], 10, 64)
		if err == nil && n > uint64(head) {
			return 0, graph.Errorf(graph.NotFound, "%s is before the first revision", text).WithHint("the head is %d", head)
		}
		if err == nil {
			return head - graph.Revision(n), nil
		}
	default:
		n, err := strconv.ParseUint(text, 10, 64)
		if err == nil && graph.Revision(n) > head {
			return 0, graph.Errorf(graph.NotFound, "there is no revision %d", n).WithHint("the head is %d", head)
		}
		if err == nil {
			return graph.Revision(n), nil
		}
	}
	return 0, graph.Errorf(graph.BadInput, "%.60q is not a revision", text).
		WithHint("a number, HEAD, HEAD~1 or a moment as 2018-12-04T00:00:00Z")
}

// snapshot opens the graph at a revision as people write it; "" is the head.
func (p *past) snapshot(text string) (graph.Snapshot, error) { return snapshotOf(p.store, text) }

func snapshotOf(store graph.Store, text string) (graph.Snapshot, error) {
	rev := graph.AnyRevision
	if text != "" {
		var err error
		if rev, err = revisionOf(store, text); err != nil {
			return nil, err
		}
	}
	return store.Snapshot(rev)
}

// things writes a number of things of a sort.
func things(n int, s graph.Sort) string {
	if s == graph.EntitySort && n != 1 {
		return fmt.Sprintf("%d entities", n)
	}
	return count(n, strings.ToLower(s.String()))
}

// tally counts differences by sort and effect.
type tally [graph.SourceSort + 1][graph.Changed + 1]int

func tallyOf(list []graph.Difference) (t tally) {
	for i := range list {
		t[list[i].Sort][list[i].Effect()]++
	}
	return t
}

// String writes "2 entities and 3 facts added, 1 fact changed".
func (t tally) String() string {
	var parts []string
	for effect := graph.Added; effect <= graph.Changed; effect++ {
		var of []string
		for sort := graph.EntitySort; sort <= graph.SourceSort; sort++ {
			if n := t[sort][effect]; n > 0 {
				of = append(of, things(n, sort))
			}
		}
		if last := len(of) - 1; last >= 0 {
			text := of[last]
			if last > 0 {
				text = strings.Join(of[:last], ", ") + " and " + text
			}
			parts = append(parts, text+" "+strings.ToLower(effect.String()))
		}
	}
	if len(parts) == 0 {
		return "no difference"
	}
	return strings.Join(parts, ", ")
}

// countReport is a number of differences, as --json prints it.
type countReport struct {
	Thing  string `json:"thing"`
	Effect string `json:"effect"`
	Count  int    `json:"count"`
}

func (t tally) report() []countReport {
	list := []countReport{}
	for sort := range t {
		for effect, n := range t[sort] {
			if n > 0 {
				list = append(list, countReport{graph.Sort(sort).String(), graph.Effect(effect).String(), n})
			}
		}
	}
	return list
}
