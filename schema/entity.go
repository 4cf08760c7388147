package schema

import (
	"sync/atomic"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// EntityResolver answers the fields that every entity has, and is what
// interface-typed fields return. ID and Name are fields because the engine
// reads a field much faster than it calls a method.
//
// Methods without arguments take no context and return no error: the engine
// then resolves lists of entities without goroutines. Where such a method
// meets an error it panics with it; the engine's panic handler turns that into
// a coded error with its path.
type EntityResolver struct {
	ID   graphql.ID
	Name string

	v       *view
	n       graph.Node
	info    *graph.NodeInfo
	decoded atomic.Pointer[graph.Entity] // the row, once a field has needed it
}

// entity returns a node's resolver, or nil when there is no such node.
func (v *view) entity(n graph.Node) *EntityResolver {
	info := v.Topology().Node(n)
	if info == nil {
		return nil
	}
	r := &EntityResolver{}
	r.set(v, n, info)
	return r
}

func (r *EntityResolver) set(v *view, n graph.Node, info *graph.NodeInfo) {
	r.ID, r.Name, r.v, r.n, r.info = graphql.ID(info.ID), info.Name, v, n, info
}

// entities returns the resolvers of nodes, from one array.
func (v *view) entities(nodes []graph.Node) []*EntityResolver {
	return wrapAll[EntityResolver](v, nodes)
}

// resolver is any kind's resolver: a struct that embeds EntityResolver.
type resolver[T any] interface {
	*T
	base() *EntityResolver
}

func (r *EntityResolver) base() *EntityResolver { return r }

// wrapAll returns the resolvers of nodes, from one array.
func wrapAll[T any, P resolver[T]](v *view, nodes []graph.Node) []P {
	array := make([]T, len(nodes))
	list := make([]P, len(nodes))
	topology := v.Topology()
	for i, n := range nodes {
		list[i] = P(&array[i])
		list[i].base().set(v, n, topology.Node(n))
	}
	return list
}

// kindIs reports whether the entity is of a concrete kind; false for nil.
func (r *EntityResolver) kindIs(k kindIndex) bool {
	return r != nil && r.v.isKind(r.info.Kind, k)
}

// as returns the entity as its kind's own type, or false when it is of another
// kind, or nil.
func as[T any, P resolver[T]](r *EntityResolver, kind kindIndex) (P, bool) {
	if !r.kindIs(kind) {
		return nil, false
	}
	of := P(new(T))
	of.base().set(r.v, r.n, r.info)
	return of, true
}

// Kind returns the kind's name.
func (r *EntityResolver) Kind() string { return r.v.termName(r.info.Kind) }

// Form returns the form's name, or nil.
func (r *EntityResolver) Form() *string {
	return optional(r.v.termName(r.info.Form))
}

// row decodes the entity's row; it panics with the store's error. Fields that
// are resolved at the same time may decode it twice, to the same.
func (r *EntityResolver) row() *graph.Entity {
	if e := r.decoded.Load(); e != nil {
		return e
	}
	r.v.charge(1)
	e, err := r.v.Entity(r.n)
	must(err)
	r.decoded.Store(&e)
	return &e
}

// Grade returns how directly the source names the entity.
func (r *EntityResolver) Grade() graph.Grade { return r.row().Grade }

// Note returns the editor's remark, or nil.
func (r *EntityResolver) Note() *string { return optional(r.row().Note) }

// Evidence returns where the source names the entity.
func (r *EntityResolver) Evidence() []*EvidenceResolver {
	return r.v.evidence(r.row().Evidence)
}

// Aliases returns the entity's other names that the lens shows.
func (r *EntityResolver) Aliases() []*AliasResolver {
	edges := r.attributeEdges(r.v.names.properties[propAlias])
	list := make([]*AliasResolver, len(edges))
	for i, e := range edges {
		list[i] = &AliasResolver{&factResolver{v: r.v, subject: r.n, edge: e}}
	}
	return list
}

// Attributes returns the attributes the lens shows, other names included.
func (r *EntityResolver) Attributes() []*AttributeResolver {
	edges := r.attributeEdges(0)
	list := make([]*AttributeResolver, len(edges))
	for i, e := range edges {
		list[i] = &AttributeResolver{&factResolver{v: r.v, subject: r.n, edge: e}}
	}
	return list
}

// attributeEdges returns the visible attributes of one property, or of all
// when property is 0.
func (r *EntityResolver) attributeEdges(property graph.Term) []graph.Edge {
	edges := r.info.Out
	if property != 0 {
		edges = graph.OfType(edges, property)
	}
	var found []graph.Edge
	for i := range edges {
		if edges[i].Other == 0 && r.v.Shows(&edges[i]) {
			found = append(found, edges[i])
		}
	}
	if err := r.v.Budget.Spend(len(found)); err != nil {
		panic(listTooLong(err, "facts"))
	}
	return found
}

// Relations returns all relations the lens shows, from both ends, by name of
// the far end.
func (r *EntityResolver) Relations() []*RelationResolver {
	found, err := graph.Relations(r.v.View, r.n, nil, graph.Both, nil)
	if err == nil {
		err = r.v.Budget.Spend(len(found))
	}
	if err != nil {
		panic(listTooLong(err, "neighbors"))
	}
	return r.v.relations(r.n, found)
}

// Degree returns the number of relations the lens shows.
func (r *EntityResolver) Degree() int32 {
	count, err := graph.CountRelations(r.v.View, r.n, nil, graph.Both, nil)
	must(err)
	return int32(count)
}

// neighborArgs are the arguments of neighbors.
type neighborArgs struct {
	Types     *[]string
	Direction string
	Kinds     *[]string
	relationArgs
}

// Neighbors returns a page of the entities related to this one.
func (r *EntityResolver) Neighbors(args neighborArgs) (*RelationConnection[*EntityResolver], error) {
	return relationPage[EntityResolver](relationQuery{
		r: r, types: r.v.relationTerms(args.Types), direction: directionOf(args.Direction), kinds: r.v.kindTerms(args.Kinds),
		list: listKey("neighbors", string(r.ID), args.Types, args.Direction, args.Kinds),
	}, args.relationArgs)
}

// Facts returns a page of the facts about the entity, attributes first.
func (r *EntityResolver) Facts(args factArgs) (*FactConnection, error) {
	if err := r.v.Budget.Spend((len(r.info.Out) + len(r.info.In)) / 64); err != nil {
		return nil, err
	}
	return factPage(r.v, r.facts, args, listKey("facts of", string(r.ID)))
}

// facts yields the visible facts about the entity: its attributes, the
// relations from it, those to it from others.
func (r *EntityResolver) facts(yield func(factAt) bool) {
	for _, attributes := range [...]bool{true, false} {
		for i := range r.info.Out {
			e := &r.info.Out[i]
			if (e.Other == 0) == attributes && r.v.Shows(e) && !yield(factAt{r.n, *e}) {
				return
			}
		}
	}
	for _, e := range r.info.In {
		if e.Other != r.n && r.v.Shows(&e) && !yield(turned(e, r.n)) {
			return
		}
	}
}

// optional returns nil for "".
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// must panics with err for the engine's panic handler; see EntityResolver.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
