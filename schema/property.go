//lint:file-ignore U1000 generated code calls the one for the type of each property; not every type is in use.

package schema

import (
	"math"

	"missiongraph/graph"
)

// property returns the value of an attribute, preferred before normal, or
// false when the lens shows none.
func (r *EntityResolver) property(p propertyIndex) (graph.Value, bool) {
	number := r.v.names.properties[p]
	if number == 0 {
		return graph.Value{}, false
	}
	edges := graph.OfType(r.info.Out, number)
	best := -1
	for i := range edges {
		if r.v.Shows(&edges[i]) && (best < 0 || edges[i].Rank == graph.Preferred && edges[best].Rank != graph.Preferred) {
			best = i
		}
	}
	if best < 0 {
		return graph.Value{}, false
	}
	must(r.v.Budget.Spend(1))
	f, err := r.v.Fact(edges[best].Fact)
	must(err)
	return f.Value, true
}

// one returns what convert makes of a property's value, or nil.
func one[T any](r *EntityResolver, p propertyIndex, convert func(graph.Value) (T, bool)) *T {
	v, ok := r.property(p)
	if !ok {
		return nil
	}
	x, ok := convert(v)
	if !ok {
		return nil
	}
	return &x
}

// several returns what convert makes of each value of a list, or of the one
// value; nil when the lens shows no such property.
func several[T any](r *EntityResolver, p propertyIndex, convert func(graph.Value) (T, bool)) *[]T {
	v, ok := r.property(p)
	if !ok {
		return nil
	}
	values := v.List
	if v.Type != graph.List {
		values = []graph.Value{v}
	}
	list := make([]T, 0, len(values))
	for _, value := range values {
		if x, ok := convert(value); ok {
			list = append(list, x)
		}
	}
	return &list
}

func asString(v graph.Value) (string, bool)   { return v.String(), true }
func asDecimal(v graph.Value) (float64, bool) { return v.Number, v.Type == graph.Decimal }
func asBoolean(v graph.Value) (bool, bool)    { return v.Integer != 0, v.Type == graph.Boolean }
func asDate(v graph.Value) (Date, bool)       { return Date(v.Text), v.Type == graph.Date }
func asURL(v graph.Value) (URL, bool)         { return URL(v.Text), v.Type == graph.URL }

// asInteger leaves out what the engine's Int cannot hold.
func asInteger(v graph.Value) (int32, bool) {
	return int32(v.Integer), v.Type == graph.Integer && v.Integer >= math.MinInt32 && v.Integer <= math.MaxInt32
}

func asQuantity(v graph.Value) (*QuantityResolver, bool) {
	q := quantityOf(v)
	return q, q != nil
}

func (r *EntityResolver) stringProperty(p propertyIndex) *string    { return one(r, p, asString) }
func (r *EntityResolver) stringsProperty(p propertyIndex) *[]string { return several(r, p, asString) }
func (r *EntityResolver) integerProperty(p propertyIndex) *int32    { return one(r, p, asInteger) }
func (r *EntityResolver) integersProperty(p propertyIndex) *[]int32 { return several(r, p, asInteger) }
func (r *EntityResolver) decimalProperty(p propertyIndex) *float64  { return one(r, p, asDecimal) }
func (r *EntityResolver) decimalsProperty(p propertyIndex) *[]float64 {
	return several(r, p, asDecimal)
}
func (r *EntityResolver) booleanProperty(p propertyIndex) *bool    { return one(r, p, asBoolean) }
func (r *EntityResolver) booleansProperty(p propertyIndex) *[]bool { return several(r, p, asBoolean) }
func (r *EntityResolver) dateProperty(p propertyIndex) *Date       { return one(r, p, asDate) }
func (r *EntityResolver) datesProperty(p propertyIndex) *[]Date    { return several(r, p, asDate) }
func (r *EntityResolver) urlProperty(p propertyIndex) *URL         { return one(r, p, asURL) }
func (r *EntityResolver) urlsProperty(p propertyIndex) *[]URL      { return several(r, p, asURL) }
func (r *EntityResolver) quantitiesProperty(p propertyIndex) *[]*QuantityResolver {
	return several(r, p, asQuantity)
}

func (r *EntityResolver) quantityProperty(p propertyIndex) *QuantityResolver {
	q := one(r, p, asQuantity)
	if q == nil {
		return nil
	}
	return *q
}
