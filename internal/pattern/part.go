package pattern

import "missiongraph/graph"

func (x *run) nodePart(e *expr) Value {
	n := x.nodes[e.slot]
	info := x.t.Node(n)
	if info == nil {
		return Value{}
	}
	switch e.part {
	case partID:
		return Value{Type: Text, Text: info.ID}
	case partName:
		return Value{Type: Text, Text: info.Name}
	case partKind:
		return x.name(info.Kind)
	case partForm:
		return x.name(info.Form)
	case partDegree:
		return x.degree(n)
	case partProperty:
		return x.cached(cacheKey{uint32(n), e.name, true}, func() Value { return x.property(info, e) })
	}
	return x.cached(cacheKey{uint32(n), e.name, true}, func() Value {
		row, err := x.v.Entity(n)
		if err != nil {
			x.fail(err)
			return Value{}
		}
		if e.part == partGrade {
			return grade(row.Grade)
		}
		return textValue(row.Note)
	})
}

func (x *run) edgePart(e *expr) Value {
	r := &x.rels[e.slot]
	if r.edge.Fact == 0 {
		return Value{}
	}
	switch e.part {
	case partType:
		return x.name(r.edge.Type)
	case partVerb:
		return x.name(r.edge.Verb)
	case partReading:
		return x.name(r.edge.Reading)
	case partGrade:
		return grade(r.edge.Grade)
	case partRank:
		return Value{Type: Text, Text: r.edge.Rank.String()}
	case partValidFrom, partValidTo:
		if !r.edge.Dated {
			return Value{}
		}
	}
	key := cacheKey{uint32(r.edge.Fact), e.name, false}
	if e.part == partQualifier {
		key.name = "." + e.name
	}
	fact := r.edge.Fact
	return x.cached(key, func() Value {
		f, err := x.v.Fact(fact)
		if err != nil {
			x.fail(err)
			return Value{}
		}
		return factPart(&f, e)
	})
}

// factPart is what only the row of a relation knows.
func factPart(f *graph.Fact, e *expr) Value {
	switch e.part {
	case partID:
		return textValue(f.ID)
	case partNote:
		return textValue(f.Note)
	case partReason:
		return textValue(f.Reason)
	case partValidFrom, partValidTo:
		day := f.ValidFrom
		if e.part == partValidTo {
			day = f.ValidTo
		}
		if day == "" {
			return Value{}
		}
		return Value{Type: Date, Text: day}
	}
	for _, q := range f.Qualifiers {
		if q.Name == e.name {
			return textValue(q.Value)
		}
	}
	return Value{}
}

// cacheKey names a part of an entity or relation that a row was read for.
type cacheKey struct {
	number uint32
	name   string
	node   bool
}

// cacheSize bounds the values kept.
const cacheSize = 4096

// cached returns what read returned the last time, and charges a row when it
// reads.
func (x *run) cached(key cacheKey, read func() Value) Value {
	if v, ok := x.cache[key]; ok {
		return v
	}
	if !x.charge(edgesPerUnit) {
		return Value{}
	}
	v := read()
	if x.cache == nil || len(x.cache) >= cacheSize {
		x.cache = map[cacheKey]Value{}
	}
	x.cache[key] = v
	return v
}

// degree counts the visible relations of an entity, one that joins it to
// itself once.
func (x *run) degree(n graph.Node) Value {
	x.settle()
	before := x.v.Budget.Spent()
	count, err := graph.CountRelations(x.v, n, nil, graph.Both, nil)
	x.left -= (x.v.Budget.Spent() - before) * edgesPerUnit
	if err != nil {
		x.fail(err)
	}
	return number(float64(count))
}

// property returns the values of an attribute that the lens shows: all where
// several may hold at once, else the one to use, preferred before normal.
func (x *run) property(info *graph.NodeInfo, e *expr) Value {
	edges := graph.OfType(info.Out, x.v.Term(e.name))
	many := x.p.s.o.Property(e.name).Many
	var facts []graph.FactNum
	best := graph.Deprecated // of the facts so far
	for i := range edges {
		switch at := &edges[i]; {
		case at.Other != 0 || !x.v.Shows(at):
		case many || len(facts) == 0:
			facts, best = append(facts, at.Fact), at.Rank
		case at.Rank == graph.Preferred && best != graph.Preferred:
			facts[0], best = at.Fact, at.Rank
		}
	}
	var values []Value
	for _, n := range facts {
		if !x.charge(edgesPerUnit) {
			return Value{}
		}
		f, err := x.v.Fact(n)
		if err != nil {
			x.fail(err)
			return Value{}
		}
		values = appendAttribute(values, f.Value)
	}
	switch {
	case len(values) == 0:
		return Value{}
	case e.typ == List:
		return Value{Type: List, List: values}
	}
	return values[0]
}

// appendAttribute appends an attribute's value, those of a list one by one.
func appendAttribute(to []Value, v graph.Value) []Value {
	switch v.Type {
	case graph.List:
		for _, item := range v.List {
			to = appendAttribute(to, item)
		}
		return to
	case graph.Integer:
		return append(to, number(float64(v.Integer)))
	case graph.Decimal:
		return append(to, number(v.Number))
	case graph.Quantity:
		return append(to, Value{Type: Number, Number: v.Number, Text: v.String()})
	case graph.Boolean:
		return append(to, boolean(v.Integer != 0))
	case graph.Date:
		return append(to, Value{Type: Date, Text: v.Text})
	default:
		return append(to, Value{Type: Text, Text: v.Text})
	}
}
