package exchange

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// Plan is what an import comes to: the ops, and what they amount to.
type Plan struct {
	Ops       []graph.Op
	Entities  Tally
	Facts     Tally
	Conflicts graph.Problems // what the file says otherwise than other sources; not in Ops

	rekinds bool // an entity of the graph gets another kind
}

// Tally counts things by what becomes of them.
type Tally struct {
	New, Changed, Gone, Unchanged int
	Kept                          int // gone from the file, and kept: by other sources, by --retain, or as others refer to them
}

// Compare sets what a file says beside the graph. With retain what vanished
// from the file stays. Ops are none where nothing changes.
func Compare(s *Statements, base *graph.View, retain bool) (*Plan, error) {
	c := &comparer{s: s, base: base, retain: retain, plan: &Plan{}, fresh: map[string]bool{}, gone: map[string]bool{}, used: map[string]bool{}, degree: map[string]int{}}
	for _, step := range []func() error{c.entities, c.facts, c.vanished, c.sources} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if len(c.plan.Ops) > 0 {
		if was, ok, err := base.Source(s.Source.ID); err != nil || ok && was == s.Source {
			return c.plan, err
		}
		c.plan.Ops = slices.Insert(c.plan.Ops, 0, graph.Op{Source: &s.Source})
	}
	return c.plan, nil
}

type comparer struct {
	s      *Statements
	base   *graph.View
	retain bool
	plan   *Plan
	fresh  map[string]bool // ids of entities and facts that the file has
	gone   map[string]bool // ids of facts to retract
	used   map[string]bool // sources of the family that are still quoted
	degree map[string]int  // by entity: relations and attributes that are new
}

func (c *comparer) put(op graph.Op) { c.plan.Ops = append(c.plan.Ops, op) }

// others returns the evidence that is none of this family.
func (c *comparer) others(list []graph.Evidence) []graph.Evidence {
	return slices.DeleteFunc(slices.Clone(list), func(e graph.Evidence) bool { return strings.HasPrefix(e.Source, c.s.Family) })
}

func strongest(list []graph.Evidence) (g graph.Grade) {
	for i := range list {
		g = max(g, list[i].Grade)
	}
	return g
}

func (c *comparer) entities() error {
	t := c.base.Topology()
	for _, e := range c.s.Entities {
		c.fresh[e.ID] = true
		n := t.Lookup(e.ID)
		if n == 0 {
			c.plan.Entities.New++
			c.put(graph.Op{Entity: e})
			continue
		}
		was, err := c.base.Entity(n)
		if err != nil {
			return err
		}
		next := *e
		others := c.others(was.Evidence)
		if len(others) > 0 {
			if was.Kind != e.Kind {
				c.conflict(e.ID, e.Evidence, fmt.Sprintf("%s is of the kind %s here, and of the kind %s in the graph, as %s says", e.ID, e.Kind, was.Kind, others[0].Source))
				continue
			}
			next.Name, next.Form, next.Note = was.Name, was.Form, was.Note
			next.Evidence = append(others, e.Evidence...)
			next.Grade = strongest(next.Evidence)
		}
		c.plan.rekinds = c.plan.rekinds || next.Kind != was.Kind
		if next.Kind != was.Kind || next.Form != was.Form || next.Name != was.Name || next.Note != was.Note {
			c.plan.Entities.Changed++
		} else {
			c.plan.Entities.Unchanged++
		}
		if !next.Equal(&was) {
			c.put(graph.Op{Entity: &next})
		}
	}
	return nil
}

func (c *comparer) conflict(id string, evidence []graph.Evidence, msg string) {
	place := id
	if len(evidence) > 0 {
		place = fmt.Sprintf("%s:%d", evidence[0].Source, evidence[0].Line)
	}
	c.plan.Conflicts = append(c.plan.Conflicts, graph.Problem{Path: place, Code: graph.Conflict, Msg: msg,
		Hint: "the graph stays as it is in this: change the mapping, or the graph"})
}

func (c *comparer) facts() error {
	for _, f := range c.s.Facts {
		c.fresh[f.ID] = true
		was, ok, err := c.fact(f.ID)
		if err != nil {
			return err
		}
		if !ok {
			c.plan.Facts.New++
			c.degree[f.Subject]++
			c.degree[f.Object]++
			c.put(graph.Op{Fact: f})
			continue
		}
		next := *f
		next.Rank, next.Reason, next.Reading = was.Rank, was.Reason, was.Reading
		others := c.others(was.Evidence)
		same := sameFact(&was, f)
		if len(others) > 0 {
			if !same {
				c.conflict(f.ID, f.Evidence, fmt.Sprintf("%s says otherwise in the graph, as %s says", f.ID, others[0].Source))
				continue
			}
			next.Note = was.Note
			next.Evidence = append(others, f.Evidence...)
			next.Grade = strongest(next.Evidence)
		}
		if same {
			c.plan.Facts.Unchanged++
		} else {
			c.plan.Facts.Changed++
		}
		if !next.Equal(&was) {
			c.put(graph.Op{Fact: &next})
		}
	}
	return nil
}

func (c *comparer) fact(id string) (graph.Fact, bool, error) {
	n, ok, err := c.base.FactByID(id)
	if err != nil || !ok {
		return graph.Fact{}, false, err
	}
	f, err := c.base.Fact(n)
	return f, err == nil, err
}

// family lists the sources of the family in the graph.
func (c *comparer) family() ([]string, error) {
	ids, err := c.base.SourceIDs()
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !strings.HasPrefix(id, c.s.Family) }), err
}

// vanished takes back what earlier files of the family said and this one does
// not.
func (c *comparer) vanished() error {
	ids, err := c.family()
	if err != nil {
		return err
	}
	facts, nodes := map[graph.FactNum]bool{}, map[graph.Node]bool{}
	for _, id := range ids {
		of, named, err := c.base.FactsOfSource(id)
		if err != nil {
			return err
		}
		for _, n := range of {
			if !facts[n] {
				facts[n] = true
				if err := c.lost(n); err != nil {
					return err
				}
			}
		}
		for _, n := range named {
			nodes[n] = true
		}
	}
	list := make([]graph.Node, 0, len(nodes))
	for n := range nodes {
		list = append(list, n)
	}
	slices.Sort(list)
	for _, n := range list {
		if err := c.lostEntity(n); err != nil {
			return err
		}
	}
	return nil
}

// lost takes a fact back, unless the file has it or somebody else says it.
func (c *comparer) lost(n graph.FactNum) error {
	f, err := c.base.Fact(n)
	if err != nil || c.fresh[f.ID] {
		return err
	}
	others := c.others(f.Evidence)
	switch {
	case c.retain:
		c.plan.Facts.Kept++
		c.use(f.Evidence)
	case len(others) > 0:
		c.plan.Facts.Kept++
		f.Evidence, f.Grade = others, strongest(others)
		c.put(graph.Op{Fact: &f})
	default:
		c.plan.Facts.Gone++
		c.gone[f.ID] = true
		c.degree[f.Subject]--
		c.degree[f.Object]--
		c.put(graph.Op{RetractFact: f.ID})
	}
	return nil
}

func (c *comparer) lostEntity(n graph.Node) error {
	e, err := c.base.Entity(n)
	if err != nil || c.fresh[e.ID] {
		return err
	}
	info := c.base.Topology().Node(n)
	others := c.others(e.Evidence)
	switch {
	case len(others) > 0 && !c.retain:
		c.plan.Entities.Kept++
		e.Evidence, e.Grade = others, strongest(others)
		c.put(graph.Op{Entity: &e})
	case c.retain || len(info.Out)+len(info.In)+c.degree[e.ID] > 0:
		c.plan.Entities.Kept++
		c.use(e.Evidence)
	default:
		c.plan.Entities.Gone++
		c.put(graph.Op{RetractEntity: e.ID})
	}
	return nil
}

func (c *comparer) use(list []graph.Evidence) {
	for i := range list {
		c.used[list[i].Source] = true
	}
}

// sources takes the family's earlier files back that nothing quotes any more.
func (c *comparer) sources() error {
	ids, err := c.family()
	if err != nil {
		return err
	}
	for _, op := range c.plan.Ops {
		switch {
		case op.Entity != nil:
			c.use(op.Entity.Evidence)
		case op.Fact != nil:
			c.use(op.Fact.Evidence)
		}
	}
	if len(c.plan.Conflicts) > 0 { // what is left as it is may quote them
		return nil
	}
	for _, id := range ids {
		if id != c.s.Source.ID && !c.used[id] {
			c.put(graph.Op{RetractSource: id})
		}
	}
	return nil
}
