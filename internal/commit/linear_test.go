package commit_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
)

// Two facts whose notes are registers, which nothing else hangs on.
var registers = [2]string{"alpha/funds/beta", "alpha/funds/gamma"}

func register(i int, note string) graph.Op {
	op := relation("alpha", "funds", [2]string{"beta", "gamma"}[i])
	op.Fact.Note = note
	return op
}

// What a client asks of the registers.
const (
	readAll    = "read"
	ifThing    = "put if the thing is as seen"
	ifGraph    = "put if the graph is as seen"
	appendNote = "put more, whatever is there"
)

type linearInput struct {
	ask  string
	i    int
	seen graph.Revision
	note string
}

type linearOutput struct {
	applied bool
	rev     graph.Revision // that made it, or that is in the way, or read
	notes   [2]string      // read; of appendNote, at i, what it was put after
}

// linearState is the sequential registers.
type linearState struct {
	head  graph.Revision
	notes [2]string
	since [2]graph.Revision
}

func (s linearState) put(i int, note string) linearState {
	s.head++
	s.notes[i], s.since[i] = note, s.head
	return s
}

var linearModel = porcupine.Model{
	Init: func() any { return linearState{head: 2, since: [2]graph.Revision{2, 2}} },
	Step: func(state, input, output any) (bool, any) {
		s, in, out := state.(linearState), input.(linearInput), output.(linearOutput)
		switch in.ask {
		case readAll:
			return out.rev == s.head && out.notes == s.notes, s
		case appendNote:
			next := s.put(in.i, s.notes[in.i]+in.note)
			return out.applied && out.notes[in.i] == s.notes[in.i] && out.rev == next.head, next
		}
		actual := s.head
		if in.ask == ifThing {
			actual = s.since[in.i]
		}
		if actual != in.seen {
			return !out.applied && out.rev == actual, s
		}
		next := s.put(in.i, in.note)
		return out.applied && out.rev == next.head, next
	},
}

// linearClient asks the gate, and keeps what it has seen.
type linearClient struct {
	t     *testing.T
	store *bolt.Store
	gate  *commit.Gate
	seen  linearState
}

func (c *linearClient) do(in linearInput) (out linearOutput) {
	if in.ask == readAll {
		s, err := c.store.Snapshot(graph.AnyRevision)
		require.NoError(c.t, err)
		defer s.Close()
		c.seen.head, out.rev = s.Revision(), s.Revision()
		for i, id := range registers {
			lives, err := s.(graph.Historian).Lives(ref(id), nil)
			require.NoError(c.t, err)
			for _, l := range lives {
				if l.Since <= s.Revision() {
					c.seen.since[i], out.notes[i] = l.Since, l.Record.Fact.Note
				}
			}
		}
		return out
	}
	r := commit.Request{Message: "m"}
	r.Plan = func(base *graph.View) (commit.Draft, error) {
		d := commit.Draft{Ops: []graph.Op{register(in.i, in.note)}}
		switch in.ask {
		case ifThing:
			d.If = []commit.Condition{{Ref: ref(registers[in.i]), Revision: in.seen}}
		case appendNote:
			is, err := graph.RecordOf(base, ref(registers[in.i]))
			if err != nil {
				return d, err
			}
			out.notes[in.i] = is.Fact.Note
			d.Ops[0].Fact.Note = is.Fact.Note + in.note
		}
		return d, nil
	}
	if in.ask == ifGraph {
		r.IfRevision = &in.seen
	}
	o, err := c.gate.Commit(editor, r)
	require.NoError(c.t, err)
	require.Empty(c.t, o.Problems)
	out.applied, out.rev = o.Applied, o.Revision
	if len(o.Conflicts) > 0 {
		require.Len(c.t, o.Conflicts, 1)
		out.rev = o.Conflicts[0].Actual
	}
	return out
}

// TestLinearizable records what concurrent clients ask and are told, and has
// porcupine look for an order, one at a time, in which all of it is right.
func TestLinearizable(t *testing.T) {
	histories, clients, each := 100, 5, 10
	if testing.Short() {
		histories = 10
	}
	var applied, refused atomic.Int64
	for n := range histories {
		s, g := open(t, nil)
		out, err := g.Commit(editor, fixed(register(0, ""), register(1, "")))
		require.NoError(t, err)
		require.True(t, out.Applied)
		var clock atomic.Int64
		var mu sync.Mutex
		var history []porcupine.Operation
		var wait sync.WaitGroup
		for id := range clients {
			wait.Go(func() {
				random := rand.New(rand.NewPCG(uint64(n), uint64(id)))
				c := &linearClient{t: t, store: s, gate: g, seen: linearState{head: 2, since: [2]graph.Revision{2, 2}}}
				for k := range each {
					in := linearInput{ask: []string{readAll, ifThing, ifThing, ifGraph, appendNote}[random.IntN(5)], i: random.IntN(2),
						note: fmt.Sprintf("%d.%d ", id, k)}
					in.seen = c.seen.head
					if in.ask == ifThing {
						in.seen = c.seen.since[in.i]
					}
					call := clock.Add(1)
					out := c.do(in)
					end := clock.Add(1)
					if in.ask != readAll {
						if out.applied {
							applied.Add(1)
						} else {
							refused.Add(1)
							if in.ask == ifThing {
								c.seen.since[in.i] = out.rev
							}
						}
					}
					mu.Lock()
					history = append(history, porcupine.Operation{ClientId: id, Input: in, Output: out, Call: call, Return: end})
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		require.True(t, porcupine.CheckOperations(linearModel, history), "history %d is not linearizable: %+v", n, history)
		require.NoError(t, s.Close())
	}
	t.Logf("%d histories: %d commits made, %d refused", histories, applied.Load(), refused.Load())
	require.Greater(t, applied.Load(), int64(histories*5))
	require.Greater(t, refused.Load(), int64(histories))
}
