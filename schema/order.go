package schema

import (
	"fmt"
	"strings"

	"missiongraph/graph"
)

// orderInput is a list of any <Kind>Order, as it came; see filterInput.
type orderInput struct{ keys []any }

// ImplementsGraphQLType says that the type stands for every list of orders.
func (orderInput) ImplementsGraphQLType(name string) bool { return strings.HasSuffix(name, "Order!]") }

// UnmarshalGraphQL takes the input.
func (in *orderInput) UnmarshalGraphQL(input any) error {
	if input != nil {
		in.keys = list(input)
	}
	return nil
}

// Nullable says that null stands for no order.
func (orderInput) Nullable() {}

// key hashes the order, for cursors.
func (in orderInput) key() uint32 {
	if len(in.keys) == 0 {
		return 0
	}
	return jsonKey(in.keys)
}

// maxOrderKeys bounds the keys of an order: each is read for every entity.
const maxOrderKeys = 8

// ordersBy are the orders that every kind has.
var ordersBy = map[string]graph.OrderBy{
	"name": graph.OrderName, "id": graph.OrderID, "kind": graph.OrderKind,
	"form": graph.OrderForm, "grade": graph.OrderGrade, "degree": graph.OrderDegree,
}

// order reads the input as an order of entities of a kind; nil for the usual
// one.
func (in orderInput) order(kind kindIndex) ([]graph.OrderKey, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var keys []graph.OrderKey
	for i, x := range in.keys {
		name, descending, nullsFirst := orderKey(x)
		key := graph.OrderKey{Descending: descending, NullsFirst: nullsFirst}
		if by, ok := ordersBy[name]; ok {
			key.By = by
		} else if f := fieldOf(kind, name); f == nil {
			return nil, graph.Errorf(graph.BadInput, "orderBy[%d].by: there is no order %q", i, fmt.Sprintf("%.60s", name))
		} else if len(f.types) == 0 {
			key.By, key.Property = graph.OrderProperty, propertyNames[f.property]
		} else {
			t := f.test()
			key.By, key.Relations = graph.OrderCount, &t
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// factOrdersBy are the values of FactOrderField.
var factOrdersBy = map[string]graph.FactOrderBy{
	"subject": graph.FactBySubject, "type": graph.FactByType, "verb": graph.FactByVerb,
	"object": graph.FactByObject, "grade": graph.FactByGrade, "rank": graph.FactByRank,
}

// factOrder reads the input as an order of facts; nil for the usual one.
func (in orderInput) factOrder() ([]graph.FactOrderKey, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var keys []graph.FactOrderKey
	for _, x := range in.keys {
		name, descending, nullsFirst := orderKey(x)
		keys = append(keys, graph.FactOrderKey{By: factOrdersBy[name], Descending: descending, NullsFirst: nullsFirst})
	}
	return keys, nil
}

func (in orderInput) check() error {
	if len(in.keys) > maxOrderKeys {
		return graph.Errorf(graph.Limit, "orderBy has %d keys, more than %d", len(in.keys), maxOrderKeys).
			WithHint("the first few decide")
	}
	return nil
}

// orderKey reads the parts of a key.
func orderKey(x any) (by string, descending, nullsFirst bool) {
	fields, _ := x.(map[string]any)
	by, _ = fields["by"].(string)
	return by, fields["direction"] == "DESC", fields["nulls"] == "FIRST"
}
