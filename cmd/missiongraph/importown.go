package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/exchange/own"
	"missiongraph/schema"
	"missiongraph/schema/sdl"
)

// partOps is how many ops of one revision of a file are held in memory at once:
// a larger revision is imported in parts, each of which is made once, so that an
// import that was interrupted goes on where it was.
const partOps = 100_000

// importOwn reads files that missiongraph exported.
func (a *app) importOwn(ctx context.Context, files []string, opts importOptions) error {
	if opts.decisions != "" || opts.retain {
		return graph.Errorf(graph.BadInput, "--decisions and --retain go with --mapping").WithHint("--mapping FILE; mappings/ has some to begin with")
	}
	store, err := openStore(filepath.Join(a.dataFolder(), dataFile), bolt.Options{}, "a server has it: stop that first")
	if err != nil {
		return err
	}
	defer store.Close()
	if !opts.dryRun {
		if err := a.adopt(ctx, store); err != nil {
			return err
		}
	}
	for _, name := range files {
		if err := a.importOwnFile(ctx, store, name, opts); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) importOwnFile(ctx context.Context, store *bolt.Store, name string, opts importOptions) error {
	file, err := os.Open(name)
	if err != nil {
		return graph.Errorf(graph.NotFound, "%s: the file cannot be opened", name)
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err != nil {
		return graph.Errorf(graph.BadInput, "%s: the file cannot be read", name)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	bar := a.progress("importing " + filepath.Base(name))
	defer bar.stop()
	in := &counted{Reader: file, done: func(n int64) { bar.update(int(n), int(size)) }}
	i := &ownImport{app: a, store: store, name: name, key: "import:" + hex.EncodeToString(sum.Sum(nil)[:16]), dryRun: opts.dryRun}
	var plain io.Reader = in
	if filepath.Ext(name) == ".gz" {
		if plain, err = gzip.NewReader(in); err != nil {
			return graph.Problems{{Path: name + ":1:1", Code: graph.BadInput, Msg: "the file is not whole gzip"}}
		}
	}
	_, known, err := store.EntryByKey(i.keyOf(&own.Change{}))
	if err != nil {
		return err
	}
	_, begun, err := store.EntryByKey(i.keyOf(&own.Change{Revision: 1}))
	if err != nil {
		return err
	}
	if store.Head() == 0 || known || begun {
		err = i.replayAll(ctx, plain)
	} else if err = own.Read(name, plain, partOps, i.fold); err == nil {
		err = i.merge(ctx, opts)
	}
	if err != nil {
		return err
	}
	bar.stop()
	if a.json {
		return a.printJSON(map[string]any{"file": name, "ops": i.ops, "revisions": i.made, "dryRun": opts.dryRun, "revision": store.Head()})
	}
	fmt.Fprintf(a.out, "%s\n  %s read\n", a.out.strong(plainName(name)), opsText(i.ops))
	switch {
	case opts.dryRun:
		fmt.Fprintf(a.out, "%s; nothing was changed (--dry-run)\n", opsText(i.changed))
	case i.made == 0:
		fmt.Fprintln(a.out, "0 changes")
	default:
		fmt.Fprintf(a.out, "%s, up to revision %d\n", count(i.made, "revision"), store.Head())
	}
	return nil
}

func plainName(s string) string { return plain(s) }

// ownImport is the import of one file.
type ownImport struct {
	*app
	store   *bolt.Store
	name    string
	key     string
	dryRun  bool
	ops     int // read
	changed int // that a trial would make
	made    int // revisions

	words *schema.Vocabulary // as far as the file has been read
	order []graph.Ref        // of what is put, in order
	puts  map[graph.Ref]graph.Op
}

func (i *ownImport) keyOf(c *own.Change) string {
	return fmt.Sprintf("%s:%d:%d", i.key, c.Revision, c.Part)
}

// replayAll makes the file's revisions, reading each while the one before it is
// made.
func (i *ownImport) replayAll(ctx context.Context, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changes, failed := make(chan *own.Change), make(chan error, 1)
	go func() {
		defer close(changes)
		failed <- own.Read(i.name, r, partOps, func(c *own.Change) error {
			select {
			case changes <- c:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var err error
	for c := range changes {
		if err == nil {
			if err = i.replay(ctx, c); err != nil {
				cancel()
			}
		}
	}
	if read := <-failed; err == nil {
		err = read
	}
	return err
}

// replay makes a revision of the file anew, with its author and message.
func (i *ownImport) replay(ctx context.Context, c *own.Change) error {
	i.ops += len(c.Ops)
	c.Key = i.keyOf(c)
	if _, ok, err := i.store.EntryByKey(c.Key); ok || err != nil {
		return err
	}
	if i.dryRun {
		i.changed += len(c.Ops)
		return nil
	}
	snapshot, err := i.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	o, err := i.ontologyFor(c.Ops)
	if err != nil {
		snapshot.Close()
		return err
	}
	view := graph.NewView(snapshot, o, graph.Lens{}, nil)
	problems := graph.Validate(o, view, c.Change)
	rev := view.Revision()
	snapshot.Close()
	if len(problems) > 0 {
		return i.located(problems, c)
	}
	if _, err := i.store.Append(ctx, c.Change, rev); err != nil {
		return err
	}
	i.made++
	return nil
}

// ontologyFor is the ontology that ops are checked against: that of the store,
// with the extensions that the file itself has brought.
func (i *ownImport) ontologyFor(ops []graph.Op) (o *graph.Ontology, err error) {
	if i.words == nil {
		if i.words, err = i.vocabulary(i.store); err != nil {
			return nil, err
		}
	}
	for _, op := range ops {
		if op.Source == nil || !strings.HasPrefix(op.Source.ID, schema.ExtensionPrefix) {
			continue
		}
		list := slices.DeleteFunc(slices.Clone(i.words.Extensions), func(s sdl.Source) bool { return s.Name == op.Source.ID })
		if i.words, err = schema.Extend(append(list, sdl.Source{Name: op.Source.ID, Text: op.Source.Text})...); err != nil {
			return nil, err
		}
	}
	return i.words.Ontology, nil
}

// located gives problems the places of their ops in the file.
func (i *ownImport) located(problems graph.Problems, c *own.Change) graph.Problems {
	for j := range problems {
		var n int
		if _, err := fmt.Sscanf(problems[j].Path, "ops[%d]", &n); err == nil {
			problems[j].Msg = problems[j].Path + ": " + problems[j].Msg
			problems[j].Path = fmt.Sprintf("%s:%d:1", i.name, c.Line+n)
		}
	}
	return problems
}

// fold keeps what there is at the end of the file.
func (i *ownImport) fold(c *own.Change) error {
	if i.puts == nil {
		i.puts = map[graph.Ref]graph.Op{}
	}
	i.ops += len(c.Ops)
	for _, op := range c.Ops {
		r := op.Touches()
		if op.RetractEntity != "" || op.RetractFact != "" || op.RetractSource != "" {
			delete(i.puts, r)
			continue
		}
		if _, ok := i.puts[r]; !ok {
			i.order = append(i.order, r)
		}
		i.puts[r] = op
	}
	return nil
}

// merge puts what the file has into a graph that has a history of its own.
func (i *ownImport) merge(ctx context.Context, opts importOptions) error {
	var ops []graph.Op
	for _, s := range []graph.Sort{graph.SourceSort, graph.EntitySort, graph.FactSort} {
		for _, r := range i.order {
			if op, ok := i.puts[r]; ok && r.Sort == s {
				ops = append(ops, op)
				delete(i.puts, r)
			}
		}
	}
	o, err := i.ontologyFor(ops)
	if err != nil {
		return err
	}
	gate := commit.New(i.store, o, nil)
	message := opts.message
	if message == "" {
		message = "import of " + filepath.Base(i.name)
	}
	out, err := gate.Commit(graph.WithPrincipal(ctx, i.localPrincipal()), commit.Request{
		Plan: commit.Fixed(commit.Draft{Ops: ops}), Message: message, DryRun: opts.dryRun, MaxOps: maxImport,
	})
	switch {
	case err != nil:
		return err
	case len(out.Problems) > 0:
		return out.Problems
	}
	if out.Effect != nil {
		i.changed = len(out.Effect.Differences)
	}
	if out.Applied {
		i.made = 1
	}
	return nil
}

// counted tells how many bytes were read.
type counted struct {
	io.Reader
	n    int64
	done func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	c.done(c.n)
	return n, err
}
