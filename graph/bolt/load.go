package bolt

import (
	"bytes"
	"encoding/binary"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// readHead builds the topology of the file's head.
func readHead(tx *bbolt.Tx, st state, progress func(done, total int)) (*graph.Topology, error) {
	buckets, _ := openBuckets(tx)
	terms, err := readTerms(buckets[termTable], st)
	if err != nil {
		return nil, err
	}
	l := &loader{buckets: buckets, rev: st.revision, terms: terms, names: terms.Len(), progress: progress,
		total: int(st.entities + 2*st.facts), editor: graph.NewTopology(terms).Edit()}
	if err := l.register(st); err != nil {
		return nil, err
	}
	if err := l.load(st, false); err != nil {
		return nil, err
	}
	return l.editor.Done(st.revision), nil
}

// readPast builds the topology of a revision before that of head.
func readPast(tx *bbolt.Tx, rev graph.Revision, head *graph.Topology) (*graph.Topology, error) {
	buckets, _ := openBuckets(tx)
	st, _, err := readState(tx)
	if err != nil {
		return nil, err
	}
	l := &loader{buckets: buckets, rev: rev, terms: head.Terms(), names: head.Terms().Len(), editor: head.EditEmpty()}
	if err := l.load(st, true); err != nil {
		return nil, err
	}
	return l.editor.Done(rev), nil
}

func readTerms(b *bbolt.Bucket, st state) (*graph.Terms, error) {
	terms := graph.NewTerms()
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if len(k) != 2 || len(v) == 0 || terms.Add(string(v)) != graph.Term(binary.BigEndian.Uint16(k)) {
			return nil, damaged("its names are not numbered in order")
		}
	}
	if terms.Len() != int(st.term) {
		return nil, damaged("it has %d names instead of %d", terms.Len(), st.term)
	}
	return terms, nil
}

// loader walks rows into a topology.
type loader struct {
	buckets  [tableCount]*bbolt.Bucket
	rev      graph.Revision
	terms    *graph.Terms
	names    int // terms.Len(), the number of the last
	editor   *graph.Editor
	progress func(done, total int)
	done     int
	total    int
	last     graph.Node // the last number given
	out, in  []uint32   // degrees by node
}

// register brings all ids and former names into the registry.
func (l *loader) register(st state) error {
	ids := uint32(0)
	c := l.buckets[entityIDTable].Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if ids++; len(v) != 4 || num(v) == 0 || num(v) > st.entity {
			return damaged("an entity's number is malformed")
		}
		l.editor.Register(string(k), graph.Node(num(v)))
	}
	if ids != st.entity {
		return damaged("it has %d entity ids instead of %d", ids, st.entity)
	}
	c = l.buckets[nameTable].Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if len(k) < 4 {
			return damaged("a name's key is malformed")
		}
		l.editor.AddName(graph.Node(num(k)), string(k[4:]))
	}
	return nil
}

// load walks the entities and edges of l.rev, from history too when past.
func (l *loader) load(st state, past bool) error {
	l.last = graph.Node(st.entity)
	if err := l.rows(entityTable, 4, past, l.entity); err != nil {
		return err
	}
	l.out, l.in = make([]uint32, st.entity+1), make([]uint32, st.entity+1)
	if err := l.rows(edgeTable, edgeKeySize, past, l.count); err != nil {
		return err
	}
	for n := range l.out {
		if l.out[n]+l.in[n] > 0 {
			l.editor.Reserve(graph.Node(n), int(l.out[n]), int(l.in[n]))
		}
	}
	return l.rows(edgeTable, edgeKeySize, past, l.edge)
}

// rows calls each for the rows of a versioned table at l.rev.
func (l *loader) rows(t table, keySize int, past bool, each func(key, body []byte) error) error {
	tables := []table{t}
	if past {
		tables = append(tables, t.history())
	}
	for _, from := range tables {
		size := keySize
		if from != t {
			size += 8
		}
		c := l.buckets[from].Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			since, n := binary.Uvarint(v)
			if len(k) != size || n <= 0 {
				return damaged("a row of %s is malformed", tableNames[from])
			}
			if since > uint64(l.rev) || from != t && binary.BigEndian.Uint64(k[keySize:]) <= uint64(l.rev) {
				continue
			}
			if err := each(k[:keySize], v[n:]); err != nil {
				return err
			}
			if l.done++; l.progress != nil && l.done%10_000 == 0 {
				l.progress(l.done, l.total)
			}
		}
	}
	return nil
}

func (l *loader) entity(key, body []byte) error {
	e, ok := entityShape(body)
	n := graph.Node(num(key))
	if !ok || n == 0 || n > l.last {
		return damaged("an entity's row is malformed")
	}
	l.editor.PutNode(n, e.ID, e.Name, l.terms.Lookup(e.Kind), l.terms.Lookup(e.Form))
	return nil
}

// entityShape reads an entity's id, kind, form and name from the front of its
// row, copying no more than these.
func entityShape(body []byte) (graph.Entity, bool) {
	var fields [4]string
	for i := range fields {
		size, n := binary.Uvarint(body)
		if n <= 0 || size > uint64(len(body)-n) {
			return graph.Entity{}, false
		}
		fields[i] = string(body[n : n+int(size)])
		body = body[n+int(size):]
	}
	return graph.Entity{ID: fields[0], Kind: fields[1], Form: fields[2], Name: fields[3]}, true
}

func (l *loader) count(key, body []byte) error {
	k, _ := parseEdgeKey(key)
	if int(k.subject) >= len(l.out) || int(k.object) >= len(l.in) || len(body) != edgeBodySize {
		return damaged("an edge row is malformed")
	}
	l.out[k.subject]++
	if k.object != 0 {
		l.in[k.object]++
	}
	return nil
}

func (l *loader) edge(key, body []byte) error {
	k, _ := parseEdgeKey(key)
	if l.editor.Node(k.subject) == nil || k.object != 0 && l.editor.Node(k.object) == nil {
		return damaged("an edge row has an end that is no entity")
	}
	e := makeEdge(k, body)
	if names := graph.Term(l.names); e.Type == 0 || e.Type > names || e.Verb > names || e.Reading > names ||
		e.Grade > graph.Stated || e.Rank > graph.Deprecated {
		return damaged("an edge row is malformed")
	}
	l.editor.PutEdge(k.subject, e)
	return nil
}

// rowAt returns a row of a versioned table at a revision, without its
// revision; nil when there is none. The result is the file's memory.
func rowAt(bucket func(table) *bbolt.Bucket, t table, key []byte, rev graph.Revision) ([]byte, error) {
	if v := bucket(t).Get(key); v != nil {
		since, n := binary.Uvarint(v)
		if n <= 0 {
			return nil, damaged("a row is malformed")
		}
		if since <= uint64(rev) {
			return v[n:], nil
		}
	}
	k, v := bucket(t.history()).Cursor().Seek(historyKey(key, rev+1))
	if len(k) != len(key)+8 || !bytes.HasPrefix(k, key) {
		return nil, nil
	}
	since, n := binary.Uvarint(v)
	if n <= 0 {
		return nil, damaged("a row is malformed")
	}
	if since > uint64(rev) {
		return nil, nil
	}
	return v[n:], nil
}
