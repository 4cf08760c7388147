package bolt

import (
	"path/filepath"
	"time"

	"missiongraph/graph"
)

// Space is the room on the disk that holds the data file.
type Space struct {
	Free    int64 // bytes that this process may still write
	MinFree int64 // bytes that are to stay free; 0 for no bound
}

// Low reports whether changes are refused for want of room.
func (s Space) Low() bool { return s.Free < s.MinFree }

// Err returns the UNAVAILABLE error that a change would get, or nil.
func (s Space) Err() error {
	if !s.Low() {
		return nil
	}
	return graph.Errorf(graph.Unavailable, "disk space is low: %d MiB left and %d are to stay free, so that nothing is written",
		s.Free>>20, s.MinFree>>20).
		WithHint("free some space; reading goes on, and writing as soon as there is room")
}

// space asks for the room on one disk.
type space struct {
	folder string
	min    int64
	free   func(folder string) (int64, error)
}

func newSpace(path string, opts Options) space {
	s := space{folder: filepath.Dir(path), min: opts.MinFree, free: opts.Free}
	if s.free == nil {
		s.free = FreeSpace
	}
	return s
}

// Space returns the room on the disk as it is now. UNAVAILABLE when the system
// does not tell.
func (s *Store) Space() (Space, error) {
	free, err := s.space.free(s.space.folder)
	if err != nil {
		return Space{}, &graph.Error{Code: graph.Unavailable, Msg: "the system does not tell how much of the disk is free", Err: err}
	}
	return Space{Free: free, MinFree: s.space.min}, nil
}

// room refuses a change of so many bytes that would leave too little of the
// disk: before it is queued, so that nothing of it was made. A system that
// does not tell is no reason to refuse.
func (s *Store) room(size int) error {
	if s.space.min == 0 {
		return nil
	}
	now, err := s.Space()
	if err != nil {
		return nil
	}
	now.Free -= int64(size)
	return now.Err()
}

// Activity is what an open store is busy with.
type Activity struct {
	Snapshots int           // that hold a read transaction
	Oldest    time.Duration // since the first of them began; 0 for none
	Waiting   int           // changes that wait to be committed
}

// Activity describes this moment. A transaction that stays open for long keeps
// the pages it sees from being used again: the file grows.
func (s *Store) Activity() Activity {
	s.heldMu.Lock()
	a := Activity{Snapshots: len(s.held)}
	for _, since := range s.held {
		a.Oldest = max(a.Oldest, time.Since(since))
	}
	s.heldMu.Unlock()
	s.mu.Lock()
	a.Waiting = len(s.queue)
	s.mu.Unlock()
	return a
}
