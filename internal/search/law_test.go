package search_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

var vocabulary = strings.Fields(`task force forces enforce enforcing enforcement 287(g) 287g ICE ICE's Attaché attache
	cross-border crossborder border the of and who U.S. US joint terror terrorism FBI-led led leads 20,000 priority`)

// history is a random, valid sequence of changes; equal draws, equal changes.
type history struct {
	draw  func(n int) int
	store *memory
	live  []string            // entities
	facts map[string]graph.Op // by id
	order []string            // of facts
}

func newHistory(draw func(int) int) *history {
	return &history{draw: draw, store: newMemory(), facts: map[string]graph.Op{}}
}

func (h *history) words(most int) string {
	var found []string
	for range 1 + h.draw(most) {
		found = append(found, vocabulary[h.draw(len(vocabulary))])
	}
	return strings.Join(found, " ")
}

func (h *history) fact() graph.Op {
	id := fmt.Sprintf("f%d", h.draw(30))
	f := &graph.Fact{ID: id, Subject: h.live[h.draw(len(h.live))], Grade: graph.Grade(1 + h.draw(4)), Rank: graph.Rank(h.draw(3)),
		Evidence: evidence(graph.Stated, []string{h.words(5)})}
	if h.draw(3) == 0 {
		f.Type, f.Value = graph.AliasProperty, graph.Value{Type: graph.String, Text: h.words(2)}
	} else {
		f.Type, f.Object = "leads", h.live[h.draw(len(h.live))]
	}
	return graph.Op{Fact: f}
}

func (h *history) step() error {
	var ops []graph.Op
	for range 1 + h.draw(3) {
		switch choice := h.draw(10); {
		case choice < 4 || len(h.live) == 0:
			id := fmt.Sprintf("e%d", h.draw(12))
			if !slices.Contains(h.live, id) {
				h.live = append(h.live, id)
			}
			ops = append(ops, entity(id, "Program", h.words(3), "", h.words(6)))
		case choice < 7:
			op := h.fact()
			if _, ok := h.facts[op.Fact.ID]; !ok {
				h.order = append(h.order, op.Fact.ID)
			}
			h.facts[op.Fact.ID] = op
			ops = append(ops, op)
		case choice < 9 && len(h.order) > 0:
			ops = append(ops, h.retractFact(h.draw(len(h.order))))
		default:
			i := h.draw(len(h.live))
			for k := len(h.order) - 1; k >= 0; k-- {
				if f := h.facts[h.order[k]].Fact; f.Subject == h.live[i] || f.Object == h.live[i] {
					ops = append(ops, h.retractFact(k))
				}
			}
			ops = append(ops, graph.Op{RetractEntity: h.live[i]})
			h.live = slices.Delete(h.live, i, i+1)
		}
	}
	_, err := h.store.Append(context.Background(), graph.Change{Ops: ops}, graph.AnyRevision)
	return err
}

func (h *history) retractFact(i int) graph.Op {
	id := h.order[i]
	h.order = slices.Delete(h.order, i, i+1)
	delete(h.facts, id)
	return graph.Op{RetractFact: id}
}

// queries draws some texts to search for.
func (h *history) queries() []string {
	found := []string{"t", "en", "ic"}
	one := func() string { return vocabulary[h.draw(len(vocabulary))] }
	scope := func() string { return []string{"name", "alias", "quote", "note", "id", "Name"}[h.draw(6)] }
	for range 24 {
		q := h.words(3)
		switch h.draw(12) {
		case 0:
			q = `"` + q + `"`
		case 1:
			q += " -" + vocabulary[h.draw(len(vocabulary))]
		case 2:
			q = q[:1+h.draw(len(q)-1)]
		case 3:
			w := one()
			q = strings.ToValidUTF8(w[:1+h.draw(len(w))], "") + "* " + q
		case 4:
			w := one()
			i := h.draw(len(w))
			q = strings.ToValidUTF8(w[:i]+[]string{"", "x"}[h.draw(2)]+w[i+h.draw(2):], "") + []string{"~", "~0", "~1", "~2", "~9"}[h.draw(5)] + " "
		case 5:
			q = scope() + ":" + q
		case 6:
			q = one() + " -" + scope() + `:"` + q + `"`
		case 7:
			q = "+of " + scope() + ":" + one() + "*"
		case 8:
			q = "id:e" + fmt.Sprint(h.draw(12))
		}
		found = append(found, strings.ToValidUTF8(q, ""))
	}
	return found
}

// answers is what an index says to some queries through some lenses.
func answers(t require.TestingT, x *search.Index, m *memory, queries []string, lenses []graph.Lens) []string {
	var found []string
	for _, l := range lenses {
		rev := graph.AnyRevision
		if l.Revision != 0 {
			rev = l.Revision
		}
		s, err := m.Snapshot(rev)
		require.NoError(t, err)
		v := graph.NewView(s, ontology, l, nil)
		for _, q := range queries {
			r, err := x.Search(context.Background(), v, search.Query{Text: q, First: 100})
			if err != nil {
				found = append(found, fmt.Sprintf("%q: %v", q, err))
				continue
			}
			said := fmt.Sprintf("%d %q total %d", l.Revision, q, r.Total)
			for _, h := range r.Hits {
				said += fmt.Sprintf("\n  %s %.12f %v", h.ID, h.Score, h.Highlights)
			}
			found = append(found, said)
		}
	}
	return found
}

var allLenses = []graph.Lens{{}, {MinGrade: graph.Editorial, Deprecated: true}, {MinGrade: graph.Stated}, {Revision: 3}}

// An index that followed any history step by step, now and then reopened,
// answers as one made at its end: the same hits, scores and highlights.
func TestFollowedEqualsRebuilt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHistory(func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "n") })
		root, err := os.MkdirTemp("", "search")
		require.NoError(r, err)
		defer os.RemoveAll(root)
		x, err := search.Open(root+"/a", h.store, search.Options{})
		require.NoError(r, err)
		defer func() { _ = x.Close() }()
		for range 3 + h.draw(15) {
			require.NoError(r, h.step())
			switch h.draw(6) {
			case 0: // lag
			case 1:
				require.NoError(r, x.Close())
				x, err = search.Open(root+"/a", h.store, search.Options{OnRebuild: func(reason string) { r.Fatalf("rebuilt: %s", reason) }})
				require.NoError(r, err)
			default:
				require.NoError(r, x.CatchUp(context.Background()))
			}
		}
		require.NoError(r, x.CatchUp(context.Background()))
		fresh, err := search.Open(root+"/b", h.store, search.Options{})
		require.NoError(r, err)
		defer fresh.Close()
		require.NoError(r, fresh.CatchUp(context.Background()))
		queries := h.queries()
		require.Equal(r, answers(r, fresh, h.store, queries, allLenses), answers(r, x, h.store, queries, allLenses))
	})
}

// What the postings say, and what matching the texts themselves says, is the
// same: the index, told nothing is certain by a lens at an equal revision,
// keeps every hit and the highlights prove each.
func TestPostingsEqualTexts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHistory(func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "n") })
		for range 4 {
			require.NoError(r, h.step())
		}
		dir, err := os.MkdirTemp("", "search")
		require.NoError(r, err)
		defer os.RemoveAll(dir)
		x, err := search.Open(dir, h.store, search.Options{})
		require.NoError(r, err)
		defer x.Close()
		require.NoError(r, x.CatchUp(context.Background()))
		s, err := h.store.Snapshot(graph.AnyRevision)
		require.NoError(r, err)
		l := graph.Lens{MinGrade: graph.Editorial, Deprecated: true}
		v := graph.NewView(s, ontology, l, nil)
		for _, q := range h.queries() {
			want, err := search.Scan(v, q)
			if err != nil {
				continue
			}
			found, err := x.Search(context.Background(), v, search.Query{Text: q, First: 100})
			require.NoError(r, err)
			got := ids(found)
			slices.Sort(got)
			require.Equal(r, want, got, "%q", q)
		}
	})
}

// Pages of any size have each hit once, in the order of one page of all; the
// facets are those of what the hits show, through lenses that hide some.
func TestPagesAndFacets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHistory(func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "n") })
		for range 4 {
			require.NoError(r, h.step())
		}
		dir, err := os.MkdirTemp("", "search")
		require.NoError(r, err)
		defer os.RemoveAll(dir)
		x, err := search.Open(dir, h.store, search.Options{})
		require.NoError(r, err)
		defer x.Close()
		require.NoError(r, x.CatchUp(context.Background()))
		s, err := h.store.Snapshot(graph.AnyRevision)
		require.NoError(r, err)
		for _, text := range h.queries() {
			v := graph.NewView(s, ontology, allLenses[h.draw(3)], nil)
			odd := h.draw(3)
			q := search.Query{Text: text, First: 100, Facets: true}
			if odd > 0 {
				q.Where = func(n graph.Node) (bool, error) { return int(n)%2 == odd-1, nil }
			}
			all, err := x.Search(context.Background(), v, q)
			if err != nil {
				continue
			}
			fields := map[string]int{}
			for _, hit := range all.Hits {
				require.True(r, odd == 0 || int(hit.Node)%2 == odd-1)
				seen := map[string]bool{}
				for _, g := range hit.Highlights {
					if !seen[g.Field] {
						seen[g.Field] = true
						fields[g.Field]++
					}
				}
			}
			require.Equal(r, fields, counted(all, "field"), "%q", text)
			want := map[string]int{}
			if n := len(all.Hits); n > 0 {
				want["Program"] = n
			}
			require.Equal(r, want, counted(all, "kind"), "%q", text)

			var paged []string
			q.First, q.Facets = 1+h.draw(4), false
			for {
				page, err := x.Search(context.Background(), v, q)
				require.NoError(r, err)
				require.Equal(r, all.Total, page.Total)
				paged = append(paged, ids(page)...)
				if !page.HasNext {
					break
				}
				q.After = page.Hits[len(page.Hits)-1].Cursor
			}
			require.Equal(r, ids(all), append([]string{}, paged...), "%q", text)
		}
	})
}

// counted returns the values of a facet.
func counted(r search.Result, name string) map[string]int {
	found := map[string]int{}
	for _, f := range r.Facets {
		if f.Name == name {
			for _, c := range f.Values {
				found[c.Value] = c.Hits
			}
		}
	}
	return found
}

const (
	childEnv    = "MISSIONGRAPH_SEARCH_CHILD"
	childLength = 400 // revisions of the child's history
)

func childHistory() *history {
	rng := rand.New(rand.NewPCG(1, 2))
	return newHistory(rng.IntN)
}

// child indexes a long history one revision at a time, until it is killed. It
// prints a line at every third that the index has taken.
func child(dir string) {
	h := childHistory()
	x, err := search.Open(dir, h.store, search.Options{Poll: time.Hour})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	go func() { _ = x.Follow(context.Background()) }()
	for i := range childLength {
		if err := h.step(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		x.Notify()
		if i%3 == 0 {
			_ = x.WaitFor(context.Background(), h.store.Head())
			fmt.Println(i)
		}
	}
	_ = x.Close()
}

// An index whose process was killed while it wrote opens again, is not made
// anew, catches up, and answers as a fresh one.
func TestKilled(t *testing.T) {
	cycles := 8
	if testing.Short() {
		cycles = 2
	}
	h := childHistory()
	for range childLength {
		require.NoError(t, h.step())
	}
	fresh := open(t, t.TempDir(), h.store)
	queries := h.queries()
	want := answers(t, fresh, h.store, queries, allLenses)
	seed := time.Now().UnixNano()
	rng := rand.New(rand.NewPCG(uint64(seed), 0))
	behind := 0
	for i := range cycles {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		// At a moment that does not depend on how busy the machine is: some time
		// after so many lines, before the child's end.
		lines := bufio.NewScanner(out)
		for range 1 + rng.IntN(childLength/3-2) {
			require.True(t, lines.Scan(), "seed %d, cycle %d", seed, i)
		}
		time.Sleep(time.Duration(rng.IntN(3000)) * time.Microsecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		x, err := search.Open(dir, h.store, search.Options{OnRebuild: func(reason string) {
			t.Errorf("seed %d, cycle %d: made anew: %s", seed, i, reason)
		}})
		require.NoError(t, err, "seed %d, cycle %d", seed, i)
		if at := x.Applied(); at > 0 && at < h.store.Head() {
			behind++
		}
		require.NoError(t, x.CatchUp(context.Background()))
		require.Equal(t, want, answers(t, x, h.store, queries, allLenses), "seed %d, cycle %d", seed, i)
		require.NoError(t, x.Close())
	}
	require.Positive(t, behind, "no child was killed half way: seed %d", seed)
}
