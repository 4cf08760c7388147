package graph

import (
	"strings"
	"unicode/utf8"
)

// nameIndex finds registered names by their beginning, by the beginnings of
// their words, and by likeness. It is a few parallel arrays that are only
// appended to, so that a copy of the struct taken under the registry's lock
// stays valid and unchanged without it; a search is a pass over integers,
// which goes to the text only where these agree.
//
// Each name has one part for the whole of it, squeezed, and one for each of
// its words when it has several.
type nameIndex struct {
	names    []nameOf
	folded   []string // by name
	squeezed []string // by name

	head  []uint64 // by part: its first bytes, see head8
	of    []uint32 // by part: the name
	start []uint16 // by part: where it begins in folded; wholePart for the whole
	size  []uint8  // by part: letters and digits in the part, at most 255
	sign  []uint32 // by part: which letters it has, see signature
}

// wholePart marks the part that is the whole name.
const wholePart = 1<<16 - 1

func (x *nameIndex) add(name nameOf, folded, squeezed string) {
	i := uint32(len(x.names))
	x.names = append(x.names, name)
	x.folded = append(x.folded, folded)
	x.squeezed = append(x.squeezed, squeezed)
	x.addPart(i, wholePart, squeezed, squeezed)
	if len(folded) == len(squeezed) {
		return
	}
	for at := 0; at >= 0 && at < wholePart; {
		rest := folded[at:]
		word, _, more := strings.Cut(rest, " ")
		x.addPart(i, uint16(at), rest, word)
		if !more {
			break
		}
		at += len(word) + 1
	}
}

// addPart adds a part that is compared as text begins, and by likeness as
// word.
func (x *nameIndex) addPart(name uint32, start uint16, text, word string) {
	x.head = append(x.head, head8(text))
	x.of = append(x.of, name)
	x.start = append(x.start, start)
	x.size = append(x.size, uint8(min(utf8.RuneCountInString(word), 255)))
	x.sign = append(x.sign, signature(word))
}

// part returns the text of a part up to the end of the name.
func (x *nameIndex) part(p int) string {
	if x.start[p] == wholePart {
		return x.squeezed[x.of[p]]
	}
	return x.folded[x.of[p]][x.start[p]:]
}

// word returns the text of a part alone.
func (x *nameIndex) word(p int) string {
	text := x.part(p)
	if x.start[p] != wholePart {
		text, _, _ = strings.Cut(text, " ")
	}
	return text
}

// head8 packs the first eight bytes of s, the first as the highest, 0 where s
// is shorter.
func head8(s string) uint64 {
	var h uint64
	for i := range min(len(s), 8) {
		h |= uint64(s[i]) << (56 - 8*i)
	}
	return h
}

// headMask covers the bytes of head8 that a text of n bytes fixes.
func headMask(n int) uint64 {
	if n >= 8 {
		return ^uint64(0)
	}
	return ^(^uint64(0) >> (8 * n))
}

// signature has one bit for each letter or digit that s contains, classes of
// 32: a text within d edits differs in at most 2d bits.
func signature(s string) uint32 {
	var sign uint32
	for _, r := range s {
		sign |= 1 << (uint32(r) & 31)
	}
	return sign
}
