package training

import (
	"encoding/json"

	"missiongraph/graph"
)

// Text writes a receipt on one line, for [ReadReceipt].
func (r *Receipt) Text() string {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // it holds texts and numbers only
	}
	return string(text)
}

// maxReceipts bounds the items of one check.
const maxReceipts = 20_000

// ReadReceipt reads what [Receipt.Text] wrote. The error has code BAD_INPUT and
// names the place where the text was given.
func ReadReceipt(place, text string) (*Receipt, error) {
	var r Receipt
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return nil, graph.Errorf(graph.BadInput, "%s: %.60q is no receipt", place, text).WithHint("give the text of a receipt as it was answered")
	}
	return &r, r.check(place)
}

// check refuses a receipt that nothing rests on, which would always hold.
func (r *Receipt) check(place string) error {
	if len(r.Proofs) == 0 {
		return graph.Errorf(graph.BadInput, "%s: a receipt without proofs", place)
	}
	if _, ok := graph.ParseGrade(r.Lens.MinGrade); !ok {
		return graph.Errorf(graph.BadInput, "%s: there is no grade %.60q, of the lens", place, r.Lens.MinGrade)
	}
	for _, p := range r.Proofs {
		if _, ok := graph.ParseGrade(p.Grade); !ok || p.Fact == "" {
			return graph.Errorf(graph.BadInput, "%s: a proof of %.60q has the grade %.60q", place, p.Fact, p.Grade)
		}
	}
	return nil
}

// Check reports what is wrong with the receipts of a pack that was read. The error
// has code BAD_INPUT, LIMIT for too many items.
func (p *Pack) Check() error {
	items := p.Items()
	if len(items) > maxReceipts {
		return graph.Errorf(graph.Limit, "%d items; at most %d are checked at a time", len(items), maxReceipts)
	}
	for _, item := range items {
		if item.Name == "comparison" { // of entities that no fact joins with anything
			continue
		}
		if err := item.Receipt.check(item.Name); err != nil {
			return err
		}
	}
	return nil
}
