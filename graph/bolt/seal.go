package bolt

import (
	"bytes"
	"encoding/binary"

	"missiongraph/graph"
)

// seal ends a change that was applied: entry, whose ops are given encoded, gets
// its place in the log and its hash, the rows that really changed get their
// revision, and those they replace move to history. A put of what is there
// already changes no row.
func (b *batch) seal(entry *graph.Entry, ops []byte) {
	rev := b.state.revision + 1
	entry.Revision, entry.Previous = rev, b.state.hash
	raw := appendEntry(make([]byte, 0, len(ops)+2*hashSize+32), entry, ops)
	b.state.revision, b.state.hash, b.state.time = rev, entry.Hash, entry.Time.UnixMilli()

	edges, nodes := b.changed(edgeTable), b.changed(entityTable)
	b.edit(edges, nodes)
	for _, d := range b.changed(factTable) {
		if d.old != nil && d.next != nil {
			b.touch(bodyOf(d.next))
		}
	}
	b.changed(quoteTable)
	b.changed(sourceTable)
	for t := range b.change.tables {
		b.rows.tables[t].add(&b.change.tables[t])
	}
	b.rows.tables[logTable].set(row{key: string(revKey(rev)), value: raw})
	if entry.Key != "" {
		b.rows.tables[keyTable].set(row{key: entry.Key, value: revKey(rev)})
	}
	b.rows.tables[metaTable].set(row{key: string(stateKey), value: b.state.bytes()})
	for n, t := range b.change.texts {
		b.rows.texts[n] = t
	}
	for n, by := range b.undo {
		b.degrees[n] += by
	}
	clear(b.undo)
	b.change = newLayer()
}

// difference is a row of a versioned table before and after a change, with the
// revision that made it.
type difference struct {
	key  string
	old  []byte // nil when there was none
	next []byte // nil when it is retracted
}

// changed returns the rows of a versioned table that the change at hand really
// changes, in order of key, voids the others, and moves what is replaced to
// history.
func (b *batch) changed(t table) []difference {
	rows := b.change.tables[t].sorted()
	list := make([]difference, 0, len(rows))
	for i := range rows {
		r := &rows[i]
		d := difference{key: r.key, old: b.before(t, r.key), next: r.value}
		if d.old == nil && d.next == nil || d.old != nil && d.next != nil && bytes.Equal(bodyOf(d.old), bodyOf(d.next)) {
			r.void = true
			continue
		}
		if d.old != nil {
			b.set(t.history(), string(historyKey(r.key, b.state.revision)), bytes.Clone(d.old))
		}
		list = append(list, d)
	}
	return list
}

// edit brings the differences into the topology's editor: edges go before
// their nodes do, and come after.
func (b *batch) edit(edges, nodes []difference) {
	for _, d := range edges {
		if k, _ := parseEdgeKey(d.key); d.old != nil {
			b.editor.DropEdge(k.subject, k.object, k.typ, k.fact)
		}
	}
	for _, d := range nodes {
		n := graph.Node(num(d.key))
		var was graph.Entity
		if d.old != nil {
			was, _ = entityShape(bodyOf(d.old))
		}
		if d.next == nil {
			b.rememberName(n, was.Name)
			b.editor.DropNode(n)
			continue
		}
		e, _ := entityShape(bodyOf(d.next))
		if d.old != nil && was.Name != e.Name {
			b.rememberName(n, was.Name)
		}
		kind, _ := b.term(e.Kind)
		form, _ := b.term(e.Form)
		b.editor.PutNode(n, e.ID, e.Name, kind, form)
	}
	for _, d := range edges {
		if k, _ := parseEdgeKey(d.key); d.next != nil {
			b.editor.PutEdge(k.subject, makeEdge(k, bodyOf(d.next)))
		}
	}
	for _, r := range b.change.tables[nameTable].sorted() {
		b.editor.AddName(graph.Node(num(r.key)), r.key[4:])
	}
}

// touch tells the topology's editor of a fact that was put again with other
// words or another value, which may leave its edge as it was. apply has decoded
// the row before.
func (b *batch) touch(body []byte) {
	d := decoder{s: string(body)}
	f := d.fact()
	for _, id := range [...]string{f.Subject, f.Object} {
		if n := b.editor.Lookup(id); id != "" && n != 0 {
			b.editor.Touch(n)
		}
	}
}

// rememberName keeps a former name of an entity, so that it is known again
// when the file is opened.
func (b *batch) rememberName(n graph.Node, text string) {
	if len(text) <= maxNameText {
		b.set(nameTable, nameKey(n, text), []byte{})
	}
}

// Flags of an edge row.
const edgeDated = 1

const edgeBodySize = 2 + 2 + 1 + 1 + 1

// edgeBody is a fact's edge row without its revision.
func (a *applier) edgeBody(f *graph.Fact) (b [edgeBodySize]byte) {
	binary.BigEndian.PutUint16(b[:], uint16(a.useTerm(f.Verb)))
	binary.BigEndian.PutUint16(b[2:], uint16(a.useTerm(string(f.Reading))))
	b[4], b[5] = byte(f.Grade), byte(f.Rank)
	if f.ValidFrom != "" || f.ValidTo != "" {
		b[6] |= edgeDated
	}
	return b
}

// makeEdge makes the topology's edge, seen from the subject, of an edge row
// without its revision, which must be whole.
func makeEdge(k edgeKey, body []byte) graph.Edge {
	return graph.Edge{
		Other: k.object, Fact: k.fact, Type: k.typ,
		Verb:    graph.Term(binary.BigEndian.Uint16(body)),
		Reading: graph.Term(binary.BigEndian.Uint16(body[2:])),
		Grade:   graph.Grade(body[4]),
		Rank:    graph.Rank(body[5]),
		Dated:   body[6]&edgeDated != 0,
	}
}
