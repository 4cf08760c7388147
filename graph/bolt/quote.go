package bolt

import (
	"bytes"
	"slices"
	"strings"

	"missiongraph/graph"
)

// text returns a source's text as the change at hand sees it, or nil when
// there is no such source.
func (b *batch) text(n uint32) *graph.SourceText {
	if n == 0 {
		return nil
	}
	for _, l := range [...]*layer{b.change, b.rows} {
		if t, ok := l.texts[n]; ok {
			return t
		}
	}
	if t := b.texts.texts[n]; t != nil {
		return t
	}
	row := bodyOf(b.buckets[sourceTable].Get(numKey(n)))
	if row == nil {
		return nil
	}
	d := decoder{s: string(row)}
	t := graph.NewSourceText(d.source().Text)
	b.texts.add(n, t)
	return t
}

// requote moves the quote rows of an entity or fact from its old evidence to
// its new.
func (b *batch) requote(kind byte, n uint32, old, next []graph.Evidence) {
	for i := range old {
		b.del(quoteTable, quoteKey(b.source(old[i].Source), kind, n))
	}
	for i := range next {
		key := quoteBytes(b.source(next[i].Source), kind, n)
		b.put(quoteTable, b.memory.string(key[:]), nil)
	}
}

// quotes returns the keys of the quote rows of a source as the change at hand
// sees them, in order.
func (b *batch) quotes(source uint32) []string {
	prefix := string(numKey(source))
	found := map[string]bool{}
	c := b.buckets[quoteTable].Cursor()
	for k, _ := c.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, _ = c.Next() {
		found[string(k)] = true
	}
	for _, l := range [...]*layer{b.rows, b.change} {
		for i := range l.tables[quoteTable].list {
			if r := &l.tables[quoteTable].list[i]; strings.HasPrefix(r.key, prefix) && !r.void {
				found[r.key] = !r.deleted
			}
		}
	}
	keys := make([]string, 0, len(found))
	for key, is := range found {
		if is {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// evidenceBy returns the evidence of the entity or fact of a quote key.
func (b *batch) evidenceBy(key string) []graph.Evidence {
	if key[4] == quotedByEntity {
		return evidenceOf(entityTable, b.body(entityTable, key[5:]))
	}
	return evidenceOf(factTable, b.body(factTable, key[5:]))
}

// evidenceOf decodes the evidence of an entity's or fact's row without its
// revision; nil has none.
func evidenceOf(t table, body []byte) []graph.Evidence {
	if body == nil {
		return nil
	}
	d := decoder{s: string(body)}
	if t == entityTable {
		return d.entity().Evidence
	}
	return d.fact().Evidence
}
