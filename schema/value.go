package schema

import (
	"strconv"

	"missiongraph/graph"
)

// Int64 is the scalar Int64: the engine's Int has 32 bits.
type Int64 int64

// ImplementsGraphQLType names the scalar.
func (Int64) ImplementsGraphQLType(name string) bool { return name == "Int64" }

// UnmarshalGraphQL reads a whole number of 64 bits, or its decimal text.
func (n *Int64) UnmarshalGraphQL(input any) error {
	switch x := input.(type) {
	case int32:
		*n = Int64(x)
		return nil
	case int64:
		*n = Int64(x)
		return nil
	case string:
		if i, err := strconv.ParseInt(x, 10, 64); err == nil {
			*n = Int64(i)
			return nil
		}
	}
	return graph.Errorf(graph.BadInput, "%v is not a whole number of 64 bits", input).WithHint("as 20000, or as the text \"20000\"")
}

// MarshalJSON writes the number.
func (n Int64) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, int64(n), 10), nil }

// ValueResolver answers Value.
type ValueResolver struct {
	String, Text, Code *string
	Integer            *Int64
	Decimal            *float64
	Boolean            *bool
	Date               *Date
	URL                *URL
	Quantity           *QuantityResolver
	List               *[]*ValueResolver
}

// Value returns the value as a commit takes it.
func (r *AttributeResolver) Value() *ValueResolver { return valueOf(r.row().Value) }

func valueOf(v graph.Value) *ValueResolver {
	r := &ValueResolver{}
	switch v.Type {
	case graph.Text:
		r.Text = &v.Text
	case graph.Integer:
		n := Int64(v.Integer)
		r.Integer = &n
	case graph.Decimal:
		r.Decimal = &v.Number
	case graph.Boolean:
		yes := v.Integer != 0
		r.Boolean = &yes
	case graph.Date:
		r.Date = optionalDate(v.Text)
	case graph.URL:
		r.URL = optionalURL(v.Text)
	case graph.Coded:
		r.Code = &v.Text
	case graph.Quantity:
		r.Quantity = quantityOf(v)
	case graph.List:
		list := make([]*ValueResolver, len(v.List))
		for i, x := range v.List {
			list[i] = valueOf(x)
		}
		r.List = &list
	default:
		r.String = &v.Text
	}
	return r
}

// valueInput is the input ValueInput.
type valueInput struct {
	String, Text, Code *string
	Integer            *Int64
	Decimal            *float64
	Boolean            *bool
	Date               *Date
	URL                *URL
	Quantity           *quantityInput
	List               *[]valueInput
}

// quantityInput is the input QuantityInput.
type quantityInput struct {
	Number     float64
	Comparator *string
	Unit       *string
}

// value returns the value given, and how many are: one is right.
func (in *valueInput) value() (v graph.Value, given int) {
	take := func(x graph.Value) {
		v = x
		given++
	}
	text := func(t graph.ValueType, s *string) {
		if s != nil {
			take(graph.Value{Type: t, Text: *s})
		}
	}
	text(graph.String, in.String)
	text(graph.Text, in.Text)
	text(graph.Coded, in.Code)
	text(graph.Date, (*string)(in.Date))
	text(graph.URL, (*string)(in.URL))
	if in.Integer != nil {
		take(graph.Value{Type: graph.Integer, Integer: int64(*in.Integer)})
	}
	if in.Decimal != nil {
		take(graph.Value{Type: graph.Decimal, Number: *in.Decimal})
	}
	if in.Boolean != nil {
		x := graph.Value{Type: graph.Boolean}
		if *in.Boolean {
			x.Integer = 1
		}
		take(x)
	}
	if q := in.Quantity; q != nil {
		take(graph.Value{Type: graph.Quantity, Number: q.Number, Comparator: orEmpty(q.Comparator), Unit: orEmpty(q.Unit)})
	}
	if in.List != nil {
		take(graph.Value{Type: graph.List})
	}
	return v, given
}
