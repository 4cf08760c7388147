package bolt

import (
	"bytes"
	"encoding/binary"

	"missiongraph/graph"
)

// FactLives implements [graph.Historian]: a look at the fact's own rows.
func (s *snapshot) FactLives(id string) (lives []graph.Life, err error) {
	if id == "" || len(id) > maxFactID {
		return nil, nil
	}
	err = s.read(func() error {
		return s.lives(factIDTable, factTable, id, func(d *decoder, since, until graph.Revision) {
			lives = append(lives, graph.Life{Fact: d.fact(), Since: since, Until: until})
		})
	})
	return lives, err
}

// EntityLives implements [graph.Historian].
func (s *snapshot) EntityLives(id string) (lives []graph.EntityLife, err error) {
	if id == "" || len(id) > maxFactID {
		return nil, nil
	}
	err = s.read(func() error {
		return s.lives(entityIDTable, entityTable, id, func(d *decoder, since, until graph.Revision) {
			lives = append(lives, graph.EntityLife{Entity: d.entity(), Since: since, Until: until})
		})
	})
	return lives, err
}

// lives has read decode every row that a thing ever had, the oldest first.
func (s *snapshot) lives(ids, rows table, id string, read func(d *decoder, since, until graph.Revision)) error {
	key := s.bucket(ids).Get([]byte(id))
	if len(key) != 4 {
		return nil
	}
	one := func(row []byte, until graph.Revision) error {
		since, n := binary.Uvarint(row)
		if n <= 0 {
			return damaged("a row is malformed")
		}
		d := decoder{s: string(row[n:])}
		if read(&d, graph.Revision(since), until); d.end() != nil {
			return damaged("a row is malformed")
		}
		return nil
	}
	c := s.bucket(rows.history()).Cursor()
	for k, v := c.Seek(key); len(k) == len(key)+8 && bytes.HasPrefix(k, key); k, v = c.Next() {
		if err := one(v, graph.Revision(binary.BigEndian.Uint64(k[len(key):]))); err != nil {
			return err
		}
	}
	if v := s.bucket(rows).Get(key); v != nil {
		return one(v, 0)
	}
	return nil
}
