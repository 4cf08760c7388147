package bolt

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
	"os"
)

// Where bbolt writes what, in its two meta pages: a 16-byte page header, then
// magic, version, page size, flags (4 bytes each), the root bucket (16 bytes),
// freelist page, high-water mark, transaction (8 bytes each) and the FNV-1a
// checksum of all that, in the byte order of the machine.
const (
	boltMagic     = 0xED0CDAED
	boltHeader    = 16
	boltMetaSize  = 64
	boltSummed    = 56
	boltVersion   = 2
	minPage       = 512
	maxPage       = 64 << 10
	pagesRequired = 4
)

var (
	errNotBolt   = errors.New("no bbolt meta page")
	errTruncated = errors.New("shorter than its meta page says")
	errNoMeta    = errors.New("both meta pages are damaged")
)

// preflight looks at a file before it is mapped, because a mapped page behind
// the file's end is a fault: it reads the two meta pages, takes the newer sound
// one and proves that all pages it speaks of are there. deep asks for every
// element of every page.
func preflight(f *os.File, deep bool) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errIsDir
	}
	first, found := readMeta(f, 0)
	newest, ok := first, first.sound
	for size := int64(minPage); size <= maxPage; size *= 2 {
		m, is := readMeta(f, size)
		found = found || is
		if m.sound && m.pageSize == size && (!ok || m.txid > newest.txid) {
			newest, ok = m, true
		}
	}
	switch {
	case !found:
		return errNotBolt
	case !ok:
		return errNoMeta
	case info.Size() < max(newest.pages, pagesRequired)*newest.pageSize:
		return errTruncated
	}
	return walkPages(f, newest, deep)
}

type boltMeta struct {
	sound    bool
	pageSize int64  // bytes
	root     uint64 // page of the root bucket
	freelist uint64 // page of the list of free pages; all ones for none
	pages    int64  // the high-water mark
	txid     uint64
}

// readMeta reads the meta page at an offset; found says that it has bbolt's
// magic number, whether or not the rest is sound.
func readMeta(f io.ReaderAt, at int64) (m boltMeta, found bool) {
	var b [boltHeader + boltMetaSize]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return m, false
	}
	meta, order := b[boltHeader:], binary.NativeEndian
	if order.Uint32(meta) != boltMagic {
		return m, false
	}
	h := fnv.New64a()
	h.Write(meta[:boltSummed])
	m.pageSize = int64(order.Uint32(meta[8:]))
	m.root, m.freelist = order.Uint64(meta[16:]), order.Uint64(meta[32:])
	m.pages = int64(order.Uint64(meta[40:]))
	m.txid = order.Uint64(meta[48:])
	m.sound = order.Uint32(meta[4:]) == boltVersion && h.Sum64() == order.Uint64(meta[56:]) &&
		m.pageSize >= minPage && m.pageSize <= maxPage && m.pages >= pagesRequired && m.pages < 1<<40
	return m, true
}
