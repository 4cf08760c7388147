package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/server"
)

// savedReport is what backup and restore print as JSON.
type savedReport struct {
	File      string         `json:"file"`  // that was written
	Bytes     int64          `json:"bytes"` // its size
	Revision  graph.Revision `json:"revision"`
	Entities  int            `json:"entities"`
	Facts     int            `json:"facts"`
	Rows      int            `json:"rows"` // compared with what its log makes
	Kept      string         `json:"kept,omitempty"`
	DurationS float64        `json:"seconds"`
}

// stopServer is what to do when a server holds the file that is to be written
// or copied whole.
const stopServer = "is a server running? it has the file to itself: stop it with Ctrl-C, do this, and start it again"

func (a *app) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Save a checked copy of the data file",
		Long: "backup copies the data file to FILE. The copy gets that name only when it is on disk, was\n" +
			"opened again and checked in depth: a FILE that is there is whole. What was at FILE before\n" +
			"stays until then, and is replaced with --force only.",
		Example: "  missiongraph backup graph-$(date +%Y-%m-%d).db\n" +
			"  missiongraph backup --data ./data --force graph-monday.db --json",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.backup(cmd.Context(), args[0], force) },
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace FILE when it exists")
	return cmd
}

func (a *app) backup(ctx context.Context, file string, force bool) error {
	begin := time.Now()
	store, err := a.openReadOnly(stopServer)
	if err != nil {
		return err
	}
	defer store.Close()
	bars := &bars{app: a}
	defer bars.stop()
	saved, err := store.SaveBackup(ctx, file, force, bars.stage)
	if err != nil {
		return a.backupError(err, file)
	}
	bars.stop()
	return a.printSaved("saved", file, saved, time.Since(begin))
}

// backupError names the file that an error of saving a backup is about.
func (a *app) backupError(err error, file string) error {
	if what, ok := bolt.Damage(err); ok {
		return graph.Errorf(graph.Unavailable, "%s: the data file is damaged: %s", filepath.Join(a.dataFolder(), dataFile), what).
			WithHint("no backup was made; missiongraph check tells all that is wrong, missiongraph rebuild makes the rows anew from the log")
	}
	err = fileError(err, file, "a server runs on that file: name another one")
	var coded *graph.Error
	if errors.As(err, &coded) {
		switch coded.Code {
		case graph.Conflict:
			coded.Hint = "name a new file, or replace this one with --force"
		case graph.NotFound:
			coded.Msg, coded.Hint = "there is no such folder", "make the folder first"
		}
	}
	return err
}

// backupOf makes backups for /backup.
func backupOf(store *bolt.Store) func(context.Context) (server.Backup, error) {
	return func(ctx context.Context) (server.Backup, error) {
		made, err := store.Copy(ctx, nil)
		if err != nil {
			if what, ok := bolt.Damage(err); ok {
				err = graph.Errorf(graph.Unavailable, "the data file is damaged: %s", what).
					WithHint("no backup was made; missiongraph check tells all that is wrong")
			}
			return server.Backup{}, err
		}
		return server.Backup{ReadSeekCloser: made, Size: made.Bytes, Revision: made.Revision}, nil
	}
}

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the data file",
		Long: "restore copies the backup FILE into the data folder and checks the copy in depth. Only then\n" +
			"does it replace the data file, at once; the old one stays beside it under the name that is\n" +
			"printed. A FILE that is damaged, of another program or of a newer version changes nothing.\n" +
			"The search index is removed, and the next serve makes it again.",
		Example: "  missiongraph restore graph-monday.db\n" +
			"  missiongraph restore --data ./data graph-monday.db --json",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.restore(cmd.Context(), args[0]) },
	}
}

func (a *app) restore(ctx context.Context, file string) error {
	begin := time.Now()
	if err := checkFolder(a.dataFolder()); err != nil {
		return err
	}
	backup, err := bolt.Open(file, bolt.Options{ReadOnly: true})
	if err != nil {
		return restoreError(err, file, file)
	}
	defer backup.Close()
	path := filepath.Join(a.dataFolder(), dataFile)
	bars := &bars{app: a}
	defer bars.stop()
	saved, err := backup.Restore(ctx, path, bars.stage)
	if err != nil {
		return restoreError(err, file, path)
	}
	bars.stop()
	// An index of another history finds that out itself; this only saves the look.
	_ = os.RemoveAll(filepath.Join(a.dataFolder(), searchFolder))
	return a.printSaved("restored", path, saved, time.Since(begin))
}

// restoreError says of which file an error of restoring is, that nothing was
// changed, and what to do.
func restoreError(err error, backup, at string) error {
	if what, ok := bolt.Damage(err); ok {
		return graph.Errorf(graph.Unavailable, "%s: the backup is damaged: %s", backup, what).
			WithHint("nothing was changed: restore another backup")
	}
	err = fileError(err, at, stopServer)
	var coded *graph.Error
	if !errors.As(err, &coded) {
		return err
	}
	switch coded.Code {
	case graph.NotFound:
		coded.Msg, coded.Hint = "there is no such backup", ""
	case graph.BadInput:
		coded.Hint = "nothing was changed: name a file that missiongraph backup has made"
	}
	return coded
}

func (a *app) printSaved(what, file string, saved bolt.Saved, took time.Duration) error {
	r := savedReport{File: file, Bytes: saved.Bytes, Revision: saved.Revision, Kept: saved.Kept,
		Entities: saved.Checked.Entities, Facts: saved.Checked.Facts, Rows: saved.Checked.Rows, DurationS: took.Seconds()}
	if a.json {
		return a.printJSON(r)
	}
	fmt.Fprintf(a.out, "%s %s: revision %d, %d entities, %d facts, %s; %d rows checked in %.1f s\n",
		a.out.good(what), plain(r.File), r.Revision, r.Entities, r.Facts, mebibytes(r.Bytes), r.Rows, r.DurationS)
	if r.Kept != "" {
		fmt.Fprintf(a.out, "the old file is %s\n", plain(r.Kept))
	}
	return nil
}

// mebibytes writes a size for people.
func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// bars shows the stages of a long task one after the other.
type bars struct {
	app *app
	bar *bar
}

// stage ends the bar of the stage before and begins another.
func (b *bars) stage(name string) bolt.Progress {
	b.stop()
	b.bar = b.app.progress(name)
	return b.bar.update
}

func (b *bars) stop() {
	if b.bar != nil {
		b.bar.stop()
		b.bar = nil
	}
}
