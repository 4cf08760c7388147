package golden

import (
	"encoding/json"
	"slices"

	"missiongraph/graph"
)

// maxRows bounds the rows of a pattern that are compared.
const maxRows = 1000

// matchQuery asks a pattern.
const matchQuery = `query StoredPattern($pattern: String!, $parameters: [MatchParameter!]) {
  match(pattern: $pattern, parameters: $parameters, first: 1000) {
    columns { name }
    rows { cells { ...cell values { ...cell values { ...cell } } } }
    totalCount
    truncated
  }
}
fragment cell on MatchCell { text number boolean entity { id } }`

// request returns the GraphQL that asks a question, with its variables.
func (q *Question) request() (query string, variables map[string]any) {
	if q.Pattern == "" {
		return q.Query, q.Variables
	}
	parameters := []any{}
	for _, name := range names(q.Variables, nil) {
		p := map[string]any{"name": name}
		switch x := q.Variables[name].(type) {
		case string:
			p["text"] = x
		case json.Number:
			p["number"] = x
		case bool:
			p["boolean"] = x
		case []any:
			p["texts"] = x
			if len(x) > 0 {
				if _, numbers := x[0].(json.Number); numbers {
					delete(p, "texts")
					p["numbers"] = x
				}
			}
		}
		parameters = append(parameters, p)
	}
	return matchQuery, map[string]any{"pattern": q.Pattern, "parameters": parameters}
}

type matched struct {
	Match struct {
		Columns []struct{ Name string }
		Rows    []struct{ Cells []*cell }

		TotalCount int
		Truncated  bool
	}
}

type cell struct {
	Text    *string
	Number  *json.Number
	Boolean *bool
	Entity  *struct{ ID string }
	Values  []*cell
}

// value is a cell as a sheet writes it: an entity as its id.
func (c *cell) value() any {
	switch {
	case c == nil:
		return nil
	case c.Entity != nil:
		return c.Entity.ID
	case c.Number != nil:
		return *c.Number
	case c.Boolean != nil:
		return *c.Boolean
	case c.Values != nil:
		list := make([]any, len(c.Values))
		for i, x := range c.Values {
			list[i] = x.value()
		}
		return list
	case c.Text != nil:
		return *c.Text
	}
	return nil
}

// answer is what a question's answer is compared as: the data of a query; the
// rows of a pattern, each a list of cells, or the cell where there is one column.
func (q *Question) answer(raw json.RawMessage) (any, error) {
	if q.Pattern == "" {
		return decode(raw)
	}
	var m matched
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	if m.Match.Truncated {
		return nil, graph.Errorf(graph.Limit, "not all rows were found").WithHint("narrow the pattern")
	}
	if q.Expect.Form == Count {
		return map[string]any{"totalCount": json.Number(encode(m.Match.TotalCount))}, nil
	}
	if m.Match.TotalCount > maxRows {
		return nil, graph.Errorf(graph.Limit, "there are %d rows, and at most %d are compared", m.Match.TotalCount, maxRows).
			WithHint("expect a count, or narrow the pattern")
	}
	rows := make([]any, len(m.Match.Rows))
	for i, row := range m.Match.Rows {
		cells := make([]any, len(row.Cells))
		for j, c := range row.Cells {
			cells[j] = c.value()
		}
		rows[i] = cells
		if len(m.Match.Columns) == 1 {
			rows[i] = cells[0]
		}
	}
	return rows, nil
}

// parameters are the variables as a pattern takes them; see pattern.Compile.
func Parameters(variables map[string]any) (map[string]any, graph.Problems) {
	var problems graph.Problems
	given := make(map[string]any, len(variables))
	for _, name := range names(variables, nil) {
		switch x := variables[name].(type) {
		case nil, string, bool:
			given[name] = x
		case json.Number:
			given[name], _ = x.Float64()
		case []any:
			texts, numbers := []string{}, []float64{}
			for _, e := range x {
				switch e := e.(type) {
				case string:
					texts = append(texts, e)
				case json.Number:
					f, _ := e.Float64()
					numbers = append(numbers, f)
				}
			}
			switch {
			case len(texts) == len(x):
				given[name] = texts
			case len(numbers) == len(x):
				given[name] = numbers
			default:
				problems.Add("", graph.BadInput, "$%s is a list of texts or of numbers, not of both or others", name)
			}
		default:
			problems.Add("", graph.BadInput, "$%s is a mapping, which no pattern takes", name)
		}
	}
	return given, slices.Clip(problems)
}
