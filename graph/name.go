package graph

import (
	"slices"
	"strings"
	"sync"
)

// AliasProperty is the property whose values are an entity's other names.
const AliasProperty = "alias"

// LabelProperty is the property whose values are words for what an entity is,
// as a heading or an editor uses them. They name a class, not the entity, so
// [Resolve] does not take them for names.
const LabelProperty = "label"

// ids maps entity ids and names to numbers for all revisions of one store.
// Entries are only added. Whether an entity exists, and still has a name, at a
// revision is for its topology and its facts to say.
type ids struct {
	base  *ids // of the store, for the ids and names that only an overlay has; nil for a store's own
	until Node // numbers from here on are not base's: what it has there came later

	mu    sync.RWMutex
	nodes map[string]Node
	names map[string][]nameOf // by Squeeze of the name
	index nameIndex           // the same names, to be searched in part
}

type nameOf struct {
	text string
	node Node
}

func newIDs() *ids {
	return &ids{nodes: map[string]Node{}, names: map[string][]nameOf{}}
}

func (x *ids) lookup(id string) Node {
	x.mu.RLock()
	n := x.nodes[id]
	x.mu.RUnlock()
	if n == 0 && x.base != nil {
		if n = x.base.lookup(id); n >= x.until {
			return 0
		}
	}
	return n
}

// addAll registers ids and names. Readers wait only for the maps.
func (x *ids) addAll(nodes map[string]Node, names []nameOf) {
	folded, keys := make([]string, len(names)), make([]string, len(names))
	for i, name := range names {
		folded[i] = Fold(name.text)
		keys[i] = squeezeFolded(folded[i])
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, n := range nodes {
		x.nodes[id] = n
	}
	for i, name := range names {
		if keys[i] == "" {
			continue
		}
		// A name put, retracted and put again need not stand here twice, but
		// may: looking among the last few keeps a name of many cheap.
		same := x.names[keys[i]]
		if !slices.Contains(same[max(len(same)-32, 0):], name) {
			x.names[keys[i]] = append(same, name)
			x.index.add(name, folded[i], keys[i])
		}
	}
}

// named returns the registered names whose Squeeze is key. The result is
// shared and must not be changed. An overlay's may be of numbers that it and
// the store gave to different entities: as with any name, whether it holds is
// to be seen.
func (x *ids) named(key string) []nameOf {
	x.mu.RLock()
	own := x.names[key]
	x.mu.RUnlock()
	if x.base == nil {
		return own
	}
	before := x.base.named(key)
	if len(own) == 0 {
		return before
	}
	return append(slices.Clip(before), own...)
}

// search appends the index as it is now, after that of the base; what is added
// later is not in it.
func (x *ids) search(dst []nameIndex) []nameIndex {
	if x.base != nil {
		dst = x.base.search(dst)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if len(x.index.names) == 0 && x.base != nil {
		return dst
	}
	return append(dst, x.index)
}

// Fold lowers s, takes the accents off Latin letters and turns each run of
// what is neither letter nor digit into one space: how names are compared.
func Fold(s string) string { return string(appendFold(make([]byte, 0, len(s)), s)) }

// Squeeze is Fold without the spaces, so that "287g" finds "287(g)".
func Squeeze(s string) string { return squeezeFolded(Fold(s)) }

func squeezeFolded(s string) string { return strings.ReplaceAll(s, " ", "") }

// latin pairs each base letter with the lower-case letters of Latin-1 and
// Latin Extended-A that are it with an accent.
var latin = func() map[rune]rune {
	m := map[rune]rune{}
	for base, accented := range map[rune]string{
		'a': "àáâãäåāăą", 'c': "çćĉċč", 'd': "ďđ", 'e': "èéêëēĕėęě", 'g': "ĝğġģ",
		'h': "ĥħ", 'i': "ìíîïĩīĭįı", 'j': "ĵ", 'k': "ķ", 'l': "ĺļľŀł", 'n': "ñńņň",
		'o': "òóôõöøōŏő", 'r': "ŕŗř", 's': "śŝşšș", 't': "ţťŧț", 'u': "ùúûüũūŭůűų",
		'w': "ŵ", 'y': "ýÿŷ", 'z': "źżž",
	} {
		for _, r := range accented {
			m[r] = base
		}
	}
	return m
}()

func unaccented(r rune) rune {
	if r < 0xe0 || r > 0x21b {
		return r
	}
	if base, ok := latin[r]; ok {
		return base
	}
	return r
}

// Named returns the numbers of the entities that have, or at some revision had,
// a name or alias equal to text but for case, accents, spaces and punctuation,
// in no particular order. Whether one exists and is still called so at t's
// revision is for the caller to see.
func (t *Topology) Named(text string) []Node {
	var found []Node
	for _, name := range t.ids.named(Squeeze(text)) {
		if !slices.Contains(found, name.node) {
			found = append(found, name.node)
		}
	}
	return found
}
