package graph

import (
	"cmp"
	"slices"
	"strings"
)

// orderValue is what an entity has for one key of an order.
type orderValue struct {
	null   bool
	number float64 // compared first
	text   string
}

func compareValues(a, b *orderValue) int {
	if a.number != b.number {
		return cmp.Compare(a.number, b.number)
	}
	return strings.Compare(a.text, b.text)
}

// order is a list of [OrderKey] made ready for a view.
type order struct {
	v    *View
	keys []orderKey
	name bool // [OrderName] alone, which needs no values

	lens bool // values depend on what the lens shows
	far  bool // values depend on other entities' pages
}

type orderKey struct {
	descending, nullsFirst bool
	value                  func(Node, *NodeInfo) (orderValue, error)
}

// newOrder compiles an order whose values charge a unit for each rate edges.
// Wrong keys are [Problems] with code BAD_INPUT.
func newOrder(v *View, keys []OrderKey, rate int) (*order, error) {
	o := &order{v: v}
	if len(keys) == 0 || len(keys) == 1 && keys[0].By == OrderName && !keys[0].Descending {
		o.name = true
		return o, nil
	}
	c := newCompiler(v)
	c.meter.rate = rate
	for i := range keys {
		k := &keys[i]
		o.keys = append(o.keys, orderKey{k.Descending, k.NullsFirst, o.value(c, (*inputPlace)(nil).item("order", i), k)})
	}
	return o, c.problems.Err()
}

// value returns the function that gives a key's value.
func (o *order) value(c *compiler, at *inputPlace, k *OrderKey) func(Node, *NodeInfo) (orderValue, error) {
	shape := func(value func(*NodeInfo) orderValue) func(Node, *NodeInfo) (orderValue, error) {
		return func(_ Node, info *NodeInfo) (orderValue, error) { return value(info), nil }
	}
	terms := o.v.topology.terms
	switch k.By {
	case OrderID:
		return shape(func(info *NodeInfo) orderValue { return orderValue{text: info.ID} })
	case OrderKind:
		return shape(func(info *NodeInfo) orderValue { return orderValue{text: terms.Name(info.Kind)} })
	case OrderForm:
		return shape(func(info *NodeInfo) orderValue { return orderValue{null: info.Form == 0, text: terms.Name(info.Form)} })
	case OrderGrade:
		rows := newEntityValues(o.v)
		return func(n Node, _ *NodeInfo) (orderValue, error) {
			row, err := rows.of(n)
			if err != nil || len(row) == 0 {
				return orderValue{null: true}, err
			}
			return orderValue{number: -float64(row[0].grade)}, nil
		}
	case OrderDegree:
		o.lens = true
		return func(_ Node, info *NodeInfo) (orderValue, error) {
			degree := o.v.degree(info, len(info.Out)+len(info.In))
			return orderValue{number: float64(degree)}, c.meter.touch(len(info.Out) + len(info.In))
		}
	case OrderProperty:
		return o.property(c, at, k)
	case OrderCount:
		return o.count(c, at, k)
	default:
		return shape(func(info *NodeInfo) orderValue { return orderValue{text: info.Key} })
	}
}

// property takes the least visible value, or the greatest in descending order.
// Text goes in lower case, as names do.
func (o *order) property(c *compiler, at *inputPlace, k *OrderKey) func(Node, *NodeInfo) (orderValue, error) {
	o.lens = true
	x := &PropertyTest{Property: k.Property}
	c.property(at, x) // for its name
	term := o.v.Term(k.Property)
	column := newPropertyValues(o.v, term)
	return func(n Node, _ *NodeInfo) (orderValue, error) {
		best := orderValue{null: true}
		values, err := column.of(n)
		if err != nil {
			return best, err
		}
		take := func(v *Value) {
			x := orderValue{text: v.Text}
			switch v.Type {
			case String, Text:
				x.text = strings.ToLower(v.Text)
			case Boolean:
				x.number = float64(v.Integer)
			default:
				x.number, _ = v.number()
			}
			if better := compareValues(&x, &best); best.null || better < 0 != k.Descending && better != 0 {
				best = x
			}
		}
		for i := range values {
			v := &values[i].value
			if !o.v.Shows(&values[i].edge) {
				continue
			}
			if v.Type != List {
				take(v)
			}
			for j := range v.List {
				take(&v.List[j])
			}
		}
		return best, nil
	}
}

// count counts the relations that a test selects.
func (o *order) count(c *compiler, at *inputPlace, k *OrderKey) func(Node, *NodeInfo) (orderValue, error) {
	x := k.Relations
	if x == nil {
		c.problem(at, "an order by count names no relations")
		x = &RelationTest{}
	}
	if x.Some != nil || x.Every != nil || x.None != nil || x.Count != nil {
		c.problem(at.in("relations"), "an order by count counts relations, and these are conditions on an entity").Hint =
			"say which relations count with types, direction, kinds, fact and node"
	}
	o.lens = true
	o.far = o.far || x.Node != nil || x.Kinds != nil
	r := c.selection(at.in("relations"), x)
	r.settled = int(^uint(0) >> 1)
	return func(n Node, info *NodeInfo) (orderValue, error) {
		var s relationTally
		if _, err := r.scan(info.Out, Out, n, &s); err != nil {
			return orderValue{}, err
		}
		_, err := r.scan(info.In, In, n, &s)
		return orderValue{number: float64(s.count)}, err
	}
}

// values returns what an entity is ordered by.
func (o *order) values(dst []orderValue, n Node) ([]orderValue, error) {
	info := o.v.topology.Node(n)
	for i := range o.keys {
		x, err := o.keys[i].value(n, info)
		if err != nil {
			return dst, err
		}
		dst = append(dst, x)
	}
	return dst, nil
}

// placed is an entity with what it is ordered by.
type placed struct {
	node   Node
	info   *NodeInfo    // nil when not looked up yet
	values []orderValue // by key; nil in the order of names
}

func (o *order) place(n Node) (placed, error) {
	values, err := o.values(nil, n)
	return placed{n, o.v.topology.Node(n), values}, err
}

// compare orders entities, those that are equal by all keys by id.
func (o *order) compare(a, b placed) int {
	if a.node == b.node {
		return 0
	}
	if o.name {
		return compareNodes(o.info(&a), o.info(&b))
	}
	if c := o.compareKeys(a.values, b.values); c != 0 {
		return c
	}
	return strings.Compare(o.info(&a).ID, o.info(&b).ID)
}

func (o *order) info(p *placed) *NodeInfo {
	if p.info != nil {
		return p.info
	}
	return o.v.topology.Node(p.node)
}

func (o *order) compareKeys(a, b []orderValue) int {
	for i := range o.keys {
		k := &o.keys[i]
		x, y := &a[i], &b[i]
		switch {
		case x.null && y.null:
		case x.null != y.null:
			if x.null == k.nullsFirst {
				return -1
			}
			return 1
		default:
			if c := compareValues(x, y); c != 0 {
				if k.descending {
					return -c
				}
				return c
			}
		}
	}
	return 0
}

// sorted returns entities in order.
func (o *order) sorted(nodes []Node) ([]placed, error) {
	list := make([]placed, len(nodes))
	all := make([]orderValue, 0, len(nodes)*len(o.keys))
	for i, n := range nodes {
		first := len(all)
		var err error
		if all, err = o.values(all, n); err != nil {
			return nil, err
		}
		list[i] = placed{n, o.v.topology.Node(n), all[first:len(all):len(all)]}
	}
	slices.SortFunc(list, o.compare)
	return list, nil
}
