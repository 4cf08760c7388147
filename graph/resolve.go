package graph

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Resolve lists the entities that a text may mean, at most first of them, each
// once, best match first: its id, its name, another name, a name of the same
// words, a name that begins with it, a name whose words its words begin, a name
// that is close to it; among equals the shorter name, then by name and id.
// Letter case, accents, spaces and punctuation do not count: "287g" is
// "287(g)". But for ids, names in full and their beginnings, neither does the
// order of words, nor small ones such as "of" and "the". Acronyms are not made
// up from names: one resolves where a source or an editor gives it.
//
// kinds narrows by kind, abstract ones allowed; empty is all. Names and ids
// always resolve. Other names are facts of type [AliasProperty] and resolve
// when the lens shows them, except that editorial ones do too unless the lens
// sets a minimum grade: they exist so that people find things by them.
//
// The error has code LIMIT or TIMEOUT, or is the store's.
func Resolve(v *View, text string, kinds []string, first int) ([]Match, error) {
	return ResolveWhere(v, text, kinds, nil, first)
}

// ResolveWhere is [Resolve] among the entities that meet a condition, which may
// be nil. Its error is returned too.
func ResolveWhere(v *View, text string, kinds []string, where Condition, first int) ([]Match, error) {
	r := newResolver(v, text, kinds, first)
	r.where = where
	if r.key == "" || first <= 0 {
		return nil, nil
	}
	for _, tier := range []func(*resolver) error{
		(*resolver).exact, (*resolver).reordered, (*resolver).prefix, (*resolver).word, (*resolver).fuzzy,
	} {
		if err := tier(r); err != nil || len(r.found) >= first {
			return r.found, err
		}
	}
	return r.found, nil
}

// resolver is one call of Resolve.
type resolver struct {
	v       *View
	t       *Topology
	text    string
	folded  string
	key     string // folded without spaces
	letters int    // in key
	kinds   []Term // concrete; nil for all
	where   Condition
	first   int
	alias   Term
	aliases filter // what an alias needs to be seen

	pending []candidateName
	indexes []nameIndex // the store's, and those of overlays
	index   *nameIndex  // the one at hand
	hits    [][]uint32  // by index: names in it that match, before they are looked up
	words   []string    // memory for the words of a name
	work    int         // texts measured by likeness
	taken   map[Node]bool
	found   []Match
}

func newResolver(v *View, text string, kinds []string, first int) *resolver {
	r := &resolver{
		v: v, t: v.topology, first: first,
		text: strings.TrimSpace(text), folded: Fold(text),
		alias: v.Term(AliasProperty), aliases: v.filter,
	}
	r.key = squeezeFolded(r.folded)
	r.letters = utf8.RuneCountInString(r.key)
	if v.Lens.MinGrade == 0 {
		r.aliases.minGrade = 0
	}
	if len(kinds) > 0 {
		r.kinds = []Term{}
		for _, name := range kinds {
			r.kinds = append(r.kinds, v.Term(name))
		}
		if v.Ontology != nil {
			for _, name := range v.Ontology.Concrete(kinds) {
				r.kinds = append(r.kinds, v.Term(name))
			}
		}
	}
	return r
}

// offer puts a candidate on the list when its entity exists, is of a kind
// wanted and is not found yet.
func (r *resolver) offer(c candidateName) {
	info := r.t.Node(c.name.node)
	if info == nil || r.taken[c.name.node] || r.kinds != nil && !slices.Contains(r.kinds, info.Kind) {
		return
	}
	if c.how == ByName && c.name.text != info.Name {
		c.how = ByAlias
	}
	r.pending = append(r.pending, c)
}

// exact finds what has the text as its id, its name or another name.
func (r *resolver) exact() error {
	names := r.t.ids.named(r.key)
	if err := r.v.Budget.Spend(1 + len(names)/edgesPerUnit); err != nil {
		return err
	}
	for _, id := range []string{r.text, strings.ToLower(r.text)} {
		if n := r.t.Lookup(id); n != 0 {
			r.offer(candidateName{name: nameOf{id, n}, how: ByID, size: r.letters})
			break
		}
	}
	for _, name := range names {
		r.offer(candidateName{name: name, how: ByName, size: r.letters})
	}
	return r.take()
}

// take verifies the pending candidates in order and adds those that hold.
func (r *resolver) take() error {
	for i := len(r.pending)/2 - 1; i >= 0; i-- {
		r.down(i)
	}
	for len(r.pending) > 0 && len(r.found) < r.first {
		best, last := r.pending[0], len(r.pending)-1
		c := &best
		r.pending[0] = r.pending[last]
		r.pending = r.pending[:last]
		r.down(0)
		if r.taken[c.name.node] {
			continue
		}
		grade, ok, err := r.holds(c)
		if ok && err == nil && r.where != nil {
			ok, err = r.where(c.name.node)
		}
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if r.taken == nil {
			r.taken = map[Node]bool{}
		}
		r.taken[c.name.node] = true
		r.found = append(r.found, Match{
			Node: c.name.node, How: c.how, Matched: c.name.text, Grade: grade, Score: c.score(r.letters),
			Edits: c.edits, why: reason{text: r.text, name: c.name.text == r.t.Node(c.name.node).Name, word: c.word},
		})
	}
	r.pending = r.pending[:0]
	return nil
}

// down restores the heap of pending candidates below i, the best on top.
func (r *resolver) down(i int) {
	heap := r.pending
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && compareCandidates(r.t, &heap[child+1], &heap[child]) < 0 {
			child++
		}
		if compareCandidates(r.t, &heap[child], &heap[i]) >= 0 {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// holds reports whether the entity has the name at this revision under the
// lens, and at what grade.
func (r *resolver) holds(c *candidateName) (Grade, bool, error) {
	info := r.t.Node(c.name.node)
	if c.how == ByID || c.name.text == info.Name {
		if err := r.v.Budget.Spend(1); err != nil {
			return 0, false, err
		}
		e, err := r.v.Entity(c.name.node)
		return e.Grade, err == nil, err
	}
	best := Grade(0)
	held := false
	for i, list := 0, OfType(info.Out, r.alias); i < len(list); i++ {
		e := &list[i]
		if !r.aliases.shows(e) || held && e.Grade <= best {
			continue
		}
		if err := r.v.Budget.Spend(1); err != nil {
			return 0, false, err
		}
		f, err := r.v.Fact(e.Fact)
		if err != nil {
			return 0, false, err
		}
		if f.Value.Text != c.name.text || e.Dated && r.aliases.validAt != "" && !f.ValidAt(r.aliases.validAt) {
			continue
		}
		held, best = true, e.Grade
	}
	return best, held, nil
}
