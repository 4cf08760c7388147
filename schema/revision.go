package schema

import (
	"context"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// RevisionResolver answers RevisionInfo.
type RevisionResolver struct {
	Revision Revision
	Time     *DateTime
	Author   string
	Message  string
	Ops      int32
	Hash     string

	v           *view
	once        sync.Once
	err         error
	puts        OpCountsResolver
	retractions OpCountsResolver
}

// OpCountsResolver answers OpCounts.
type OpCountsResolver struct{ Entities, Facts, Sources int32 }

func (v *view) revision(i graph.RevisionInfo) *RevisionResolver {
	return &RevisionResolver{
		Revision: Revision(i.Revision), Time: &DateTime{i.Time}, Author: i.Author,
		Message: i.Message, Ops: int32(i.Ops), Hash: hex.EncodeToString(i.Hash[:]), v: v,
	}
}

// revisionInfo returns a revision's resolver.
func (v *view) revisionInfo(rev graph.Revision) (*RevisionResolver, error) {
	if rev == 0 {
		return &RevisionResolver{Hash: hex.EncodeToString(make([]byte, 32)), v: v}, nil
	}
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	info, err := v.session.svc.store.Info(rev)
	if err != nil {
		return nil, err
	}
	return v.revision(info), nil
}

// Puts counts what the change puts.
func (r *RevisionResolver) Puts() *OpCountsResolver {
	r.count()
	return &r.puts
}

// Retractions counts what the change retracts.
func (r *RevisionResolver) Retractions() *OpCountsResolver {
	r.count()
	return &r.retractions
}

// count reads the whole entry; it panics with the store's error.
func (r *RevisionResolver) count() {
	r.once.Do(func() {
		if r.Revision == 0 {
			return
		}
		if r.err = r.v.Budget.Spend(int(r.Ops)); r.err != nil {
			return
		}
		for e, err := range r.v.session.svc.store.Tail(context.Background(), graph.Revision(r.Revision)-1) {
			if r.err = err; err != nil {
				return
			}
			c := graph.CountOps(e.Ops)
			r.puts = OpCountsResolver{int32(c.Put[graph.EntitySort]), int32(c.Put[graph.FactSort]), int32(c.Put[graph.SourceSort])}
			r.retractions = OpCountsResolver{int32(c.Retracted[graph.EntitySort]), int32(c.Retracted[graph.FactSort]), int32(c.Retracted[graph.SourceSort])}
			return
		}
	})
	must(r.err)
}

// Revision answers the revision being read.
func (q *Query) Revision(ctx context.Context) (*RevisionResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	return v.revisionInfo(v.View.Revision())
}

// revisionFilter is the input RevisionFilter.
type revisionFilter struct {
	Author       *string
	Since, Until *DateTime
	Touching     *graphql.ID
}

// Revisions answers a page of the history up to the revision being read,
// newest first.
func (q *Query) Revisions(ctx context.Context, args struct {
	Filter *revisionFilter
	pageArgs
}) (*Connection[*RevisionResolver], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	id := listID{list: listKey("revisions")}
	found := revisionList{last: v.View.Revision(), first: 1}
	if f := args.Filter; f != nil {
		id.filter = listKey(f.key()...)
		if found, err = v.revisions(f); err != nil {
			return nil, err
		}
	}
	w, err := v.window(args.pageArgs, id, found.len())
	if err != nil {
		return nil, err
	}
	nodes := make([]*RevisionResolver, 0, w.to-w.from)
	for i := w.from; i < w.to; i++ {
		r, err := v.revisionInfo(found.at(i))
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, r)
	}
	return connect(v, w, nodes)
}

// key tells filters apart.
func (f *revisionFilter) key() []any {
	k := []any{f.Author, "", "", (*string)(f.Touching)}
	for i, t := range []*DateTime{f.Since, f.Until} {
		if t != nil {
			k[1+i] = t.Time
		}
	}
	return k
}

// revisionList is a list of revisions, newest first: those of a range, or
// those chosen.
type revisionList struct {
	last, first graph.Revision // empty when last is before first
	chosen      []graph.Revision
	choosy      bool
}

func (l *revisionList) len() int {
	switch {
	case l.choosy:
		return len(l.chosen)
	case l.last < l.first:
		return 0
	}
	return int(l.last - l.first + 1)
}

func (l *revisionList) at(i int) graph.Revision {
	if l.choosy {
		return l.chosen[i]
	}
	return l.last - graph.Revision(i)
}

// revisions returns the revisions that a filter lets pass. Moments are looked
// up; for an author each revision in question is read.
func (v *view) revisions(f *revisionFilter) (l revisionList, err error) {
	l = revisionList{last: v.View.Revision(), first: 1}
	before := func(t *DateTime) (graph.Revision, error) {
		return v.session.svc.store.RevisionAt(t.Add(-time.Nanosecond))
	}
	if f.Since != nil {
		if l.first, err = before(f.Since); err != nil {
			return l, err
		}
		l.first++
	}
	if f.Until != nil {
		last, err := before(f.Until)
		if err != nil {
			return l, err
		}
		l.last = min(l.last, last)
	}
	var candidates revisionList
	if f.Touching != nil {
		if candidates, err = v.touching(string(*f.Touching), l); err != nil {
			return l, err
		}
	} else {
		candidates = l
	}
	if f.Author == nil {
		return candidates, nil
	}
	l.choosy = true
	for i := range candidates.len() {
		rev := candidates.at(i)
		if err := v.Budget.Spend(1); err != nil {
			return l, err
		}
		info, err := v.session.svc.store.Info(rev)
		if err != nil {
			return l, err
		}
		if strings.EqualFold(info.Author, *f.Author) {
			l.chosen = append(l.chosen, rev)
		}
	}
	return l, nil
}

// touching returns the revisions within l that did something to what text
// names.
func (v *view) touching(text string, l revisionList) (revisionList, error) {
	l.choosy = true
	ref, err := graph.LookupRef(v.View, text)
	if err != nil {
		return l, err
	}
	events, err := graph.History(v.View, ref)
	for _, e := range events {
		if l.first <= e.Revision && e.Revision <= l.last {
			l.chosen = append(l.chosen, e.Revision)
		}
	}
	return l, err
}
