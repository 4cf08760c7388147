package exchange

import "strings"

// part is one of the values of a row's cell for each of which the row counts.
type part struct {
	value      string
	start, end int // bytes in the text
}

// parts returns those of a row: one where the mapping has no each, or the cell
// is empty. Values that come twice count once.
func (r *rowReader) parts() []part {
	if r.Each == nil {
		return []part{{}}
	}
	n := r.Each.column
	if n < 0 || n >= len(r.row.Cells) {
		return []part{{}}
	}
	cell := &r.row.Cells[n]
	values := cell.List
	if values == nil {
		values = []string{cell.Value}
		if by := r.Each.Split.Value; by != "" {
			values = strings.Split(cell.Value, by)
		}
	}
	list := make([]part, 0, len(values))
	seen := map[string]bool{}
	asItStands := cell.List == nil && r.file.Text[cell.Start:cell.End] == cell.Value
	at := cell.Start
	for _, v := range values {
		p := part{v, cell.Start, cell.End}
		if asItStands {
			p.start, p.end = at, at+len(v)
			at = p.end + len(r.Each.Split.Value)
		}
		if clean := r.clean(v); clean != "" && !seen[clean] {
			seen[clean] = true
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return []part{{}}
	}
	return list
}
