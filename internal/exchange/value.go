package exchange

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"missiongraph/graph"
)

// excelLayout stands for a day as spreadsheets store it: days since 1899-12-30.
const excelLayout = "excel"

var layoutWords = strings.NewReplacer(
	"YYYY", "2006", "YY", "06", "Month", "January", "Mon", "Jan", "MM", "01", "M", "1",
	"DD", "02", "D", "2", "hh", "15", "mm", "04", "ss", "05",
)

// call applies a function of a template to a text.
func (m *Mapping) call(f function, s string) (result, problem, hint string) {
	switch f.name {
	case "slug":
		if s = slug(s); s == "" {
			return "", "nothing is left of the text as an id", ""
		}
		return s, "", ""
	case "title":
		return title(s), "", ""
	case "lower":
		return strings.ToLower(s), "", ""
	case "upper":
		return strings.ToUpper(s), "", ""
	case "before":
		s, _, _ = strings.Cut(s, f.argument)
		return strings.TrimSpace(s), "", ""
	case "after":
		if _, rest, ok := strings.Cut(s, f.argument); ok {
			s = rest
		}
		return strings.TrimSpace(s), "", ""
	case "replace":
		from, to, _ := strings.Cut(f.argument, "=")
		return strings.ReplaceAll(s, from, to), "", ""
	case "first":
		n, _ := strconv.Atoi(f.argument)
		if utf8.RuneCountInString(s) > n {
			s = string([]rune(s)[:n])
		}
		return s, "", ""
	case "number":
		x, ok := m.number(s)
		if !ok {
			return "", fmt.Sprintf("%.60q is not a number", s), m.numberHint()
		}
		return strconv.FormatFloat(x, 'f', -1, 64), "", ""
	case "date":
		layouts := m.layouts()
		if f.argument != "" {
			layouts = strings.Split(f.argument, ";")
		}
		d, ok := date(s, layouts)
		if !ok {
			return "", fmt.Sprintf("%.60q is not a date", s), "expected " + graph.OneOf(layouts)
		}
		return d, "", ""
	}
	return s, "", ""
}

func (m *Mapping) layouts() []string {
	if len(m.Dates) == 0 {
		return []string{"YYYY-MM-DD"}
	}
	list := make([]string, len(m.Dates))
	for i, t := range m.Dates {
		list[i] = t.Value
	}
	return list
}

// date reads a day in the first layout that it fits, as an RFC 3339 full-date.
func date(s string, layouts []string) (string, bool) {
	for _, l := range layouts {
		if l == excelLayout {
			if n, err := strconv.ParseFloat(s, 64); err == nil && n >= 1 && n < 2958466 {
				// Spreadsheets take 1900 for a leap year, so that days count
				// from 1899-12-30 from March 1900 on.
				return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(n))).Format(time.DateOnly), true
			}
			continue
		}
		if t, err := time.Parse(layoutWords.Replace(l), s); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// number reads a number with the mapping's separators.
func (m *Mapping) number(s string) (float64, bool) {
	thousands, decimal := m.Numbers.Thousands.Value, m.Numbers.Decimal.Value
	if thousands == "" {
		thousands = ","
		if decimal == "," {
			thousands = "."
		}
	}
	s = strings.ReplaceAll(s, thousands, "")
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(s)
	if decimal != "" && decimal != "." {
		s = strings.ReplaceAll(s, decimal, ".")
	}
	if strings.ContainsAny(s, "xXpP_iInN") { // hexadecimal, Inf, NaN
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsInf(x, 0)
}

func (m *Mapping) numberHint() string {
	return "numbers: {thousands: ..., decimal: ...} says how they are written"
}

// value makes a value of a property's type of a text.
func (m *Mapping) value(p *graph.Property, s string) (v graph.Value, problem, hint string) {
	v = graph.Value{Type: p.Type}
	switch p.Type {
	case graph.String, graph.Text:
		v.Text = s
	case graph.URL:
		v.Text = s
		if !strings.Contains(s, "://") {
			return v, fmt.Sprintf("%.60q is not an absolute URL", s), ""
		}
	case graph.Coded:
		v.Text = s
		for _, code := range p.Codes {
			if code == s {
				return v, "", ""
			}
		}
		return v, fmt.Sprintf("%.60q is no code of %s: expected %s", s, p.Name, graph.OneOf(p.Codes)), "codes: {…} says which cell means which code"
	case graph.Date:
		ok := false
		if v.Text, ok = date(s, m.layouts()); !ok {
			return v, fmt.Sprintf("%.60q is not a date", s), "expected " + graph.OneOf(m.layouts())
		}
	case graph.Integer, graph.Decimal, graph.Quantity:
		x, ok := m.number(s)
		if !ok || p.Type == graph.Integer && (x != math.Trunc(x) || math.Abs(x) > 1<<53) {
			return v, fmt.Sprintf("%.60q is not a number of the type %s", s, p.Type), m.numberHint()
		}
		if p.Type == graph.Integer {
			v.Integer = int64(x)
		} else {
			v.Number = x
		}
	case graph.Boolean:
		switch strings.ToLower(s) {
		case "true", "yes", "y", "1":
			v.Integer = 1
		case "false", "no", "n", "0":
		default:
			return v, fmt.Sprintf("%.60q is neither true nor false", s), "codes: {…} says which cell means which"
		}
	}
	return v, "", ""
}
