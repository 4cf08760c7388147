package graph

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ValueType is the type of an attribute's value.
type ValueType uint8

// The value types. The zero value is no value.
const (
	NoValue  ValueType = iota
	String             // one line
	Text               // running text
	Integer            // int64
	Decimal            // float64, never NaN or infinite
	Boolean            //
	Date               // RFC 3339 full-date
	URL                // absolute
	Quantity           // number with comparator and unit
	Coded              // one of a property's codes
	List               // of values of one type, in order
)

var valueTypeNames = [...]string{"", "String", "Text", "Integer", "Decimal", "Boolean", "Date", "URL", "Quantity", "Coded", "List"}

// String returns the type's name, as "Quantity".
func (t ValueType) String() string {
	if int(t) < len(valueTypeNames) {
		return valueTypeNames[t]
	}
	return ""
}

// Value is an attribute's value; Type says which fields count.
type Value struct {
	Type       ValueType
	Text       string  // String, Text, Date, URL, Coded
	Integer    int64   // Integer; 0 or 1 for Boolean
	Number     float64 // Decimal, Quantity
	Comparator string  // Quantity: the source's hedge, as "approximately" or "more than"; may be empty
	Unit       string  // Quantity; may be empty
	List       []Value // List
}

// String renders v for people: a quantity with its comparator, lists joined
// with commas.
func (v Value) String() string {
	switch v.Type {
	case Integer:
		return strconv.FormatInt(v.Integer, 10)
	case Boolean:
		return strconv.FormatBool(v.Integer != 0)
	case Decimal:
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	case Quantity:
		parts := make([]string, 0, 3)
		if v.Comparator != "" {
			parts = append(parts, v.Comparator)
		}
		parts = append(parts, strconv.FormatFloat(v.Number, 'f', -1, 64))
		if v.Unit != "" {
			parts = append(parts, v.Unit)
		}
		return strings.Join(parts, " ")
	case List:
		parts := make([]string, len(v.List))
		for i, x := range v.List {
			parts[i] = x.String()
		}
		return strings.Join(parts, ", ")
	default:
		return v.Text
	}
}

// Words renders v as running text has it: thousands parted, a list with "and",
// a date spelled out.
func (v Value) Words() string {
	switch v.Type {
	case Integer, Decimal:
		return parted(v.String())
	case Quantity:
		words := v
		words.Comparator, words.Unit = "", ""
		text := parted(words.String())
		if v.Comparator != "" {
			text = v.Comparator + " " + text
		}
		if v.Unit != "" {
			text += " " + v.Unit
		}
		return text
	case Date:
		if t, err := time.Parse(time.DateOnly, v.Text); err == nil {
			return t.Format("January 2, 2006")
		}
	case List:
		phrases := make([]string, len(v.List))
		for i, x := range v.List {
			phrases[i] = x.Words()
		}
		return Enumerate(phrases)
	}
	return v.String()
}

// parted puts commas between the thousands of a decimal number.
func parted(number string) string {
	sign, whole := "", number
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole, fraction, pointed := strings.Cut(whole, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if pointed {
		whole += "." + fraction
	}
	return sign + whole
}

// IsZero reports whether nothing of v is set.
func (v Value) IsZero() bool {
	return v.Type == NoValue && v.Text == "" && v.Integer == 0 && v.Number == 0 &&
		v.Comparator == "" && v.Unit == "" && len(v.List) == 0
}

// Problem returns what is wrong with v in itself, or "".
func (v Value) Problem() string {
	switch v.Type {
	case NoValue:
		return "has no value"
	case Decimal, Quantity:
		if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
			return "is not a finite number"
		}
	case Date:
		if !IsDate(v.Text) {
			return "is not a date (expected YYYY-MM-DD)"
		}
	case List:
		for _, x := range v.List {
			if x.Type == List {
				return "is a list within a list"
			}
			if p := x.Problem(); p != "" {
				return p
			}
		}
	}
	return ""
}

// IsDate reports whether s is an RFC 3339 full-date that exists.
func IsDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
