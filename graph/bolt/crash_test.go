package bolt_test

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

const (
	cyclesOfFile   = 50 // kills that one file lives through
	cyclesOfChecks = 5  // kills between two deep checks, which see what any of them did
)

// TestKilled is law 3 of the design: after SIGKILL at any instant, creating the
// file and bulk loading included, under writers of all sorts and readers, the
// file opens, is sound, and has every revision that was acknowledged, under its
// key where it had one. Two files live at a time.
func TestKilled(t *testing.T) {
	const lanes = 2
	cycles, seed := graphtest.Rounds(t, 40, 1000), graphtest.Seed(t)
	for lane := range lanes {
		t.Run(strconv.Itoa(lane), func(t *testing.T) {
			t.Parallel()
			k := &killing{rng: rand.New(rand.NewPCG(seed, uint64(lane))), dir: t.TempDir()}
			for cycle := range cycles / lanes {
				k.cycle(t, cycle, cycle == cycles/lanes-1)
			}
			require.Positive(t, k.total, "no child ever acknowledged a change: the test says nothing")
			require.Positive(t, k.conditional, "no conditional change was made")
			t.Logf("%d cycles, %d acknowledged changes (%d keyed, %d conditional made), %d cycles killed before the first",
				cycles/lanes, k.total, k.keyed, k.conditional, k.empty)
		})
	}
}

// killing is one file that lives through kills, then the next.
type killing struct {
	rng   *rand.Rand
	dir   string
	path  string
	seen  graph.Revision // the log up to here was looked at
	wrote graph.Revision // which last changed the shared entity

	total, keyed, conditional, empty int
}

func (k *killing) cycle(t *testing.T, cycle int, last bool) {
	at := cycle % cyclesOfFile
	wait := time.Duration(k.rng.Int64N(int64(40 * time.Millisecond)))
	if at == 0 { // a new file, killed early, to meet its creation
		k.path = filepath.Join(k.dir, strconv.Itoa(cycle), "graph.db")
		k.seen, k.wrote = 0, 0
	}
	bulk := 0
	if at%25 == 5 {
		bulk = 700
	}
	acks := killChild(t, k.path, strconv.Itoa(cycle), bulk, at > 2, wait)
	if k.total += len(acks); len(acks) == 0 {
		k.empty++
	}
	s, err := bolt.Open(k.path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	k.requireAcknowledged(t, s, acks)
	if last || at%cyclesOfChecks == cyclesOfChecks-1 || at == 0 {
		problems, _, err := s.Check(context.Background(), nil)
		require.NoError(t, err)
		require.NoError(t, problems.Err())
	}
}

// requireAcknowledged looks through the part of the log that is new.
func (k *killing) requireAcknowledged(t *testing.T, s *bolt.Store, acks map[graph.Revision]string) {
	var key graph.Change
	for e, err := range s.Tail(context.Background(), k.seen) {
		require.NoError(t, err)
		if id, ok := acks[e.Revision]; ok {
			require.Equal(t, id, e.Message)
			delete(acks, e.Revision)
		}
		if e.Key != "" {
			k.keyed++
			key = e.Change
			found, ok, err := s.EntryByKey(e.Key)
			require.NoError(t, err)
			require.True(t, ok, "key %s is lost", e.Key)
			require.Equal(t, e.Hash, found.Hash)
		}
		if op := e.Ops[0]; op.Entity != nil && op.Entity.ID == shared {
			base, err := strconv.ParseUint(e.Author, 10, 64)
			require.NoError(t, err)
			require.LessOrEqual(t, k.wrote, graph.Revision(base), "revision %d was made although its condition does not hold", e.Revision)
			k.wrote = e.Revision
			k.conditional++
		}
		if e.Revision+20 > s.Head() {
			requireMade(t, s, e)
		}
	}
	require.Empty(t, acks, "acknowledged revisions are lost; the head is %d", s.Head())
	k.seen = s.Head()
	if key.Key != "" {
		e, err := s.Append(context.Background(), key, 0)
		require.NoError(t, err)
		require.True(t, e.Replayed, "a key of a killed child is used again")
		require.Equal(t, k.seen, s.Head())
	}
}

// requireMade reads what an entry put, at the head and by its history.
func requireMade(t *testing.T, s *bolt.Store, e graph.Entry) {
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	for _, op := range e.Ops[:min(len(e.Ops), 20)] {
		if op.Fact == nil {
			continue
		}
		r, err := snap.(graph.Historian).RecordAt(op.Touches(), e.Revision, nil)
		require.NoError(t, err)
		require.NotNil(t, r.Fact, "revision %d lacks %s", e.Revision, op.Fact.ID)
		require.Equal(t, *op.Fact, *r.Fact)
	}
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
		require.NotContains(t, acks, graph.Revision(rev), "revision %d was given twice", rev)
		acks[graph.Revision(rev)] = id
	}
	cmd.Wait()
	return acks
}
