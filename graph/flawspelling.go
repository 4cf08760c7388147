package graph

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What names must have to be called misspelt: shorter ones are a letter apart
// by chance, as rail and mail are.
const (
	leastName = 8 // letters and digits of a name
	leastWord = 5 // letters of the word that differs
)

// variant is a name with one letter left out, or none, as a hash.
type variant struct {
	hash uint64
	name int32
}

// variantsAtOnce bounds the variants in memory: many names are gone over
// several times, for a part of the variants each time.
const variantsAtOnce = 4 << 20

// misspelt notes entities whose names are one letter apart. Two names are when
// leaving out at most one letter of each makes them equal: so each is put down
// under all it can become, and only those that meet are compared. After
// W. Garbe's symmetric deletion (SymSpell).
func (p *nameFinder) misspelt(list []called) error {
	names, variants := p.spelled(list)
	passes := uint64(1 + variants/variantsAtOnce)
	var found []variant
	for pass := range passes {
		found = found[:0]
		for i := range names {
			found = deletions(found, names[i].folded, uint64(names[i].all[0].family), int32(i), pass, passes)
			if err := p.worked(); err != nil {
				return err
			}
		}
		slices.SortFunc(found, func(a, b variant) int {
			if a.hash != b.hash {
				if a.hash < b.hash {
					return -1
				}
				return 1
			}
			return int(a.name) - int(b.name)
		})
		for from, to := 0, 0; from < len(found); from = to {
			for to = from + 1; to < len(found) && found[to].hash == found[from].hash; to++ {
			}
			if err := p.meet(names, found[from:to]); err != nil {
				return err
			}
		}
	}
	return nil
}

// spelled is a folded name with the entities of one family that have it.
type spelled struct {
	folded string
	all    []called
}

// spelled returns the names long enough, each once, and how many variants they
// have.
func (p *nameFinder) spelled(list []called) (names []spelled, variants int) {
	type key struct {
		family Term
		folded string
	}
	at := make(map[key]int, len(list))
	for _, c := range list {
		k := key{c.family, Fold(c.text)}
		if len(k.folded) < leastName {
			continue
		}
		i, ok := at[k]
		if !ok {
			i = len(names)
			at[k] = i
			names = append(names, spelled{folded: k.folded})
			variants += len(k.folded) + 1
		}
		names[i].all = append(names[i].all, c)
	}
	return names, variants
}

// deletions appends the variants of a folded name whose hash falls in a pass:
// the name, and it without each letter that a slip may concern.
func deletions(dst []variant, key string, family uint64, name int32, pass, passes uint64) []variant {
	const prime = 1099511628211
	put := func(h uint64) {
		h ^= h >> 29
		h *= 0x9e3779b97f4a7c15
		if h ^= h >> 32; h%passes == pass {
			dst = append(dst, variant{h, name})
		}
	}
	var array [64]uint64
	powers := append(array[:0], 1) // of prime
	for range key {
		powers = append(powers, powers[len(powers)-1]*prime)
	}
	rest, before := uint64(0), family // hashes of what is after a letter, and of what is before it
	for _, r := range key {
		rest = rest*prime + uint64(r)
	}
	left := len(powers) - 1 // letters after it
	put(before*powers[left] + rest)
	for word := range strings.SplitSeq(key+" ", " ") {
		long := utf8.RuneCountInString(word) >= leastWord && !strings.ContainsAny(word, digits)
		for i, r := range word + " " {
			if left == 0 {
				break
			}
			left--
			rest -= uint64(r) * powers[left]
			if long && i > 0 && i < len(word) {
				put(before*powers[left] + rest)
			}
			before = before*prime + uint64(r)
		}
	}
	return dst
}

const digits = "0123456789"

// meet compares the names that share a variant.
func (p *nameFinder) meet(names []spelled, found []variant) error {
	for i := range found {
		for j := range found[:i] {
			pair := [2]int32{found[j].name, found[i].name}
			if a, b := &names[pair[0]], &names[pair[1]]; pair[0] != pair[1] && !p.pairs[pair] && letterApart(a.folded, b.folded) {
				p.pairs[pair] = true
				if err := p.letterApart(a, b); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// letterApart notes the entities of two names that nothing tells apart.
func (p *nameFinder) letterApart(a, b *spelled) error {
	for _, nodes := range p.clusters(slices.Concat(a.all, b.all)) {
		has := func(s *spelled) bool {
			return slices.ContainsFunc(nodes, func(n Node) bool { return Fold(p.t.Node(n).Name) == s.folded })
		}
		if has(a) && has(b) {
			if err := p.similar(nodes, "are one letter apart"); err != nil {
				return err
			}
		}
	}
	return nil
}

// letterApart reports whether two folded names differ by one letter of one word
// that is not its first, by a slip: put in, left out, another, or two swapped.
func letterApart(a, b string) bool {
	begin := 0 // of the word that differs
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if a[i] == ' ' {
			begin = i + 1
		}
	}
	end := 0 // from the end
	for i := 1; i <= min(len(a), len(b))-begin && a[len(a)-i] == b[len(b)-i]; i++ {
		if a[len(a)-i] == ' ' {
			end = i
		}
	}
	a, b = a[begin:len(a)-end], b[begin:len(b)-end]
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= leastWord && a[0] == b[0] &&
		!strings.ContainsAny(a, " "+digits) && !strings.ContainsAny(b, " "+digits) && EditDistance(a, b, 1) == 1
}
