package graph

import "math/bits"

// pass goes over entities and their edges in the order in which they lie in
// memory, where a traversal jumps.
type pass struct {
	v      *View
	filter filter // the view's
	due    int    // entities and edges gone over and not charged yet
	sink   Node   // see warm
}

func newPass(v *View) pass { return pass{v: v, filter: v.filter} }

func (p *pass) charge(touched int) error {
	if p.due += touched; p.due < 64*scannedPerUnit {
		return nil
	}
	return p.settle()
}

func (p *pass) settle() error {
	units := (p.due + scannedPerUnit - 1) / scannedPerUnit
	p.due = 0
	return p.v.Budget.Spend(units)
}

// population is the entities counted.
type population struct {
	all bool // every entity; set is empty then
	set nodeSet
}

func (s *population) begin(t *Topology) {
	s.all = false
	s.set.reset()
	s.set.grow(t.Cap())
}

func (s *population) has(n Node) bool { return s.all || s.set.has(n) }

// each calls yield for every entity in order of number until it returns an
// error. ends says which of their lists yield is going to read.
func (p *pass) each(in *population, ends Direction, yield func(Node, *NodeInfo) error) error {
	for i, nodes := range p.v.topology.pages {
		if nodes == nil {
			continue
		}
		word := ^uint64(0)
		if !in.all {
			word = in.set.bits[i]
		}
		for left := word; left != 0; left &= left - 1 {
			p.warm(&nodes[bits.TrailingZeros64(left)], ends)
		}
		for ; word != 0; word &= word - 1 {
			j := bits.TrailingZeros64(word)
			if nodes[j].ID == "" {
				continue
			}
			if err := yield(Node(i*pageSize+j), &nodes[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// The bits of a page's nodes are one word of a nodeSet.
var _ [pageSize]struct{} = [64]struct{}{}

// warm reads a little of an entity's lists, as walk.warm does.
func (p *pass) warm(info *NodeInfo, ends Direction) {
	if n := len(info.Out); n > 0 && ends&Out != 0 {
		p.sink += info.Out[0].Other + info.Out[n-1].Other + info.Out[n/2].Other
	}
	if n := len(info.In); n > 0 && ends&In != 0 {
		p.sink += info.In[0].Other + info.In[n-1].Other + info.In[n/2].Other
	}
}

// shows is [View.Shows]; what decides about most edges is inlined.
func (p *pass) shows(e *Edge) bool {
	if e.Reading == 0 && !e.Dated {
		return e.Grade >= p.filter.minGrade && (e.Rank != Deprecated || p.filter.deprecated)
	}
	return p.v.Shows(e)
}
