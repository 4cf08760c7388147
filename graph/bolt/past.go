package bolt

import (
	"slices"
	"sync"

	"missiongraph/graph"
)

// keptPast is how many topologies of older revisions are kept.
const keptPast = 4

// past keeps the topologies of older revisions that were asked for last. Each
// is built once, however many ask for it at a time.
type past struct {
	mu   sync.Mutex
	list []*pastTopology // the last used at the end
}

type pastTopology struct {
	rev   graph.Revision
	ready chan struct{} // closed when t and err are set
	t     *graph.Topology
	err   error
}

func (p *past) topology(rev graph.Revision, build func() (*graph.Topology, error)) (*graph.Topology, error) {
	p.mu.Lock()
	i := slices.IndexFunc(p.list, func(x *pastTopology) bool { return x.rev == rev })
	if i >= 0 {
		x := p.list[i]
		p.list = append(slices.Delete(p.list, i, i+1), x)
		p.mu.Unlock()
		<-x.ready
		return x.t, x.err
	}
	x := &pastTopology{rev: rev, ready: make(chan struct{})}
	if p.list = append(p.list, x); len(p.list) > keptPast {
		p.list = slices.Delete(p.list, 0, 1)
	}
	p.mu.Unlock()
	x.t, x.err = build()
	close(x.ready)
	if x.err != nil {
		p.mu.Lock()
		p.list = slices.DeleteFunc(p.list, func(y *pastTopology) bool { return x == y })
		p.mu.Unlock()
	}
	return x.t, x.err
}
