package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// childEnv has the data file of a child of the crash test, which is this test
// binary run again: it writes and reads until it is killed.
const childEnv = "MISSIONGRAPH_CRASH_CHILD"

// TestMain lets the test binary be the child of the crash test, and of the
// benchmark that measures memory.
func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if os.Args[1] == "memory" {
			os.Exit(tellMemory(path))
		}
		os.Exit(writeUntilKilled(path, os.Args[1:]))
	}
	code := m.Run()
	if benchDir != "" {
		os.RemoveAll(benchDir)
	}
	os.Exit(code)
}

// child is what the goroutines of a child share. Each change has its id as
// message.
type child struct {
	store *bolt.Store
	name  string
	bulk  int
	acked atomic.Pointer[graph.Entry] // the last one acknowledged
}

// shared is the entity that the conditional writers contend for.
const shared = "shared"

// writeUntilKilled appends changes from several goroutines, reads from others,
// and says "revision id" on standard output once a change is acknowledged, or
// "error" and what is not as it must be.
func writeUntilKilled(path string, args []string) int {
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	c := &child{store: s, name: args[0]}
	c.bulk, _ = strconv.Atoi(args[1])
	if s.Head() == 0 {
		if _, err := s.Append(context.Background(), put(source("page", pageText), entity(shared, "Agency", "Shared")), 0); err != nil {
			fmt.Println("error", err)
			return 1
		}
	}
	var wg sync.WaitGroup
	for w, work := range []func(id string, i int) error{c.single, c.keyed, c.conditional, c.conditional, c.read, c.read} {
		wg.Go(func() {
			for i := 0; ; i++ {
				if err := work(fmt.Sprintf("c%s-%d-%d", c.name, w, i), i); err != nil {
					fmt.Println("error", err)
					return
				}
			}
		})
	}
	wg.Wait()
	return 1
}

// append makes a change and says so.
func (c *child) append(change graph.Change, expect graph.Revision, basis ...graph.Ref) (graph.Entry, error) {
	e, err := c.store.Append(context.Background(), change, expect, basis...)
	if err == nil {
		fmt.Printf("%d %s\n", e.Revision, change.Message)
		c.acked.Store(&e)
	}
	return e, err
}

func (c *child) single(id string, i int) error {
	_, err := c.append(crashChange(id, i, c.bulk), graph.AnyRevision)
	return err
}

// keyed sends each change under its id as key, and every other one twice.
func (c *child) keyed(id string, i int) error {
	change := crashChange(id, i, 0)
	change.Key = id
	e, err := c.append(change, graph.AnyRevision)
	if err != nil || i%2 == 0 {
		return err
	}
	again, err := c.store.Append(context.Background(), change, 0)
	if err == nil && (!again.Replayed || again.Hash != e.Hash) {
		err = errors.New("a key was used twice")
	}
	return err
}

// conditional changes the shared entity if nobody else did since it was read;
// the author says since when.
func (c *child) conditional(id string, _ int) error {
	base := c.store.Head()
	change := put(entity(shared, "Agency", "Shared by "+id))
	change.Message, change.Author = id, fmt.Sprint(base)
	_, err := c.append(change, base, graph.Ref{Sort: graph.EntitySort, ID: shared})
	if graph.CodeOf(err) == graph.Conflict {
		return nil
	}
	return err
}

// read finds in the store what was acknowledged last, at its revision.
func (c *child) read(string, int) error {
	e := c.acked.Load()
	if e == nil {
		return nil
	}
	snap, err := c.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	defer snap.Close()
	if snap.Revision() < e.Revision {
		return fmt.Errorf("revision %d was acknowledged and a later snapshot is at %d", e.Revision, snap.Revision())
	}
	var f graph.Fact
	for i := range e.Ops {
		if op := e.Ops[i].Fact; op != nil {
			f = *op
		}
	}
	record, err := snap.(graph.Historian).RecordAt(graph.Ref{Sort: graph.FactSort, ID: f.ID}, e.Revision, nil)
	if err == nil && f.ID != "" && (record.Fact == nil || !record.Fact.Equal(&f)) {
		err = fmt.Errorf("%s is not what revision %d made it", f.ID, e.Revision)
	}
	return err
}

// crashChange is the change that goes by an id: one entity of that id, a fact
// about it, and bulk more of each; every third also takes the one before away.
func crashChange(id string, i, bulk int) graph.Change {
	c := graph.Change{Message: id}
	add := func(id string) {
		c.Ops = append(c.Ops, graph.Op{Entity: entity(id, "Agency", "Name of "+id)}, graph.Op{Fact: crashFact(id)})
	}
	add(id)
	for n := range bulk {
		add(id + "." + strconv.Itoa(n))
	}
	if before := id[:strings.LastIndex(id, "-")+1] + strconv.Itoa(i-1); i%3 == 2 {
		c.Ops = append(c.Ops, graph.Op{RetractFact: before + "/alias"}, graph.Op{RetractEntity: before})
	}
	return c
}

func crashFact(id string) *graph.Fact {
	return &graph.Fact{ID: id + "/alias", Subject: id, Type: graph.AliasProperty, Value: graph.Value{Type: graph.String, Text: "A " + id},
		Grade: graph.Stated, Evidence: []graph.Evidence{{Source: "page", Quote: "ICE", End: 3, Line: 1, Grade: graph.Stated}}}
}
