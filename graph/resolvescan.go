package graph

import (
	"slices"
	"strings"
)

// search passes over the indexes, each of which has that many parts to look at.
func (r *resolver) search(size func(*nameIndex) int, pass func(*nameIndex) error) error {
	r.indexes = r.t.ids.search(r.indexes[:0])
	r.hits = slices.Grow(r.hits[:0], len(r.indexes))[:len(r.indexes)]
	for i := range r.indexes {
		r.index, r.hits[i] = &r.indexes[i], r.hits[i][:0]
		if err := r.v.Budget.Spend(1 + size(r.index)/1024); err != nil {
			return err
		}
		if err := pass(r.index); err != nil {
			return err
		}
	}
	return nil
}

// searchNames collects the hits of a pass and takes them.
func (r *resolver) searchNames(how How, size func(*nameIndex) int, pass func(dst []uint32, x *nameIndex) []uint32) error {
	at := 0
	err := r.search(size, func(x *nameIndex) error {
		r.hits[at] = pass(r.hits[at], x)
		at++
		return nil
	})
	if err != nil {
		return err
	}
	return r.takeHits(how)
}

func namesIn(x *nameIndex) int { return len(x.names) }

func wordsIn(x *nameIndex) int { return len(x.of) }

// reordered finds names of the text's words in any order, small words aside.
func (r *resolver) reordered() error {
	words := tellingWords(nil, r.folded)
	slices.Sort(words)
	sum := bagSum(words)
	return r.searchNames(ByWords, namesIn, func(dst []uint32, x *nameIndex) []uint32 {
		for i, s := range x.bags.sum {
			if s != sum {
				continue
			}
			r.words = tellingWords(r.words[:0], x.folded[i])
			slices.Sort(r.words)
			if slices.Equal(words, r.words) {
				dst = append(dst, uint32(i))
			}
		}
		return dst
	})
}

// prefix finds names that begin with the text.
func (r *resolver) prefix() error {
	head, mask := head8(r.key), headMask(len(r.key))
	return r.searchNames(ByPrefix, namesIn, func(dst []uint32, x *nameIndex) []uint32 {
		for i, h := range x.whole.head {
			if h&mask == head && (len(r.key) <= 8 || strings.HasPrefix(x.squeezed[i], r.key)) {
				dst = append(dst, uint32(i))
			}
		}
		return dst
	})
}

// word finds names of which the text's telling words begin words, each another
// one.
func (r *resolver) word() error {
	// One word is looked for in all places, the longest as the one that fits
	// least often, and the others in what that finds.
	words := tellingWords(nil, r.folded)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	longest := words[0]
	head, mask := head8(longest), headMask(len(longest))
	return r.searchNames(ByWord, wordsIn, func(dst []uint32, x *nameIndex) []uint32 {
		last := uint32(1<<32 - 1)
		for w, h := range x.words.head {
			if h&mask != head || x.of[w] == last {
				continue
			}
			text := x.folded[x.of[w]]
			if len(longest) > 8 && !strings.HasPrefix(text[x.start[w]:], longest) ||
				len(words) > 1 && !beginsWords(words, text) {
				continue
			}
			last = x.of[w]
			dst = append(dst, last)
		}
		return dst
	})
}

// beginsWords reports whether each of the words begins a word of the text,
// each another one, in any order. Longer words must come first: where one
// begins another it fits all that the other fits, so the other chooses first.
func beginsWords(words []string, text string) bool {
	var taken uint64 // by place of the text's word
	for _, word := range words {
		found := false
		rest, more := text, true
		for i := 0; more && !found && i < 64; i++ {
			var next string
			next, rest, more = strings.Cut(rest, " ")
			if taken&(1<<i) == 0 && strings.HasPrefix(next, word) {
				taken |= 1 << i
				found = true
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// takeHits offers the names hit, the shortest first and no more of them than
// are needed: of many names few must be looked up and put in order.
func (r *resolver) takeHits(how How) error {
	var bySize [256]int
	all := 0
	for k := range r.indexes {
		sizes := r.indexes[k].whole.size
		for _, i := range r.hits[k] {
			bySize[sizes[i]]++
		}
		all += len(r.hits[k])
	}
	for from := 0; from < len(bySize) && len(r.found) < r.first; {
		to, sum := from, 0
		for to < len(bySize) && sum < r.first-len(r.found) {
			sum += bySize[to]
			to++
		}
		if sum == 0 {
			break
		}
		if err := r.v.Budget.Spend(1 + (all+sum)/edgesPerUnit); err != nil {
			return err
		}
		for k := range r.indexes {
			x := &r.indexes[k]
			for _, i := range r.hits[k] {
				if size := int(x.whole.size[i]); size >= from && size < to {
					r.offer(candidateName{name: x.names[i], how: how, size: size})
				}
			}
		}
		if err := r.take(); err != nil {
			return err
		}
		from = to
	}
	return nil
}
