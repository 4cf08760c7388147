package graph

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

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

// misspelt measures how far names are from one writing of the text.
type misspelt struct {
	like    *editPattern
	sign    uint64
	letters int
	limit   int
}

// newMisspelt is for a text of 1 to 64 letters.
func newMisspelt(key string) misspelt {
	letters := utf8.RuneCountInString(key)
	return misspelt{newEditPattern(key), signature(key), letters, maxEdits(letters)}
}

// near reports whether a name or word may be within the limit, from its
// signature and size.
func (m *misspelt) near(sign uint64, size uint8) bool {
	differ := int(size) - m.letters
	return bits.OnesCount64(sign^m.sign) <= 2*m.limit && differ <= m.limit && differ >= -m.limit
}

// fuzzy finds names that are a few letters away: from the text as it is; of a
// text of several words also with the telling words of both in order, and names
// of which each telling word of the text begins a word or is near one; of a text
// of one word of at least five letters also names that have a word near it.
func (r *resolver) fuzzy() error {
	if r.letters > 64 || maxEdits(r.letters) == 0 {
		return nil
	}
	size := func(x *nameIndex) int { return 2*len(x.names) + 2*len(x.of) }
	if err := r.search(size, r.misspelt); err != nil {
		return err
	}
	return r.take()
}

func (r *resolver) misspelt(*nameIndex) error {
	if err := r.misspeltNames(); err != nil {
		return err
	}
	switch {
	case strings.Contains(r.folded, " "):
		if err := r.misspeltBags(); err != nil {
			return err
		}
		return r.misspeltEach()
	case r.letters >= 5:
		return r.misspeltWords()
	}
	return nil
}

// measured offers a name whose text is within the limit, the text being that of
// a word of it, of its words anyOrder, or of all of it when word is "".
func (r *resolver) measured(m *misspelt, name uint32, word, text string, size uint8) error {
	if d := m.like.distance(text, int(size), m.limit); d <= m.limit {
		r.offer(candidateName{name: r.index.names[name], how: ByFuzzy, edits: d, size: int(r.index.whole.size[name]), word: word})
	}
	return r.worked()
}

// worked charges for a comparison, now and then for many.
func (r *resolver) worked() error {
	if r.work++; r.work&0xfff == 0 {
		return r.v.Budget.Spend(0x1000 / edgesPerUnit)
	}
	return nil
}

func (r *resolver) misspeltNames() error {
	x, m := r.index, newMisspelt(r.key)
	for i, sign := range x.whole.sign {
		if m.near(sign, x.whole.size[i]) {
			if err := r.measured(&m, uint32(i), "", x.squeezed[i], x.whole.size[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *resolver) misspeltBags() error {
	buffer := sortedWords(nil, &r.words, r.folded)
	x, m := r.index, newMisspelt(string(buffer))
	if m.limit == 0 {
		return nil
	}
	for i, sign := range x.bags.sign {
		if m.near(sign, x.bags.size[i]) {
			buffer = sortedWords(buffer[:0], &r.words, x.folded[i])
			if err := r.measured(&m, uint32(i), anyOrder, string(buffer), x.bags.size[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// misspeltEach looks for the longest word in all places, and for the others in
// the names found so.
func (r *resolver) misspeltEach() error {
	words := tellingWords(nil, r.folded)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	forms, letters := make([]misspelt, len(words)), 0
	for i, word := range words {
		forms[i] = newMisspelt(word)
		letters += forms[i].letters
	}
	x, longest, limit := r.index, &forms[0], maxEdits(letters)
	sign := signature(words...) & onceMask // an edit takes away one letter at most
	head, mask := head8(words[0]), headMask(len(words[0]))
	last := uint32(1<<32 - 1)
	for w, of := range x.of {
		begins := x.words.head[w]&mask == head
		if !begins && (longest.limit == 0 || !longest.near(x.words.sign[w], x.words.size[w])) ||
			of == last || bits.OnesCount64(sign&^x.whole.sign[of]) > limit {
			continue
		}
		if begins && len(words[0]) <= 8 || longest.edits(words[0], x.word(w)) <= longest.limit {
			last = of
			if edits := likeWords(forms, words, x.folded[of], limit); edits <= limit {
				r.offer(candidateName{name: x.names[of], how: ByFuzzy, edits: edits, size: int(x.whole.size[of]), word: someWords})
			}
		}
		if err := r.worked(); err != nil {
			return err
		}
	}
	return nil
}

// edits returns how many letters of a word differ from the form's, 0 when the
// form begins it, or more than the form's limit.
func (m *misspelt) edits(form, word string) int {
	if strings.HasPrefix(word, form) {
		return 0
	}
	if m.limit == 0 {
		return 1
	}
	size := utf8.RuneCountInString(word)
	if differ := size - m.letters; differ > m.limit || differ < -m.limit {
		return m.limit + 1
	}
	return m.like.distance(word, size, m.limit)
}

// likeWords adds up the edits of each form to the word of a text that is most
// like it, or returns more than limit.
func likeWords(forms []misspelt, words []string, text string, limit int) int {
	sum := 0
	for i := range forms {
		m := &forms[i]
		best := m.limit + 1
		for word := range strings.SplitSeq(text, " ") {
			if best = min(best, m.edits(words[i], word)); best == 0 {
				break
			}
		}
		if sum += best; best > m.limit || sum > limit {
			return limit + 1
		}
	}
	return sum
}

func (r *resolver) misspeltWords() error {
	x, m := r.index, newMisspelt(r.key)
	for w, sign := range x.words.sign {
		if m.near(sign, x.words.size[w]) {
			word := x.word(w)
			if err := r.measured(&m, x.of[w], word, word, x.words.size[w]); err != nil {
				return err
			}
		}
	}
	return nil
}
