package graph

import (
	"strings"
	"unicode/utf8"
)

// nameIndex finds registered names by their beginning, by their words in any
// order, by the beginnings of these, and by likeness. It is a few parallel
// arrays that are only appended to, so that a copy of the struct taken under the
// registry's lock stays valid and unchanged without it; a search is a pass over
// integers, which goes to the text only where these agree.
type nameIndex struct {
	names    []nameOf
	folded   []string // by name
	squeezed []string // by name
	whole    parts    // by name: all of it, squeezed
	bags     bags     // by name: its telling words, in any order

	words parts    // the words of the names that have several
	of    []uint32 // by word: the name
	start []uint16 // by word: where it begins in folded
}

// parts are names or words as integers to compare first.
type parts struct {
	head []uint64 // the first bytes, see head8
	sign []uint64 // which letters it has, see signature
	size []uint8  // letters and digits in it, at most 255
}

func (x *nameIndex) add(name nameOf, folded, squeezed string) {
	i := uint32(len(x.names))
	x.names = append(x.names, name)
	x.folded = append(x.folded, folded)
	x.squeezed = append(x.squeezed, squeezed)
	x.whole.add(squeezed, squeezed)
	x.bags.add(folded)
	if len(folded) == len(squeezed) {
		return
	}
	for at := 0; at < 1<<16; {
		word, _, more := strings.Cut(folded[at:], " ")
		x.words.add(folded[at:], word)
		x.of = append(x.of, i)
		x.start = append(x.start, uint16(at))
		if !more {
			break
		}
		at += len(word) + 1
	}
}

// add adds a part that is compared as text begins, and by likeness as word.
func (p *parts) add(text, word string) {
	p.head = append(p.head, head8(text))
	p.sign = append(p.sign, signature(word))
	p.size = append(p.size, uint8(min(utf8.RuneCountInString(word), 255)))
}

// word returns the text of a word.
func (x *nameIndex) word(w int) string {
	text, _, _ := strings.Cut(x.folded[x.of[w]][x.start[w]:], " ")
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

// onceMask leaves out of a signature what is there twice.
const onceMask = 1<<26 - 1 | ^(uint64(1)<<52 - 1)

// signature has a bit for each letter of some words, another for each that is
// there at least twice, and one for each digit. An edit takes away one letter,
// puts one in, or both, so a text within d edits differs in at most 2d bits.
func signature(words ...string) uint64 {
	var sign uint64
	for _, s := range words {
		for _, r := range s {
			switch {
			case r >= 'a' && r <= 'z':
				bit := uint64(1) << (r - 'a')
				sign |= bit | (sign&bit)<<26
			case r >= '0' && r <= '9':
				sign |= 1 << (52 + r - '0')
			default:
				sign |= 1 << (62 + r&1)
			}
		}
	}
	return sign
}
