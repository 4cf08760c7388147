package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/rs/zerolog"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/exchange/own"
	"missiongraph/internal/server"
	"missiongraph/schema"
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
	if err := i.settle(); err != nil {
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
	ops     int  // read
	changed int  // that a trial would make
	made    int  // revisions
	alone   bool // nobody but this import has changed the graph

	order []graph.Ref // of what is put, in order
	puts  map[graph.Ref]lineOp
}

// lineOp is an op with its line.
type lineOp struct {
	op   graph.Op
	line int
}

// settle finds out whether the graph is this import's alone: empty, or last
// changed by it. Its revisions passed a gate where they come from, and are made
// again as they were. Among the changes of others they pass this one, and its
// stored questions.
func (i *ownImport) settle() error {
	i.alone = i.store.Head() == 0
	if i.alone {
		return nil
	}
	for e, err := range i.store.Tail(context.Background(), i.store.Head()-1) {
		if err != nil {
			return err
		}
		i.alone = strings.HasPrefix(e.Key, i.key+":")
	}
	return nil
}

// gate is the one that a server's changes pass, with the stored questions.
func (i *ownImport) gate() (*commit.Gate, error) {
	p := startParts(server.Limits{}, zerolog.Nop())
	_, err := p.server(i.store, nil, nil)
	return p.gate, err
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
	if !i.alone {
		who := i.localPrincipal()
		who.Name = cmp.Or(c.Author, who.Name)
		return i.commit(graph.WithPrincipal(ctx, who), commit.Request{Plan: commit.Fixed(commit.Draft{Ops: c.Ops}), Message: c.Message, Key: c.Key})
	}
	snapshot, err := i.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	view := graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil)
	problems := graph.Validate(schema.Ontology(), view, c.Change)
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

// located gives problems the places of their ops in the file.
func (i *ownImport) located(problems graph.Problems, c *own.Change) graph.Problems {
	for j := range problems {
		var n int
		if _, err := fmt.Sscanf(problems[j].Path, "ops[%d]", &n); err == nil {
			problems[j].Msg = problems[j].Path + ": " + problems[j].Msg
			problems[j].Path = fmt.Sprintf("%s:%d:1", i.name, c.At(n))
		}
	}
	return problems
}

// fold keeps what there is at the end of the file.
func (i *ownImport) fold(c *own.Change) error {
	if i.puts == nil {
		i.puts = map[graph.Ref]lineOp{}
	}
	i.ops += len(c.Ops)
	for n, op := range c.Ops {
		r := op.Touches()
		if op.RetractEntity != "" || op.RetractFact != "" || op.RetractSource != "" {
			delete(i.puts, r)
			continue
		}
		if _, ok := i.puts[r]; !ok {
			i.order = append(i.order, r)
		}
		i.puts[r] = lineOp{op, c.At(n)}
	}
	return nil
}

// merge puts what the file has into a graph that has a history of its own.
func (i *ownImport) merge(ctx context.Context, opts importOptions) error {
	var ops []graph.Op
	var paths []string
	for _, s := range []graph.Sort{graph.SourceSort, graph.EntitySort, graph.FactSort} {
		for _, r := range i.order {
			if put, ok := i.puts[r]; ok && r.Sort == s {
				ops = append(ops, put.op)
				paths = append(paths, fmt.Sprintf("%s:%d:1", i.name, put.line))
				delete(i.puts, r)
			}
		}
	}
	message := opts.message
	if message == "" {
		message = "import of " + filepath.Base(i.name)
	}
	return i.commit(graph.WithPrincipal(ctx, i.localPrincipal()), commit.Request{
		Plan: commit.Fixed(commit.Draft{Ops: ops, Paths: paths}), Message: message, DryRun: opts.dryRun,
	})
}

// commit makes a change through the gate.
func (i *ownImport) commit(ctx context.Context, r commit.Request) error {
	gate, err := i.gate()
	if err != nil {
		return err
	}
	r.MaxOps = maxImport
	out, err := gate.Commit(ctx, r)
	switch {
	case err != nil:
		return err
	case len(out.Problems) > 0:
		return out.Problems
	case out.Refused(false):
		return blocked(out)
	}
	if out.Effect != nil {
		i.changed = len(out.Effect.Differences)
	}
	if out.Applied {
		i.made++
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
