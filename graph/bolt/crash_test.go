package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// The crash test runs its own test binary again as a child, which writes until
// it is killed.
const (
	childEnv = "MISSIONGRAPH_CRASH_CHILD" // the data file
	seedEnv  = "MISSIONGRAPH_CRASH_SEED"  // repeats the choices of a run that failed
)

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

// writeUntilKilled appends changes from several goroutines and says
// "revision id" on standard output once each is acknowledged.
func writeUntilKilled(path string, args []string) int {
	bulk, _ := strconv.Atoi(args[1])
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	if s.Head() == 0 {
		if _, err := s.Append(context.Background(), put(source("page", pageText)), 0); err != nil {
			fmt.Println("error", err)
			return 1
		}
	}
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("c%s-%d-%d", args[0], w, i)
				e, err := s.Append(context.Background(), crashChange(id, i, bulk), graph.AnyRevision)
				if err != nil {
					fmt.Println("error", err)
					return
				}
				fmt.Printf("%d %s\n", e.Revision, id)
			}
		})
	}
	wg.Wait()
	return 1
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

// TestKilled is law 3 of the design: after SIGKILL at any instant, creating the
// file and bulk loading included, the file opens, is sound, and has every
// revision that was acknowledged.
func TestKilled(t *testing.T) {
	cycles := 25
	if os.Getenv(graphtest.RequireEnv) != "" {
		cycles = 320
	}
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv(seedEnv); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	defer func() {
		if t.Failed() {
			t.Logf("repeat the choices with %s=%d", seedEnv, seed)
		}
	}()
	dir := t.TempDir()
	path, acknowledged, empty, total := "", map[graph.Revision]string{}, 0, 0
	for cycle := range cycles {
		wait := time.Duration(rng.Int64N(int64(40 * time.Millisecond)))
		if cycle%8 == 0 { // a new file, killed early, to meet its creation
			path = filepath.Join(dir, strconv.Itoa(cycle), "graph.db")
			acknowledged = map[graph.Revision]string{}
			wait /= 4
		}
		bulk := 0
		if cycle%8 == 5 {
			bulk = 700
		}
		acks := killChild(t, path, fmt.Sprintf("%d", cycle), bulk, cycle%8 != 0, wait)
		for rev, id := range acks {
			require.NotContains(t, acknowledged, rev, "revision %d was given twice", rev)
			acknowledged[rev] = id
		}
		if total += len(acks); len(acks) == 0 {
			empty++
		}
		requireAcknowledged(t, path, acknowledged)
	}
	require.Positive(t, total, "no child ever acknowledged a change: the test says nothing")
	t.Logf("%d cycles, %d acknowledged changes, %d cycles killed before the first", cycles, total, empty)
}

// killChild runs a child, kills it after a while, counted from its first word
// when afterFirst, and returns what it said was acknowledged.
func killChild(t *testing.T, path, name string, bulk int, afterFirst bool, wait time.Duration) map[graph.Revision]string {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe, name, strconv.Itoa(bulk))
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	kill := func() {
		time.Sleep(wait)
		cmd.Process.Kill()
	}
	if !afterFirst {
		go kill()
	}
	acks := map[graph.Revision]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if afterFirst {
			go kill()
			afterFirst = false
		}
		word, id, _ := strings.Cut(lines.Text(), " ")
		rev, err := strconv.ParseUint(word, 10, 64)
		require.NoError(t, err, "the child says: %s", lines.Text())
		acks[graph.Revision(rev)] = id
	}
	cmd.Wait()
	return acks
}

func requireAcknowledged(t *testing.T, path string, acknowledged map[graph.Revision]string) {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	for e, err := range s.Tail(context.Background(), 0) {
		require.NoError(t, err)
		if id, ok := acknowledged[e.Revision]; ok {
			require.Equal(t, id, e.Message)
			delete(acknowledged, e.Revision)
			defer func() { acknowledged[e.Revision] = id }()
		}
	}
	require.Empty(t, acknowledged, "acknowledged revisions are lost; the head is %d", s.Head())
	head, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer head.Close()
	for e, err := range s.Tail(context.Background(), max(s.Head(), 20)-20) {
		require.NoError(t, err)
		snap, err := s.Snapshot(e.Revision)
		require.NoError(t, err)
		for _, op := range e.Ops {
			if op.Fact == nil {
				continue
			}
			n, ok, err := snap.FactByID(op.Fact.ID)
			require.NoError(t, err)
			require.True(t, ok, "revision %d lacks %s", e.Revision, op.Fact.ID)
			f, err := snap.Fact(n)
			require.NoError(t, err)
			require.Equal(t, *op.Fact, f)
		}
		snap.Close()
	}
}
