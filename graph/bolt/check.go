package bolt

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// CheckStats says how much [Store.Check] looked at.
type CheckStats struct {
	Entries  int // of the log
	Entities int // at the head
	Facts    int
	Sources  int
	Quotes   int
	Rows     int // of all buckets, history included, compared with a rebuild
}

// maxCheckProblems bounds how many problems one check tells.
const maxCheckProblems = 100

// Check proves the file sound: bbolt's pages; the hash chain of the log; each
// row, of the past too, equal to what a rebuild from the log makes (in a
// temporary file beside it); each quote in its source at its place; each
// relation's ends there; and the counters. It returns what is wrong, in the
// order found, and an error only when it could not finish. progress may be
// nil; its unit is not that of anything else.
func (s *Store) Check(ctx context.Context, progress Progress) (graph.Problems, CheckStats, error) {
	c := &checker{store: s, ctx: ctx}
	const steps = 4
	for i, step := range []func() error{c.pages, c.head, c.chain, c.rebuild} {
		if i > 0 && c.badPages {
			break // walking them may never end
		}
		if err := guarded(step); err != nil {
			if ctx.Err() != nil {
				return c.problems, c.stats, err
			}
			c.add("", "%v", err)
		}
		progress.tell(i+1, steps)
	}
	return c.problems, c.stats, nil
}

// guarded runs f with faults and panics as errors.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = recovered(r)
		}
	}()
	return f()
}

type checker struct {
	store    *Store
	ctx      context.Context
	problems graph.Problems
	stats    CheckStats
	badPages bool
}

func (c *checker) add(path, format string, args ...any) {
	if len(c.problems) < maxCheckProblems {
		c.problems.Add(path, graph.Unavailable, format, args...)
	}
}

// pages looks at each page, and asks bbolt whether each is used once or free.
// The first look comes first because bbolt's own runs where a fault cannot be
// caught.
func (c *checker) pages() error {
	if err := c.wholePages(); err != nil {
		c.badPages = true
		return err
	}
	return c.store.db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			c.badPages = true
			c.add("pages", "%v", err)
		}
		return nil
	})
}

// wholePages walks the pages while no commit writes any.
func (c *checker) wholePages() error {
	c.store.writing.Lock()
	defer c.store.writing.Unlock()
	return preflightPath(c.store.path, true)
}

// head walks the entities, facts and sources of the head on their own account,
// without the code that wrote them.
func (c *checker) head() error {
	snap, err := c.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	defer snap.Close()
	ids, err := snap.SourceIDs()
	if err != nil {
		return err
	}
	texts := map[string]*graph.SourceText{}
	for _, id := range ids {
		source, _, err := snap.Source(id)
		if err != nil {
			return err
		}
		if source.SHA256 != graph.TextHash(source.Text) {
			c.add("source "+id, "its SHA-256 is not that of its text")
		}
		texts[id] = graph.NewSourceText(source.Text)
	}
	t := snap.Topology()
	for n, info := range t.All {
		if err := c.ctx.Err(); err != nil {
			return &graph.Error{Code: graph.Timeout, Msg: "the check was given up", Err: err}
		}
		e, err := snap.Entity(n)
		if err != nil {
			c.add("entity "+info.ID, "%v", err)
			continue
		}
		c.stats.Entities++
		c.quotes("entity "+e.ID, texts, e.Evidence)
		for i := range info.Out {
			c.fact(snap, info, &info.Out[i], texts)
		}
	}
	c.stats.Sources = len(ids)
	st := c.store.head.Load().state
	if st.revision == t.Revision() && (int(st.entities) != c.stats.Entities || int(st.facts) != c.stats.Facts || int(st.sources) != len(ids)) {
		c.add("meta", "it counts %d entities, %d facts and %d sources; there are %d, %d and %d",
			st.entities, st.facts, st.sources, c.stats.Entities, c.stats.Facts, len(ids))
	}
	return nil
}

func (c *checker) fact(snap graph.Snapshot, subject *graph.NodeInfo, edge *graph.Edge, texts map[string]*graph.SourceText) {
	f, err := snap.Fact(edge.Fact)
	if err != nil {
		c.add(fmt.Sprintf("fact number %d of %s", edge.Fact, subject.ID), "%v", err)
		return
	}
	c.stats.Facts++
	path := "fact " + f.ID
	if f.Subject != subject.ID {
		c.add(path, "its row is about %q and its edge at %q", f.Subject, subject.ID)
	}
	if f.Object != "" && snap.Topology().Lookup(f.Object) != edge.Other {
		c.add(path, "its object %q is not there", f.Object)
	}
	if len(f.Evidence) == 0 {
		c.add(path, "it has no evidence")
	}
	c.quotes(path, texts, f.Evidence)
}

func (c *checker) quotes(path string, texts map[string]*graph.SourceText, list []graph.Evidence) {
	for i := range list {
		t := texts[list[i].Source]
		if t == nil {
			c.add(path, "its source %q is not there", list[i].Source)
			continue
		}
		if p := t.Misquote(&list[i]); p != "" {
			c.add(path, "evidence %d: %s", i, p)
		}
		c.stats.Quotes++
	}
}

// chain reads the whole log; Tail proves hashes and their chain.
func (c *checker) chain() error {
	var last graph.Entry
	for e, err := range c.store.Tail(c.ctx, 0) {
		if err != nil {
			return err
		}
		last = e
		c.stats.Entries++
	}
	if st := c.store.head.Load().state; st.revision == last.Revision && st.hash != last.Hash {
		c.add("meta", "the head's hash is not that of the last entry")
	}
	return nil
}

// rebuild replays the log into a temporary file and compares all rows.
func (c *checker) rebuild() error {
	dir, err := os.MkdirTemp(filepath.Dir(c.store.path), "check-")
	if err != nil {
		if dir, err = os.MkdirTemp("", "missiongraph-check-"); err != nil {
			return openError(err)
		}
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "rebuilt.db")
	if err := c.store.Rebuild(c.ctx, path, nil); err != nil {
		return err
	}
	rebuilt, err := Open(path, Options{NoSync: true})
	if err != nil {
		return err
	}
	defer rebuilt.Close()
	return c.store.view(func(have *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		st, _ := parseState(have[metaTable].Get(stateKey))
		// The graph may have moved on while it was rebuilt.
		if err := c.store.replayInto(c.ctx, rebuilt, st.revision, nil); err != nil {
			return err
		}
		return c.compareAll(have, rebuilt)
	})
}

// compareAll reports the rows that differ from those of another store.
func (c *checker) compareAll(have *[tableCount]*bbolt.Bucket, other *Store) error {
	return other.view(func(want *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		for t := range have {
			c.compare(table(t), have[t], want[t])
		}
		return nil
	})
}

// compare reports the rows of one bucket that differ.
func (c *checker) compare(t table, have, want *bbolt.Bucket) {
	if have == nil { // a file of format 1, whose log has no key
		if k, _ := want.Cursor().First(); k != nil {
			c.add(tableNames[t], "row %x is missing", k)
		}
		return
	}
	h, w := have.Cursor(), want.Cursor()
	hk, hv := h.First()
	wk, wv := w.First()
	for hk != nil || wk != nil {
		order := bytes.Compare(hk, wk)
		switch {
		case wk == nil || hk != nil && order < 0:
			c.add(tableNames[t], "row %x is not made by the log", hk)
			hk, hv = h.Next()
		case hk == nil || order > 0:
			c.add(tableNames[t], "row %x is missing", wk)
			wk, wv = w.Next()
		default:
			// The format is no matter of the log, and opening has looked at it.
			if !bytes.Equal(hv, wv) && !(t == metaTable && bytes.Equal(hk, formatKey)) {
				c.add(tableNames[t], "row %x differs from what the log makes", hk)
			}
			c.stats.Rows++
			hk, hv = h.Next()
			wk, wv = w.Next()
		}
	}
}
