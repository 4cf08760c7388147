package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
)

// Bounds of what doctor finds fine.
const (
	deepCheck  = 64 << 20 // bytes of a data file that doctor checks in depth
	manyFree   = 4 << 20  // bytes of free pages, when they also are half the file
	fewFiles   = 256      // open files that a process may have
	clockSlack = time.Minute
)

func (d *diagnosis) run(ctx context.Context) {
	d.program()
	d.environment()
	if !d.dataFolder() {
		return
	}
	d.leftovers()
	info, err := os.Stat(d.path)
	d.disk(info)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			d.add(warning, "data file", "missiongraph serve creates it and loads the seed; missiongraph restore puts a backup there",
				"there is none at %s", d.path)
		} else {
			d.failed("data file", err)
		}
		return
	}
	store, err := bolt.Open(d.path, bolt.Options{ReadOnly: true})
	if bolt.IsLocked(err) {
		d.locked(info)
		return
	}
	if err != nil {
		d.failed("data file", fileError(err, d.path, ""))
		return
	}
	defer store.Close()
	d.file(store, info)
	d.log(store)
	d.check(ctx, store, info)
	d.search(store)
}

func (d *diagnosis) program() {
	b := build()
	d.add(fine, "program", "", "missiongraph %s, %s, %s, %d processors", b.Version, b.Go, b.Platform, runtime.NumCPU())
}

func (d *diagnosis) environment() {
	var set []string
	for _, name := range []string{dataEnv, "GOGC", "GOMEMLIMIT", "GOMAXPROCS", "TMPDIR"} {
		if value := os.Getenv(name); value != "" {
			set = append(set, name+"="+value)
		}
	}
	if len(set) == 0 {
		set = []string{"nothing set that matters here"}
	}
	d.add(fine, "environment", "", "%s", strings.Join(set, " "))
	if n, ok := openFiles(); ok {
		if n < fewFiles {
			d.add(warning, "limits", "raise it with ulimit -n", "this user may have %d files open; a server and its search index want %d", n, fewFiles)
		} else {
			d.add(fine, "limits", "", "%d open files", n)
		}
	}
}

// dataFolder reports whether there is a folder to look at.
func (d *diagnosis) dataFolder() bool {
	info, err := os.Stat(d.folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add(warning, "data folder", "missiongraph serve makes it; --data chooses another", "%s is not there", d.folder)
		return false
	case err != nil:
		d.failed("data folder", err)
		return false
	case !info.IsDir():
		d.add(failing, "data folder", "--data takes a folder", "%s is no folder", d.folder)
		return false
	}
	mode := info.Mode().Perm()
	switch probe, err := os.CreateTemp(d.folder, ".doctor-*"); {
	case err != nil:
		d.add(warning, "data folder", "check who owns it; serve needs to write there", "%s (%v) cannot be written to: the graph can only be read", d.folder, mode)
	default:
		probe.Close()
		os.Remove(probe.Name())
		if mode&0o022 != 0 && runtime.GOOS != "windows" {
			d.add(warning, "data folder", "chmod go-w "+d.folder, "%s (%v) can be written to by others", d.folder, mode)
		} else {
			d.add(fine, "data folder", "", "%s (%v)", d.folder, mode)
		}
	}
	return true
}

// leftovers tells of what killed commands and restores left.
func (d *diagnosis) leftovers() {
	var drafts, kept []string
	entries, err := os.ReadDir(d.folder)
	if err != nil {
		d.failed("data folder", err)
		return
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, dataFile+".new-"), strings.HasPrefix(name, "check-"):
			drafts = append(drafts, name)
		case strings.HasPrefix(name, dataFile+".before-"):
			kept = append(kept, name)
		}
	}
	if len(drafts) > 0 {
		d.add(warning, "left over", "remove them when no missiongraph command runs", "unfinished work of commands that run or were killed: %s", strings.Join(drafts, ", "))
	}
	if len(kept) > 0 {
		d.add(fine, "old files", "", "replaced and kept: %s", strings.Join(kept, ", "))
	}
}

func (d *diagnosis) disk(file os.FileInfo) {
	free, err := bolt.FreeSpace(d.folder)
	if err != nil {
		d.add(warning, "disk", "", "the system does not tell how much is free")
		return
	}
	size := int64(0)
	if file != nil {
		size = file.Size()
	}
	const hint = "free some space"
	switch {
	case free < defaultMinFree<<20:
		d.add(failing, "disk", hint, "%s free: serve writes nothing below %d MiB", mebibytes(free), defaultMinFree)
	case free < defaultMinFree<<20+3*size:
		d.add(warning, "disk", hint, "%s free: too little for backup, compact, rebuild or check beside a file of %s", mebibytes(free), mebibytes(size))
	default:
		d.add(fine, "disk", "", "%s free", mebibytes(free))
	}
}

func (d *diagnosis) locked(info os.FileInfo) {
	by := "another process"
	if pid, name, ok := holder(info); ok {
		by = fmt.Sprintf("process %d (%s)", pid, name)
	}
	d.add(fine, "data file", "to look into it, stop that process first; a server tells more at /readyz and /metrics",
		"%s, %s, open in %s", d.path, mebibytes(info.Size()), by)
}

func (d *diagnosis) file(store *bolt.Store, info os.FileInfo) {
	stats, err := store.Stats()
	if err != nil {
		d.failed("data file", err)
		return
	}
	if mode := info.Mode().Perm(); mode&0o022 != 0 && runtime.GOOS != "windows" {
		d.add(warning, "permissions", "chmod go-w "+d.path, "others can write to the data file (%v)", mode)
	}
	d.add(fine, "data file", "", "%s, %s, format %d, not in use", d.path, mebibytes(stats.FileSize), stats.Format)
	status, hint := fine, ""
	if stats.FreeSize > manyFree && 2*stats.FreeSize > stats.FileSize {
		status, hint = warning, "missiongraph compact gives them back to the disk"
	}
	d.add(status, "free pages", hint, "%s of %s", mebibytes(stats.FreeSize), mebibytes(stats.FileSize))
}

func (d *diagnosis) log(store *bolt.Store) {
	head := store.Head()
	if head == 0 {
		d.add(warning, "log", "missiongraph serve loads the seed", "it is empty")
		return
	}
	first, err := store.Info(1)
	if err == nil {
		var last graph.RevisionInfo
		if last, err = store.Info(head); err == nil {
			status, hint := fine, ""
			if last.Time.After(time.Now().Add(clockSlack)) {
				status, hint = warning, "set the clock of this machine"
			}
			d.add(status, "log", hint, "revision %d of %s, by %q; the first is of %s", head,
				last.Time.Format(time.RFC3339), last.Author, first.Time.Format(time.RFC3339))
		}
	}
	if err != nil {
		d.failed("log", err)
	}
}

func (d *diagnosis) check(ctx context.Context, store *bolt.Store, info os.FileInfo) {
	if info.Size() > deepCheck {
		d.add(fine, "check", "missiongraph check does", "doctor does not check files above %d MiB in depth", deepCheck>>20)
		return
	}
	problems, stats, err := store.Check(ctx, nil)
	switch {
	case err != nil:
		d.failed("check", err)
	case len(problems) > 0:
		d.add(failing, "check", "missiongraph check tells all; restore a backup, or make the rows anew: missiongraph rebuild",
			"%s, the first: %s", count(len(problems), "problem"), problems[0].Error())
	default:
		d.add(fine, "check", "", "%d log entries, %d quotes and %d rows are sound", stats.Entries, stats.Quotes, stats.Rows)
	}
}

func (d *diagnosis) search(store *bolt.Store) {
	const later = "the next serve makes it"
	found, err := search.Inspect(filepath.Join(d.folder, searchFolder), store)
	switch {
	case graph.CodeOf(err) == graph.NotFound:
		d.add(fine, "search index", "", "there is none yet: %s", later)
	case err != nil:
		d.failed("search index", err)
	case found.Misfit != "":
		d.add(warning, "search index", "", "%s: %s anew", found.Misfit, later)
	case found.Applied < store.Head():
		d.add(warning, "search index", "", "it is at revision %d of %d: serve brings it up to date", found.Applied, store.Head())
	default:
		d.add(fine, "search index", "", "%d documents, at revision %d", found.Documents, found.Applied)
	}
}
