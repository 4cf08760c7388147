package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// Options are how a file is opened. The zero value is the usual.
type Options struct {
	// ReadOnly opens an existing file for reading only, together with other
	// readers, and never writes.
	ReadOnly bool

	// Now is the clock that dates entries; time.Now when nil.
	Now func() time.Time

	// Timeout is how long to wait for another process to let go of the file;
	// 1 s when 0.
	Timeout time.Duration

	// NoSync leaves commits to the operating system. A crash of the machine
	// can then destroy the file: for throw-away files and tests only.
	NoSync bool

	// InitialMmapSize is the address space to reserve, in bytes, so that
	// growing files seldom wait for their readers; 0 for twice the file, at
	// least 256 MiB. It takes no memory.
	InitialMmapSize int

	// MinFree is how many bytes of the disk are to stay free: Append refuses
	// changes that would leave less. 0 for no such bound.
	MinFree int64

	// Free tells how many bytes of the disk that holds a folder are free;
	// the system's word when nil.
	Free func(folder string) (int64, error)

	// Progress is told how many of all rows are read while opening, every
	// now and then, from one goroutine. May be nil.
	Progress Progress

	logOnly bool // leave the rows unread: the topology is then empty
}

const (
	defaultTimeout = time.Second
	defaultMmap    = 256 << 20 // bytes
	allocStep      = 1 << 20   // bytes by which the file grows
)

// Store is an open data file. It implements [graph.Store] and is safe for
// concurrent use.
type Store struct {
	db       *bbolt.DB
	file     *os.File // that db has open
	path     string
	now      func() time.Time
	readOnly bool
	space    space
	format   uint32 // version of the file
	remove   string // folder to remove on Close; "" for none

	head atomic.Pointer[head]
	past past

	mu      sync.Mutex // guards queue and closed
	queue   []*request
	wake    chan struct{} // holds one token when queue is not empty
	closed  bool
	stopped chan struct{} // closed when the committer has ended
	failed  atomic.Pointer[graph.Error]
	recent  *recent    // the committer's
	writing sync.Mutex // held while a transaction is written

	heldMu sync.Mutex
	held   map[*snapshot]time.Time // snapshots with an open transaction, and since when
}

var (
	_ graph.Store   = (*Store)(nil)
	_ graph.Watcher = (*Store)(nil)
	_ graph.Keyed   = (*Store)(nil)
)

// head is what the last commit left.
type head struct {
	state
	topology *graph.Topology
	later    chan struct{} // closed when a later head is there, or the store is closed
}

// Open opens the data file at path, creating it and its folder, for the owner
// only, when it is not there. The file is locked until Close.
//
// Codes: BAD_INPUT when path is a folder or some other file, FORBIDDEN without
// permission, NOT_FOUND for a missing file that is to be read only, and
// UNAVAILABLE when the file is locked by another process, damaged, truncated,
// or written by a newer version. A file that cannot be opened is left as it is.
func Open(path string, opts Options) (*Store, error) {
	s, err := open(path, opts)
	if err != nil {
		err := openError(err)
		if e, ok := err.(*graph.Error); ok && e.Op == "" {
			e.Op, e.ID = "open", filepath.Base(path)
		}
		return nil, err
	}
	return s, nil
}

// OpenTemp opens an empty store in a folder of its own, which Close removes.
func OpenTemp(opts Options) (*Store, error) {
	dir, err := os.MkdirTemp("", "missiongraph-")
	if err != nil {
		return nil, openError(err)
	}
	s, err := Open(filepath.Join(dir, "graph.db"), opts)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	s.remove = dir
	return s, nil
}

func open(path string, opts Options) (*Store, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Timeout == 0 {
		opts.Timeout = defaultTimeout
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !opts.ReadOnly {
		if err := create(path); err != nil {
			return nil, err
		}
	}
	s := &Store{path: path, now: opts.Now, readOnly: opts.ReadOnly,
		space: newSpace(path, opts),
		wake:  make(chan struct{}, 1), stopped: make(chan struct{}), held: map[*snapshot]time.Time{}}
	if err := s.load(opts); err != nil {
		if s.db != nil {
			s.db.Close()
		}
		return nil, err
	}
	if s.readOnly {
		close(s.stopped)
	} else {
		go s.run()
	}
	return s, nil
}

// load opens bbolt and reads the head. Faults and panics become errors.
func (s *Store) load(opts Options) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			if s.db = nil; s.file != nil { // bbolt's own locks may be held
				unlock(s.file) // the mapping would keep the lock
				s.file.Close()
			}
			err = recovered(r)
		}
	}()
	if s.db, err = s.openDB(opts); err != nil {
		return err
	}
	err = s.db.View(func(tx *bbolt.Tx) error {
		st, format, err := readState(tx)
		if err != nil {
			return err
		}
		s.format, s.recent = format, newRecent(st.revision)
		topology := graph.NewTopology(graph.NewTerms())
		if !opts.logOnly {
			if topology, err = readHead(tx, st, opts.Progress); err != nil {
				return err
			}
		}
		s.head.Store(&head{state: st, topology: topology, later: make(chan struct{})})
		forget(s.db.Info().Data, tx.Size())
		return nil
	})
	if err == nil && s.format < FormatVersion && !opts.ReadOnly && !opts.logOnly {
		err = s.upgrade()
	}
	return err
}

// upgrade brings a sound file of an older format to the one we write: version
// 1 had no bucket of keys, and its log has none.
func (s *Store) upgrade() error {
	s.format = FormatVersion
	return s.db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists([]byte(tableNames[keyTable]))
		return errors.Join(err, tx.Bucket([]byte(tableNames[metaTable])).Put(formatKey, numKey(FormatVersion)))
	})
}

var errIsDir = &os.PathError{Op: "open", Err: syscall.EISDIR}

// openDB opens bbolt on a file that exists. While it waits for the lock the
// file may be replaced, by restoring a backup: it then opens the new one.
func (s *Store) openDB(opts Options) (*bbolt.DB, error) {
	for range 4 {
		db, err := s.tryOpenDB(opts)
		if err != nil || isAt(s.file, s.path) {
			return db, err
		}
		if err := db.Close(); err != nil {
			return nil, err
		}
	}
	return nil, graph.Errorf(graph.Unavailable, "the data file is being replaced again and again").WithHint("try again")
}

// tryOpenDB proves the file sound and opens it.
func (s *Store) tryOpenDB(opts Options) (*bbolt.DB, error) {
	s.file = nil
	path, size := s.path, opts.InitialMmapSize
	if info, err := os.Stat(path); err == nil && size == 0 {
		if info.IsDir() {
			return nil, errIsDir
		}
		if size = int(min(2*info.Size(), 1<<40)); !opts.ReadOnly {
			size = max(size, defaultMmap)
		}
		if ^uint(0)>>32 == 0 { // 32 bits: address space is scarce
			size = 0
		}
	}
	if err := preflightPath(path, false); err != nil {
		return nil, err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: opts.Timeout, ReadOnly: opts.ReadOnly, NoSync: opts.NoSync,
		InitialMmapSize: size, FreelistType: bbolt.FreelistMapType, PreLoadFreelist: true,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(path, flag&^os.O_CREATE, mode) // creating is for create alone
			if s.file == nil && err == nil {
				s.file = f // later calls are those of Backup
			}
			return f, err
		},
	})
	if err != nil {
		return nil, err
	}
	db.AllocSize = allocStep
	return db, nil
}

// preflightPath is preflight with the errors that callers see. A file that
// another process writes at the moment may look damaged, so a second look
// decides; that it is locked is then for bbolt to find.
func preflightPath(path string, deep bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	err = preflight(f, deep)
	for range 4 {
		if !errors.Is(err, errPages) && !errors.Is(err, errTruncated) {
			break
		}
		time.Sleep(5 * time.Millisecond)
		err = preflight(f, deep)
	}
	switch {
	case errors.Is(err, errNotBolt):
		return notOurs(err)
	case errors.Is(err, errTruncated):
		return damaged("it is %v", err).WithHint("restore a backup")
	case errors.Is(err, errPages), errors.Is(err, errNoMeta):
		return damaged("%v", err).WithHint("restore a backup")
	}
	return err
}

// readState proves that the file is ours, of a version we know, and reads the
// state of its head and the version.
func readState(tx *bbolt.Tx) (state, uint32, error) {
	meta := tx.Bucket([]byte(tableNames[metaTable]))
	if meta == nil || string(meta.Get(magicKey)) != magic {
		return state{}, 0, notOurs(nil)
	}
	format := meta.Get(formatKey)
	if len(format) != 4 || num(format) == 0 {
		return state{}, 0, damaged("it has no format version")
	}
	v := num(format)
	if v > FormatVersion {
		return state{}, 0, graph.Errorf(graph.Unavailable,
			"the data file has format version %d and this program knows up to %d", v, FormatVersion).
			WithHint("upgrade missiongraph; the file was left as it is")
	}
	if buckets, ok := openBuckets(tx); !ok || v > 1 && buckets[keyTable] == nil {
		return state{}, 0, damaged("a bucket is missing")
	}
	st, ok := parseState(meta.Get(stateKey))
	if !ok {
		return state{}, 0, damaged("the state of its head is malformed")
	}
	return st, v, nil
}

// Forget tells the system that what was read of the file is not needed at once:
// its pages leave the process and stay in the system's cache. Who reads the whole
// file calls it now and then, so as not to seem to hold it.
func (s *Store) Forget() {
	_ = s.db.View(func(tx *bbolt.Tx) error {
		forget(s.db.Info().Data, tx.Size())
		return nil
	})
}
