package graph

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// small reports whether a folded word tells nothing of a name by itself: the
// "of" of "Department of Homeland Security" may be left out or put elsewhere.
func small(word string) bool {
	switch word {
	case "a", "an", "and", "for", "in", "of", "on", "the", "to":
		return true
	}
	return false
}

// tellingWords appends to dst the words of a folded text that are not small,
// or all of them where all are.
func tellingWords(dst []string, folded string) []string {
	first := len(dst)
	for word := range strings.SplitSeq(folded, " ") {
		if !small(word) {
			dst = append(dst, word)
		}
	}
	if len(dst) == first {
		for word := range strings.SplitSeq(folded, " ") {
			dst = append(dst, word)
		}
	}
	return dst
}

// sortedWords appends to dst the telling words of a folded text in order, one
// after another: equal for texts that differ in the order of their words and
// in small ones. words is memory for its work.
func sortedWords(dst []byte, words *[]string, folded string) []byte {
	list := tellingWords((*words)[:0], folded)
	slices.Sort(list)
	for _, word := range list {
		dst = append(dst, word...)
	}
	*words = list
	return dst
}

// bags are the telling words of names as integers to compare first: what they
// say of a name does not depend on the order of its words.
type bags struct {
	sum  []uint64 // see bagSum
	sign []uint64 // see signature
	size []uint8  // letters and digits, at most 255
}

func (b *bags) add(folded string) {
	var array [16]string
	words := tellingWords(array[:0], folded)
	size := 0
	for _, word := range words {
		size += utf8.RuneCountInString(word)
	}
	b.sum = append(b.sum, bagSum(words))
	b.sign = append(b.sign, signature(words...))
	b.size = append(b.size, uint8(min(size, 255)))
}

// bagSum is the sum of the words' hashes, so that words in any order have the
// same.
func bagSum(words []string) uint64 {
	var sum uint64
	for _, word := range words {
		sum += hashWord(word)
	}
	return sum
}

// hashWord is FNV-1a, its bits mixed once more so that sums of hashes differ.
func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}
