package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	bbolt "go.etcd.io/bbolt"
)

// staleAfter is the age at which what a killed process left of creating a file
// is removed.
const staleAfter = time.Hour

// create makes an empty data file. It is written under another name and linked
// to its own when it is whole, so that a crash leaves no half file and of two
// processes that create it at once one wins and the other opens what is there.
func create(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	removeStale(path)
	f, err := os.CreateTemp(dir, filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	name := f.Name()
	defer os.Remove(name)
	if err := f.Close(); err != nil {
		return err
	}
	if err := initialize(name); err != nil {
		return err
	}
	err = os.Link(name, path)
	if err != nil && !errors.Is(err, os.ErrExist) {
		// No hard links on this file system.
		if _, statErr := os.Lstat(path); errors.Is(statErr, os.ErrNotExist) {
			err = os.Rename(name, path)
		}
	}
	if err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// initialize writes the buckets of an empty graph to an empty file.
func initialize(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: defaultTimeout, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range tableNames {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		meta := tx.Bucket([]byte(tableNames[metaTable]))
		return errors.Join(
			meta.Put(magicKey, []byte(magic)),
			meta.Put(formatKey, numKey(FormatVersion)),
			meta.Put(stateKey, (&state{}).bytes()))
	})
	return errors.Join(err, db.Close())
}

func removeStale(path string) {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), filepath.Base(path)+".new-*"))
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > staleAfter {
			os.Remove(name)
		}
	}
}

// syncDir makes the names in a folder durable where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // not every system syncs folders
	return nil
}
