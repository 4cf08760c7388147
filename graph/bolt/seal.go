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
	b.stamp(edgeTable, rev, edges)
	b.stamp(entityTable, rev, nodes)
	for _, t := range [...]table{factTable, quoteTable, sourceTable} {
		b.stamp(t, rev, b.changed(t))
	}
	for _, t := range [...]table{entityIDTable, factIDTable, nameTable, sourceIDTable, termTable} {
		for key, r := range b.change.tables[t] {
			b.rows.set(t, key, r)
		}
	}
	b.rows.set(logTable, string(revKey(rev)), row{value: raw})
	b.rows.set(metaTable, string(stateKey), row{value: b.state.bytes()})
	for n, t := range b.change.texts {
		b.rows.texts[n] = t
	}
	for n, by := range b.undo {
		b.degrees[n] += by
	}
	clear(b.undo)
	b.change = newLayer()
	b.size += len(raw)
}

// difference is a row of a versioned table before and after a change.
type difference struct {
	key  string
	old  []byte // with its revision; nil when there was none
	next []byte // without; nil when it is retracted
}

// changed returns the rows of a table that the change at hand really changes,
// in order of key.
func (b *batch) changed(t table) []difference {
	var list []difference
	for _, key := range b.change.keys(t) {
		r := b.change.tables[t][key]
		d := difference{key: key, old: b.before(t, key), next: r.value}
		if r.deleted {
			d.next = nil
		}
		if d.old == nil && d.next == nil || d.old != nil && d.next != nil && bytes.Equal(bodyOf(d.old), d.next) {
			continue
		}
		list = append(list, d)
	}
	return list
}

// stamp writes differences with their revision, and what they replace to
// history.
func (b *batch) stamp(t table, rev graph.Revision, list []difference) {
	for _, d := range list {
		if d.old != nil {
			old := bytes.Clone(d.old)
			b.rows.set(t.history(), string(historyKey([]byte(d.key), rev)), row{value: old})
		}
		if d.next == nil {
			b.rows.set(t, d.key, row{deleted: true})
			continue
		}
		value := binary.AppendUvarint(make([]byte, 0, len(d.next)+binary.MaxVarintLen64), uint64(rev))
		b.rows.set(t, d.key, row{value: append(value, d.next...)})
	}
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
			old := decoder{s: string(bodyOf(d.old))}
			was = old.entityHead()
		}
		if d.next == nil {
			b.rememberName(n, was.Name)
			b.editor.DropNode(n)
			continue
		}
		dec := decoder{s: string(d.next)}
		e := dec.entityHead()
		if d.old != nil && was.Name != e.Name {
			b.rememberName(n, was.Name)
		}
		kind, _ := b.term(e.Kind)
		form, _ := b.term(e.Form)
		b.editor.PutNode(n, e.ID, e.Name, kind, form)
	}
	for _, d := range edges {
		if k, _ := parseEdgeKey(d.key); d.next != nil {
			b.editor.PutEdge(k.subject, makeEdge(k, d.next))
		}
	}
	for _, key := range b.change.keys(nameTable) {
		b.editor.AddName(graph.Node(num(key)), key[4:])
	}
}

// rememberName keeps a former name of an entity, so that it is known again
// when the file is opened.
func (b *batch) rememberName(n graph.Node, text string) {
	if len(text) <= maxNameText {
		b.rows.set(nameTable, string(nameKey(n, text)), row{value: []byte{}})
	}
}

// Flags of an edge row.
const edgeDated = 1

const edgeBodySize = 2 + 2 + 1 + 1 + 1

// edgeBody is a fact's edge row without its revision.
func (a *applier) edgeBody(f *graph.Fact) []byte {
	b := make([]byte, 0, edgeBodySize)
	b = binary.BigEndian.AppendUint16(b, uint16(a.useTerm(f.Verb)))
	b = binary.BigEndian.AppendUint16(b, uint16(a.useTerm(string(f.Reading))))
	var flags byte
	if f.ValidFrom != "" || f.ValidTo != "" {
		flags |= edgeDated
	}
	return append(b, byte(f.Grade), byte(f.Rank), flags)
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
