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

// deletions appends the variants of a folded name whose hash falls in a pass.
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
	powers := append(array[:0], 1) // of prime, and the hash of what follows a place, from the end
	for range key {
		powers = append(powers, powers[len(powers)-1]*prime)
	}
	whole := family
	for _, r := range key {
		whole = whole*prime + uint64(r) + 1
	}
	put(whole)
	rest, left := whole-family*powers[len(powers)-1], len(powers)-1
	before := family
	for _, r := range key {
		left--
		rest -= (uint64(r) + 1) * powers[left]
		put(before*powers[left] + rest)
		before = before*prime + uint64(r) + 1
	}
	return dst
}

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
	mine, theirs := strings.Split(a, " "), strings.Split(b, " ")
	if len(mine) != len(theirs) {
		return false
	}
	differ := -1
	for i := range mine {
		if mine[i] != theirs[i] {
			if differ >= 0 {
				return false
			}
			differ = i
		}
	}
	if differ < 0 {
		return false
	}
	a, b = mine[differ], theirs[differ]
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= leastWord && a[0] == b[0] &&
		!strings.ContainsAny(a+b, "0123456789") && EditDistance(a, b, 1) == 1
}
