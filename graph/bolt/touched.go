package bolt

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"missiongraph/graph"
)

// rowsPerUnit is how many rows, of which only the key and the revision are
// read, cost one unit of a work budget.
const rowsPerUnit = 64

// stepRows is how many rows are looked at before the budget is asked again.
const stepRows = 4096

// Touched implements [graph.Historian]. It reads the entries between, unless
// looking through the revisions of all rows is less work.
func (s *snapshot) Touched(after, upTo graph.Revision, b *graph.Budget) ([]graph.Ref, error) {
	found := map[graph.Ref]struct{}{}
	short, err := s.logIsShort(after, upTo)
	switch {
	case err != nil:
	case short:
		err = s.touchedByLog(found, after, upTo, b)
	default:
		err = s.touchedByRows(found, after, upTo, b)
	}
	return slices.SortedFunc(maps.Keys(found), graph.CompareRefs), err
}

// shortLog is a number of ops that is always read from the log.
const shortLog = 1024

// logIsShort reports whether the ops between two revisions are fewer than a
// 16th of the facts: decoding an op takes about as long as passing by so many
// rows.
func (s *snapshot) logIsShort(after, upTo graph.Revision) (short bool, err error) {
	most := max(shortLog, s.topology.Facts()/16)
	if upTo-after > graph.Revision(most) {
		return false, nil
	}
	err = s.read(func() error {
		ops := 0
		for rev := after + 1; rev <= upTo && ops <= most; rev++ {
			info, err := infoOf(s.bucket(logTable), rev)
			if err != nil {
				return err
			}
			ops += info.Ops
		}
		short = ops <= most || upTo-after == 1
		return nil
	})
	return short, err
}

func (s *snapshot) touchedByLog(found map[graph.Ref]struct{}, after, upTo graph.Revision, b *graph.Budget) error {
	for rev := after + 1; rev <= upTo; rev++ {
		var e graph.Entry
		size := 0
		err := s.read(func() (err error) {
			raw := s.bucket(logTable).Get(revKey(rev))
			size = len(raw)
			if e, err = decodeEntry(raw); err != nil || e.Revision != rev {
				return damaged("entry %d of the log is malformed", rev)
			}
			return nil
		})
		if err == nil {
			err = b.Spend(1 + len(e.Ops) + size/bytesPerUnit)
		}
		if err != nil {
			return err
		}
		for i := range e.Ops {
			found[e.Ops[i].Touches()] = struct{}{}
		}
	}
	return nil
}

// touchedByRows finds the rows that were made or replaced between two
// revisions.
func (s *snapshot) touchedByRows(found map[graph.Ref]struct{}, after, upTo graph.Revision, b *graph.Budget) error {
	between := func(rev graph.Revision) bool { return after < rev && rev <= upTo }
	for sort, t := range rowTables {
		for _, t := range [...]table{t, t.history()} {
			err := s.scan(t, b, func(k, v []byte) error {
				since, n := binary.Uvarint(v)
				if n <= 0 {
					return errCodec
				}
				if between(graph.Revision(since)) ||
					len(k) == 4+8 && between(graph.Revision(binary.BigEndian.Uint64(k[4:]))) {
					d := decoder{s: string(v[n:min(len(v), n+maxFactID+8)])} // the id comes first
					found[graph.Ref{Sort: graph.Sort(sort), ID: d.string()}] = struct{}{}
					return d.err
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// scan passes all rows of a table and charges them. The rows are the file's
// memory, good until f returns.
func (s *snapshot) scan(t table, b *graph.Budget, f func(k, v []byte) error) error {
	var next []byte
	for {
		passed, last := 0, []byte(nil)
		err := s.read(func() error {
			c := s.bucket(t).Cursor()
			for k, v := c.Seek(next); k != nil; k, v = c.Next() {
				if passed == stepRows {
					last = bytes.Clone(k)
					return nil
				}
				if passed++; f(k, v) != nil {
					return damaged("a row is malformed")
				}
			}
			return nil
		})
		if err == nil {
			err = b.Spend(passed/rowsPerUnit + min(passed, 1))
		}
		if err != nil || last == nil {
			return err
		}
		next = last
	}
}

// FactsEver implements [graph.Historian]. Edges are stored under their
// subjects, so that those to an entity that are gone are found by looking
// through all former edges.
func (s *snapshot) FactsEver(entity string, b *graph.Budget) (ids []string, err error) {
	var node graph.Node
	err = s.read(func() error {
		if key := s.numberKey(graph.Ref{Sort: graph.EntitySort, ID: entity}); key != nil {
			node = graph.Node(num(key))
		}
		return nil
	})
	if err != nil || node == 0 {
		return nil, err
	}
	numbers := map[graph.FactNum]struct{}{}
	if info := s.topology.Node(node); info != nil {
		for _, edges := range [...][]graph.Edge{info.Out, info.In} {
			for i := range edges {
				numbers[edges[i].Fact] = struct{}{}
			}
		}
	}
	err = s.scan(edgeHistory, b, func(k, v []byte) error {
		key, ok := parseEdgeKey(k)
		since, n := binary.Uvarint(v)
		if !ok || n <= 0 {
			return errCodec
		}
		if (key.subject == node || key.object == node) && since <= uint64(s.Revision()) {
			numbers[key.fact] = struct{}{}
		}
		return nil
	})
	if err == nil {
		err = b.Spend(len(numbers))
	}
	if err != nil {
		return nil, err
	}
	for n := range numbers {
		id, err := s.factID(n)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

// factID reads the id of a fact that is or was there.
func (s *snapshot) factID(n graph.FactNum) (id string, err error) {
	err = s.read(func() error {
		key := numKey(uint32(n))
		row := s.bucket(factTable).Get(key)
		if row == nil {
			k, v := s.bucket(factHistory).Cursor().Seek(key)
			if bytes.HasPrefix(k, key) {
				row = v
			}
		}
		_, skip := binary.Uvarint(row)
		d := decoder{s: string(row[max(skip, 0):])}
		if id = d.string(); d.err != nil {
			return damaged("a fact's row is malformed")
		}
		return nil
	})
	return id, err
}
