package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Kinds of bbolt pages, as their flags; and the sizes of what is on them.
const (
	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	elementSize  = 16 // on branch and leaf pages
	bucketHeader = 16 // the value of a bucket: root page and sequence
	bucketFlag   = 0x01
	bigFreelist  = 0xFFFF // page count saying that the first element is the count
)

// pageWalker walks the page tree of a bbolt file by reading, not mapping, it.
// bbolt itself trusts its pages: a branch that is its own child keeps it busy
// for ever, and a place outside the file is a fault.
type pageWalker struct {
	f    io.ReaderAt
	meta boltMeta
	deep bool // look at each leaf's elements too, not at its header only
	seen map[uint64]bool
	buf  []byte
}

// walkPages returns the first thing wrong with the pages that a meta page
// leads to.
func walkPages(f io.ReaderAt, meta boltMeta, deep bool) error {
	w := &pageWalker{f: f, meta: meta, deep: deep, seen: map[uint64]bool{0: true, 1: true}}
	if meta.freelist != ^uint64(0) {
		if err := w.freelist(meta.freelist); err != nil {
			return err
		}
	}
	return w.tree(meta.root, true)
}

var errPages = errors.New("its pages are damaged")

func pageError(id uint64, what string) error { return fmt.Errorf("%w: page %d %s", errPages, id, what) }

// header is the 16 bytes in front of each page.
type pageHeader struct {
	flags, count uint16
	size         int // bytes with what overflows
}

func (w *pageWalker) header(id uint64) (h pageHeader, err error) {
	if id < 2 || id >= uint64(w.meta.pages) || w.seen[id] {
		return h, pageError(id, "is outside the file or used twice")
	}
	var b [boltHeader]byte
	if _, err := w.f.ReadAt(b[:], int64(id)*w.meta.pageSize); err != nil {
		return h, pageError(id, "cannot be read")
	}
	order := binary.NativeEndian
	h = pageHeader{flags: order.Uint16(b[8:]), count: order.Uint16(b[10:])}
	overflow := uint64(order.Uint32(b[12:]))
	if order.Uint64(b[:]) != id || id+overflow >= uint64(w.meta.pages) {
		return h, pageError(id, "has a damaged header")
	}
	for i := range overflow + 1 {
		if w.seen[id+i] {
			return h, pageError(id+i, "is used twice")
		}
		w.seen[id+i] = true
	}
	h.size = int(overflow+1) * int(w.meta.pageSize)
	return h, nil
}

func (w *pageWalker) freelist(id uint64) error {
	h, err := w.header(id)
	if err != nil {
		return err
	}
	count := uint64(h.count)
	if count == bigFreelist {
		var b [8]byte
		if _, err := w.f.ReadAt(b[:], int64(id)*w.meta.pageSize+boltHeader); err != nil {
			return pageError(id, "cannot be read")
		}
		count = binary.NativeEndian.Uint64(b[:]) + 1
	}
	if h.flags != freelistPage || count > uint64(h.size-boltHeader)/8 {
		return pageError(id, "is no sound list of free pages")
	}
	return nil
}

// tree walks the pages of one bucket; those of the root bucket lead to the
// others.
func (w *pageWalker) tree(id uint64, root bool) error {
	h, err := w.header(id)
	if err != nil {
		return err
	}
	if h.flags != branchPage && h.flags != leafPage {
		return pageError(id, "is neither branch nor leaf")
	}
	if h.flags == leafPage && !root && !w.deep {
		return nil
	}
	if boltHeader+int(h.count)*elementSize > h.size {
		return pageError(id, "has more elements than fit")
	}
	if cap(w.buf) < h.size {
		w.buf = make([]byte, h.size)
	}
	page := w.buf[:h.size]
	if h.flags == branchPage {
		page = page[:boltHeader+int(h.count)*elementSize]
	}
	if _, err := w.f.ReadAt(page, int64(id)*w.meta.pageSize); err != nil {
		return pageError(id, "cannot be read")
	}
	if h.flags == branchPage {
		return w.branch(id, page, h, root)
	}
	return w.leaf(id, page, int(h.count), root)
}

func (w *pageWalker) branch(id uint64, page []byte, h pageHeader, root bool) error {
	order := binary.NativeEndian
	children := make([]uint64, h.count)
	for i := range children {
		at := boltHeader + i*elementSize
		e := page[at:]
		if pos, size := uint64(order.Uint32(e)), uint64(order.Uint32(e[4:])); uint64(at)+pos+size > uint64(h.size) {
			return pageError(id, "has an element outside it")
		}
		children[i] = order.Uint64(e[8:])
	}
	if len(children) == 0 {
		return pageError(id, "is a branch without children")
	}
	for _, child := range children {
		if err := w.tree(child, root); err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalker) leaf(id uint64, page []byte, count int, root bool) error {
	order := binary.NativeEndian
	var buckets []uint64
	for i := range count {
		at := uint64(boltHeader + i*elementSize)
		e := page[at:]
		flags, pos := order.Uint32(e), uint64(order.Uint32(e[4:]))
		key, value := uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		if at+pos+key+value > uint64(len(page)) {
			return pageError(id, "has an element outside it")
		}
		if flags&bucketFlag == 0 {
			continue
		}
		v := page[at+pos+key : at+pos+key+value]
		if !root || len(v) < bucketHeader {
			return pageError(id, "has a bucket where none belongs")
		}
		if first := order.Uint64(v); first != 0 {
			buckets = append(buckets, first)
		} else if err := w.inline(id, v[bucketHeader:]); err != nil {
			return err
		}
	}
	for _, first := range buckets {
		if err := w.tree(first, false); err != nil {
			return err
		}
	}
	return nil
}

// inline looks at the page of a small bucket, which is in the bucket's value.
func (w *pageWalker) inline(id uint64, page []byte) error {
	order := binary.NativeEndian
	if len(page) < boltHeader || order.Uint16(page[8:]) != leafPage ||
		boltHeader+int(order.Uint16(page[10:]))*elementSize > len(page) {
		return pageError(id, "has a damaged small bucket")
	}
	return w.leaf(id, page, int(order.Uint16(page[10:])), false)
}
