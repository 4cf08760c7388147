package graph

import (
	"slices"
	"strings"
)

// search takes the index for a pass over that many parts of it.
func (r *resolver) search(size func(*nameIndex) int) error {
	r.index = r.t.ids.search()
	r.hits = r.hits[:0]
	return r.v.Budget.Spend(1 + size(&r.index)/1024)
}

// reordered finds names of the text's words in any order, small words aside.
func (r *resolver) reordered() error {
	if err := r.search(func(x *nameIndex) int { return len(x.names) }); err != nil {
		return err
	}
	x := &r.index
	words := tellingWords(nil, r.folded)
	slices.Sort(words)
	sum := bagSum(words)
	for i, s := range x.bags.sum {
		if s != sum {
			continue
		}
		r.words = tellingWords(r.words[:0], x.folded[i])
		slices.Sort(r.words)
		if slices.Equal(words, r.words) {
			r.hits = append(r.hits, uint32(i))
		}
	}
	return r.takeHits(ByWords)
}

// prefix finds names that begin with the text.
func (r *resolver) prefix() error {
	if err := r.search(func(x *nameIndex) int { return len(x.names) }); err != nil {
		return err
	}
	x := &r.index
	head, mask := head8(r.key), headMask(len(r.key))
	for i, h := range x.whole.head {
		if h&mask == head && (len(r.key) <= 8 || strings.HasPrefix(x.squeezed[i], r.key)) {
			r.hits = append(r.hits, uint32(i))
		}
	}
	return r.takeHits(ByPrefix)
}

// word finds names of which the text's telling words begin words, each another
// one.
func (r *resolver) word() error {
	if err := r.search(func(x *nameIndex) int { return len(x.of) }); err != nil {
		return err
	}
	x := &r.index
	// One word is looked for in all places, the longest as the one that fits
	// least often, and the others in what that finds.
	words := tellingWords(nil, r.folded)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	longest := words[0]
	head, mask := head8(longest), headMask(len(longest))
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
		r.hits = append(r.hits, last)
	}
	return r.takeHits(ByWord)
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
	for _, i := range r.hits {
		bySize[r.index.whole.size[i]]++
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
		if err := r.v.Budget.Spend(1 + (len(r.hits)+sum)/edgesPerUnit); err != nil {
			return err
		}
		for _, i := range r.hits {
			if size := int(r.index.whole.size[i]); size >= from && size < to {
				r.offer(candidateName{name: r.index.names[i], how: how, size: size})
			}
		}
		if err := r.take(); err != nil {
			return err
		}
		from = to
	}
	return nil
}
