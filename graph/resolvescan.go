package graph

import (
	"math/bits"
	"slices"
	"strings"
)

// search takes the index for a pass over that many parts of it.
func (r *resolver) search(size func(*nameIndex) int) error {
	r.index = r.t.ids.search()
	r.hits = r.hits[:0]
	return r.v.Budget.Spend(1 + size(&r.index)/1024)
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

// word finds names of which the text's words begin words, each another one.
func (r *resolver) word() error {
	if err := r.search(func(x *nameIndex) int { return len(x.of) }); err != nil {
		return err
	}
	x := &r.index
	// One word is looked for in all places, the longest as the one that fits
	// least often, and the others in what that finds.
	words := strings.Fields(r.folded)
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
				r.offer(r.index.names[i], how, 0, size)
			}
		}
		if err := r.take(); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// maxEdits returns how many letters of a text of that many may be wrong.
func maxEdits(letters int) int {
	switch {
	case letters < 3:
		return 0
	case letters < 6:
		return 1
	case letters < 9:
		return 2
	default:
		return 3
	}
}

// fuzzy finds names that are a few letters away; of a text of one word of at
// least five letters also names that have a word which is.
func (r *resolver) fuzzy() error {
	limit := maxEdits(r.letters)
	if limit == 0 || r.letters > 64 {
		return nil
	}
	if err := r.search(func(x *nameIndex) int { return len(x.names) + len(x.of) }); err != nil {
		return err
	}
	x := &r.index
	like, sign := newLikeness(r.key), signature(r.key)
	near := func(p *parts, i int) bool {
		differ := int(p.size[i]) - r.letters
		return differ <= limit && differ >= -limit
	}
	work := 0
	measure := func(name uint32, text string, size uint8) error {
		if d := like.distance(text, int(size), limit); d <= limit {
			r.offer(x.names[name], ByFuzzy, d, int(x.whole.size[name]))
		}
		if work++; work&0xfff == 0 {
			return r.v.Budget.Spend(0x1000 / edgesPerUnit)
		}
		return nil
	}
	for i, s := range x.whole.sign {
		if bits.OnesCount64(s^sign) <= 2*limit && near(&x.whole, i) {
			if err := measure(uint32(i), x.squeezed[i], x.whole.size[i]); err != nil {
				return err
			}
		}
	}
	if r.letters < 5 || len(r.key) < len(r.folded) {
		return r.take()
	}
	for w, s := range x.words.sign {
		if bits.OnesCount64(s^sign) <= 2*limit && near(&x.words, w) {
			if err := measure(x.of[w], x.word(w), x.words.size[w]); err != nil {
				return err
			}
		}
	}
	return r.take()
}
