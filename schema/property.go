//lint:file-ignore U1000 generated code calls the one for the type of each property; not every type is in use.

package schema

import (
	"math"

	"missiongraph/graph"
)

// properties returns the values of an attribute that the lens shows, in order
// of assertion: all of them where the ontology says that several may hold at
// once, else the one to use, preferred before normal.
func (r *EntityResolver) properties(p propertyIndex) []graph.Value {
	number := r.v.names.properties[p]
	if number == 0 {
		return nil
	}
	declared := r.v.Ontology.Property(propertyNames[p])
	many := declared != nil && declared.Many
	var facts []graph.FactNum
	best := graph.Deprecated // of the facts so far
	edges := graph.OfType(r.info.Out, number)
	for i := range edges {
		e := &edges[i]
		switch {
		case !r.v.Shows(e):
		case many || len(facts) == 0:
			facts, best = append(facts, e.Fact), e.Rank
		case e.Rank == graph.Preferred && best != graph.Preferred:
			facts[0], best = e.Fact, e.Rank
		}
	}
	r.v.charge(len(facts))
	values := make([]graph.Value, len(facts))
	for i, n := range facts {
		f, err := r.v.Fact(n)
		must(err)
		values[i] = f.Value
	}
	return values
}

// one returns what convert makes of a property's value, or nil.
func one[T any](r *EntityResolver, p propertyIndex, convert func(graph.Value) (T, bool)) *T {
	values := r.properties(p)
	if len(values) == 0 {
		return nil
	}
	x, ok := convert(values[0])
	if !ok {
		return nil
	}
	return &x
}

// several returns what convert makes of each value, those of lists one by one;
// nil when the lens shows no such property.
func several[T any](r *EntityResolver, p propertyIndex, convert func(graph.Value) (T, bool)) *[]T {
	values := r.properties(p)
	if len(values) == 0 {
		return nil
	}
	list := []T{}
	for _, v := range values {
		each := v.List
		if v.Type != graph.List {
			each = []graph.Value{v}
		}
		for _, value := range each {
			if x, ok := convert(value); ok {
				list = append(list, x)
			}
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
