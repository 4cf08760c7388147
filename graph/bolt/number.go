package bolt

import "missiongraph/graph"

// FactNumber implements [graph.Numberer].
func (s *snapshot) FactNumber(id string) (n graph.FactNum, err error) {
	if id == "" || len(id) > maxFactID {
		return 0, nil
	}
	err = s.read(func() error {
		if v := s.bucket(factIDTable).Get([]byte(id)); len(v) == 4 {
			n = graph.FactNum(num(v))
		}
		return nil
	})
	return n, err
}
