package main

import (
	"context"
	"time"

	"github.com/rs/zerolog"

	"missiongraph/graph/bolt"
)

// defaultMinFree is how much of the disk serve leaves free, in MiB: a change
// is at most 64 MiB, and a file that cannot be written to the end of a change
// must be opened again.
const defaultMinFree = 64

// watchEvery is how often the log looks whether the disk has room.
const watchEvery = 5 * time.Second

// watchSpace logs when the disk gets low and when there is room again, until
// ctx ends. That changes are refused meanwhile is the store's own doing.
func watchSpace(ctx context.Context, store *bolt.Store, every time.Duration, logger zerolog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	low := false
	for {
		if now, err := store.Space(); err == nil && now.Low() != low {
			if low = now.Low(); low {
				logger.Warn().Int64("free_bytes", now.Free).Int64("min_free_bytes", now.MinFree).
					Msg("disk space is low: changes are refused until there is room")
			} else {
				logger.Info().Int64("free_bytes", now.Free).Msg("the disk has room again: changes are taken")
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// spaceWarnings says why nothing is written, which readers should know of; nil
// when it is.
func spaceWarnings(store *bolt.Store) []string {
	if store.Failed() != nil {
		return []string{"a change could not be written: look at the disk, and start the server again; until then none is taken"}
	}
	now, err := store.Space()
	if err != nil || !now.Low() {
		return nil
	}
	return []string{now.Err().Error()}
}
