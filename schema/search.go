package schema

import (
	"context"
	"strconv"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

// SearchConnection answers SearchConnection.
type SearchConnection struct {
	Nodes             []*SearchHitResolver
	TotalCount        int32
	TotalCountIsExact bool
	Facets            []*SearchFacetResolver
	PageInfo          *PageInfo
}

// SearchFacetResolver answers SearchFacet.
type SearchFacetResolver struct {
	By     string
	Values []*SearchFacetValueResolver
}

// SearchFacetValueResolver answers SearchFacetValue.
type SearchFacetValueResolver struct {
	Value string
	Count int32
}

// SearchEdge answers SearchEdge.
type SearchEdge struct {
	Cursor string
	Node   *SearchHitResolver
}

// SearchHitResolver answers SearchHit.
type SearchHitResolver struct {
	Entity     *EntityResolver
	Score      float64
	Highlights []*HighlightResolver

	cursor string
}

// HighlightResolver answers Highlight.
type HighlightResolver struct {
	Field, Text string
	Spans       []*SpanResolver
}

// SpanResolver answers Span.
type SpanResolver struct{ Start, End int32 }

// Edges returns the hits with their cursors.
func (c *SearchConnection) Edges() []*SearchEdge {
	edges := make([]*SearchEdge, len(c.Nodes))
	for i, hit := range c.Nodes {
		edges[i] = &SearchEdge{hit.cursor, hit}
	}
	return edges
}

// Search answers a full text search.
func (q *Query) Search(ctx context.Context, args struct {
	Text   string
	Kinds  *[]string
	Filter filterInput
	First  int32
	After  *string
}) (*SearchConnection, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	index := v.session.svc.search
	if index == nil {
		return nil, graph.Errorf(graph.Unavailable, "there is no search index")
	}
	first, err := v.pageSize("first", &args.First)
	if err != nil {
		return nil, err
	}
	ask := search.Query{Text: args.Text, First: first, Facets: graphql.HasSelectedField(ctx, "facets")}
	if ask.Where, err = v.condition(args.Filter); err != nil {
		return nil, err
	}
	ask.WhereKey = strconv.FormatUint(uint64(args.Filter.key()), 16)
	if len(v.Lens.Changes) > 0 {
		ask.Changed = graph.Overlaid(v.Snapshot)
		ask.WhereKey += " " + strconv.FormatUint(uint64(v.lensHash), 16)
	}
	if args.Kinds != nil {
		ask.Kinds = *args.Kinds
	}
	if args.After != nil {
		ask.After = *args.After
	}
	if first == 0 {
		ask.First = 1 // to the index 0 means its default; the hit is dropped below
	}
	found, err := index.Search(ctx, v.View, ask)
	if err != nil {
		return nil, err
	}
	if first == 0 {
		found.HasNext, found.Hits = len(found.Hits) > 0, nil
	}
	if err := v.Budget.Spend(len(found.Hits)); err != nil {
		return nil, err
	}
	v.session.warn(found.Warning)
	c := &SearchConnection{TotalCount: int32(found.Total), TotalCountIsExact: found.Exact}
	c.Nodes = make([]*SearchHitResolver, len(found.Hits))
	for i, h := range found.Hits {
		c.Nodes[i] = hitOf(v, h)
	}
	c.Facets = facetsOf(found.Facets)
	c.PageInfo = &PageInfo{HasNextPage: found.HasNext, HasPreviousPage: args.After != nil}
	if n := len(found.Hits); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &found.Hits[0].Cursor, &found.Hits[n-1].Cursor
	}
	return c, nil
}

func facetsOf(counted []search.Facet) []*SearchFacetResolver {
	list := make([]*SearchFacetResolver, len(counted))
	for i, f := range counted {
		values := make([]*SearchFacetValueResolver, len(f.Values))
		for j, x := range f.Values {
			values[j] = &SearchFacetValueResolver{x.Value, int32(x.Hits)}
		}
		list[i] = &SearchFacetResolver{f.Name, values}
	}
	return list
}

func hitOf(v *view, h search.Hit) *SearchHitResolver {
	r := &SearchHitResolver{Entity: v.entity(h.Node), Score: h.Score, cursor: h.Cursor}
	r.Highlights = make([]*HighlightResolver, len(h.Highlights))
	for i, x := range h.Highlights {
		spans := make([]*SpanResolver, len(x.Spans))
		for j, s := range x.Spans {
			spans[j] = &SpanResolver{int32(s.Start), int32(s.End)}
		}
		r.Highlights[i] = &HighlightResolver{x.Field, x.Text, spans}
	}
	return r
}
