package bolt

import (
	"context"
	"errors"
	"os"

	"missiongraph/graph"
)

// Copied is a backup in a temporary file, open for reading from its beginning.
// Close removes the file.
type Copied struct {
	*os.File
	Saved
}

// Copy makes a whole, consistent copy of the data file beside it, while the
// store is in use, and returns it when it was brought to the disk, opened and
// checked in depth, as [Store.SaveBackup] does. A process killed meanwhile
// leaves a file that the next one removes. The caller closes the copy.
//
// Codes: UNAVAILABLE when the data file is damaged or the disk has no room,
// TIMEOUT when ctx ends.
func (s *Store) Copy(ctx context.Context, stages Stages) (*Copied, error) {
	size := s.fileSize()
	if now, err := s.Space(); err == nil && now.Free-size < now.MinFree {
		return nil, graph.Errorf(graph.Unavailable, "disk space is low: a copy needs %d MiB beside the data file, %d MiB are left and %d are to stay free",
			size>>20+1, now.Free>>20, now.MinFree>>20).WithHint("free some space, or save a backup to another disk with missiongraph backup")
	}
	d, err := newDraft(s.path)
	if err != nil {
		return nil, err
	}
	saved, err := s.copyTo(ctx, d, stages)
	if err != nil {
		d.discard()
		return nil, err
	}
	f, err := os.Open(d.path)
	if err != nil {
		d.discard()
		return nil, openError(err)
	}
	d.discard() // where the system allows it while the file is open, nothing can be left behind
	return &Copied{File: f, Saved: saved}, nil
}

// Close ends reading and removes the file.
func (c *Copied) Close() error {
	err := c.File.Close()
	if removed := os.Remove(c.Name()); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}
