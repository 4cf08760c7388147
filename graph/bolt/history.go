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
		key := s.bucket(factIDTable).Get([]byte(id))
		if len(key) != 4 {
			return nil
		}
		c := s.bucket(factTable.history()).Cursor()
		for k, v := c.Seek(key); len(k) == len(key)+8 && bytes.HasPrefix(k, key); k, v = c.Next() {
			life, err := readLife(v)
			if err != nil {
				return err
			}
			life.Until = graph.Revision(binary.BigEndian.Uint64(k[len(key):]))
			lives = append(lives, life)
		}
		if v := s.bucket(factTable).Get(key); v != nil {
			life, err := readLife(v)
			if err != nil {
				return err
			}
			lives = append(lives, life)
		}
		return nil
	})
	return lives, err
}

func readLife(row []byte) (graph.Life, error) {
	since, n := binary.Uvarint(row)
	if n <= 0 {
		return graph.Life{}, damaged("a row is malformed")
	}
	d := decoder{s: string(row[n:])}
	life := graph.Life{Fact: d.fact(), Since: graph.Revision(since)}
	if d.end() != nil {
		return life, damaged("a fact's row is malformed")
	}
	return life, nil
}
