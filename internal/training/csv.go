package training

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

// writeCSV writes a row a question. A field that a spreadsheet would take for
// a formula begins with an apostrophe.
func writeCSV(p *Pack) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	rows := [][]string{{"id", "form", "difficulty", "grade", "question", "options", "key", "explanation", "facts", "revision"}}
	for i := range p.Questions {
		q := &p.Questions[i]
		var options, facts []string
		for _, o := range q.Options {
			options = append(options, o.Text)
		}
		for _, pair := range q.Pairs {
			options = append(options, pair.Prompt)
		}
		for _, proof := range q.Receipt.Proofs {
			facts = append(facts, proof.Fact)
		}
		rows = append(rows, []string{q.ID, string(q.Form), q.Difficulty, q.Grade, q.Stem, strings.Join(options, " | "), q.Key(), explanation(q), strings.Join(facts, " "), fmt.Sprint(p.Revision)})
	}
	for _, row := range rows {
		for i, field := range row {
			if field = line(field); field != "" && strings.ContainsRune("=+-@", rune(field[0])) {
				field = "'" + field
			}
			row[i] = field
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
