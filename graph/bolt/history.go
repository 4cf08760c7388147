package bolt

import (
	"bytes"
	"encoding/binary"

	"missiongraph/graph"
)

// tables of the sorts of things: where their numbers are, and their rows.
var (
	idTables  = [...]table{graph.EntitySort: entityIDTable, graph.FactSort: factIDTable, graph.SourceSort: sourceIDTable}
	rowTables = [...]table{graph.EntitySort: entityTable, graph.FactSort: factTable, graph.SourceSort: sourceTable}
)

// numberKey returns the key of a thing's row, or nil when nothing ever had the
// id. It is called within read.
func (s *snapshot) numberKey(r graph.Ref) []byte {
	if r.ID == "" || len(r.ID) > maxFactID {
		return nil
	}
	if key := s.bucket(idTables[r.Sort]).Get([]byte(r.ID)); len(key) == 4 {
		return key
	}
	return nil
}

// FactLives implements [graph.Historian].
func (s *snapshot) FactLives(id string) ([]graph.Life, error) {
	found, err := s.Lives(graph.Ref{Sort: graph.FactSort, ID: id}, nil)
	var lives []graph.Life
	for _, l := range found {
		lives = append(lives, graph.Life{Fact: *l.Record.Fact, Since: l.Since, Until: l.Until})
	}
	return lives, err
}

// Lives implements [graph.Historian]: a look at the thing's own rows.
func (s *snapshot) Lives(r graph.Ref, b *graph.Budget) (lives []graph.RecordLife, err error) {
	err = s.read(func() error {
		key := s.numberKey(r)
		if key == nil {
			return b.Spend(1)
		}
		c := s.bucket(rowTables[r.Sort].history()).Cursor()
		for k, v := c.Seek(key); len(k) == len(key)+8 && bytes.HasPrefix(k, key); k, v = c.Next() {
			life, err := readLife(r.Sort, v, b)
			if err != nil {
				return err
			}
			life.Until = graph.Revision(binary.BigEndian.Uint64(k[len(key):]))
			lives = append(lives, life)
		}
		if v := s.bucket(rowTables[r.Sort]).Get(key); v != nil {
			life, err := readLife(r.Sort, v, b)
			if err != nil {
				return err
			}
			lives = append(lives, life)
		}
		return nil
	})
	return lives, err
}

func readLife(sort graph.Sort, row []byte, b *graph.Budget) (life graph.RecordLife, err error) {
	since, n := binary.Uvarint(row)
	if n <= 0 {
		return life, damaged("a row is malformed")
	}
	life.Since = graph.Revision(since)
	life.Record, err = readRecord(sort, row[n:], b)
	return life, err
}

// bytesPerUnit is the length of a long row, as of a source, that costs one
// unit of a work budget more.
const bytesPerUnit = 512

// readRecord decodes a row without its revision.
func readRecord(sort graph.Sort, body []byte, b *graph.Budget) (r graph.Record, err error) {
	if err := b.Spend(1 + len(body)/bytesPerUnit); err != nil {
		return r, err
	}
	d := decoder{s: string(body)}
	switch sort {
	case graph.EntitySort:
		e := d.entity()
		r.Entity = &e
	case graph.FactSort:
		f := d.fact()
		r.Fact = &f
	default:
		x := d.source()
		r.Source = &x
	}
	if d.end() != nil {
		return graph.Record{}, damaged("a row is malformed")
	}
	return r, nil
}

// RecordAt implements [graph.Historian].
func (s *snapshot) RecordAt(ref graph.Ref, rev graph.Revision, b *graph.Budget) (r graph.Record, err error) {
	err = s.read(func() error {
		key := s.numberKey(ref)
		if key == nil {
			return b.Spend(1)
		}
		row, err := rowAt(s.bucket, rowTables[ref.Sort], key, rev)
		if err == nil && row == nil {
			err = b.Spend(1)
		}
		if row == nil {
			return err
		}
		r, err = readRecord(ref.Sort, row, b)
		return err
	})
	return r, err
}
