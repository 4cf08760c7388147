package graph

import "slices"

// Effects compares a snapshot with what ops, which must be valid, make of it:
// an entry for each thing that they make different. They cost a look at each
// thing that the ops touch. From and To, here and of each difference, are the
// snapshot's revision, for what the ops make has none.
func Effects(base Snapshot, ops []Op) (Changes, error) {
	c := Changes{From: base.Revision(), To: base.Revision()}
	after := make(map[Ref]Record, len(ops))
	refs := make([]Ref, 0, len(ops))
	for i := range ops {
		op := &ops[i]
		r := op.Touches()
		if _, ok := after[r]; !ok {
			refs = append(refs, r)
		}
		after[r] = Record{op.Entity, op.Fact, op.Source}
	}
	slices.SortFunc(refs, CompareRefs)
	for _, r := range refs {
		before, err := RecordOf(base, r)
		if err != nil {
			return c, err
		}
		if before.Equal(after[r]) {
			continue
		}
		d := Difference{Ref: r, From: c.From, To: c.To, Before: before, After: after[r], Fields: FieldChanges(before, after[r])}
		c.Differences = append(c.Differences, d)
		c.Counts[d.Sort][d.Effect()]++
	}
	return c, nil
}

// Unreachable lists the entities, by id, that changes to a base take the last
// relation from, so that nothing leads to them any more. Deprecated relations
// and those of an entity to itself lead nowhere. Entities that are retracted are
// not among them.
func Unreachable(base Snapshot, c *Changes) []string {
	lost, gained := map[string]int{}, map[string]int{}
	count := func(n map[string]int, f *Fact) {
		if f != nil && f.IsRelation() && f.Rank != Deprecated && f.Subject != f.Object {
			n[f.Subject]++
			n[f.Object]++
		}
	}
	gone := map[string]bool{}
	for i := range c.Differences {
		d := &c.Differences[i]
		count(lost, d.Before.Fact)
		count(gained, d.After.Fact)
		if d.Sort == EntitySort && d.Effect() == Retracted {
			gone[d.ID] = true
		}
	}
	var found []string
	t := base.Topology()
	for id, n := range lost {
		if gone[id] || gained[id] > 0 {
			continue
		}
		if self := t.Lookup(id); self != 0 && leading(t.Node(self), self, n) == n {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return found
}

// leading counts the relations that lead to and from a node, up to more than
// most.
func leading(info *NodeInfo, self Node, most int) int {
	n := 0
	for _, edges := range [...][]Edge{info.Out, info.In} {
		for i := range edges {
			if e := &edges[i]; e.Other != 0 && e.Other != self && e.Rank != Deprecated {
				if n++; n > most {
					return n
				}
			}
		}
	}
	return n
}
