package graph

import (
	"slices"
	"strings"
)

// maxHanging bounds how much of what hangs on a thing is named.
const maxHanging = 50

// Retract returns the op that takes out a fact, an entity or a source by its
// id. What would have to go with it is not taken out, but named in the error,
// [Problems], the first of it and how much more there is: the facts of an entity, what quotes a source. Why is the change's
// message; it must be there.
func Retract(v *View, id, reason string) ([]Op, error) {
	var found Problems
	needReason(&found, reason)
	r, err := refOf(v, id, &found)
	if err != nil || len(found) > 0 {
		return nil, orErr(err, found)
	}
	p := &planner{v: v, touched: map[Ref]bool{r: true}}
	p.turn(r, Record{}, Record{})
	for i, list := range [...]func() ([]Ref, error){
		func() ([]Ref, error) { return factRefs(v, p.goneEntities) },
		func() ([]Ref, error) { return quoteRefs(v, p.goneSources) },
	} {
		refs, err := list()
		if err != nil {
			return nil, err
		}
		for j, hanging := range refs {
			if j == maxHanging {
				found.Add("id", BadInput, "and %d more do so", len(refs)-j)
				break
			}
			says := [...]string{"%s %q is about it", "%s %q quotes it"}[i]
			found.Add("id", BadInput, says, strings.ToLower(hanging.Sort.String()), hanging.ID).Hint = "retract it first, or in the same change"
		}
	}
	return p.ops(), found.Err()
}

func orErr(err error, found Problems) error {
	if err != nil {
		return err
	}
	return found.Err()
}

func needReason(found *Problems, reason string) {
	if strings.TrimSpace(reason) == "" {
		found.Add("reason", BadInput, "must say why")
	}
}

// refOf returns what there is of an id.
func refOf(v *View, id string, found *Problems) (Ref, error) {
	for _, r := range Refs(id) {
		if is, err := RecordOf(v, r); err != nil || is.Exists() {
			return r, err
		}
	}
	found.Add("id", NotFound, "there is nothing of the id %q", id).Hint = closestTo(v, id)
	return Ref{}, nil
}

// factRefs lists the facts about entities that are to go.
func factRefs(v *View, gone []Op) ([]Ref, error) {
	var refs []Ref
	for _, op := range gone {
		facts, err := factsAbout(v, op.RetractEntity)
		if err != nil {
			return nil, err
		}
		for i := range facts {
			refs = append(refs, Ref{FactSort, facts[i].ID})
		}
	}
	return refs, nil
}

// quoteRefs lists what quotes sources that are to go.
func quoteRefs(v *View, gone []Op) ([]Ref, error) {
	var refs []Ref
	for _, op := range gone {
		facts, nodes, err := v.FactsOfSource(op.RetractSource)
		if err == nil {
			err = v.Budget.Spend(len(facts) + len(nodes))
		}
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			refs = append(refs, Ref{EntitySort, v.Topology().Node(n).ID})
		}
		for _, n := range facts {
			f, err := v.Fact(n)
			if err != nil {
				return nil, err
			}
			refs = append(refs, Ref{FactSort, f.ID})
		}
	}
	return refs, nil
}

// SetRank returns the ops that give a fact a rank, and why; the reason may be
// "" for NORMAL. All facts of one reading are of one rank: those of the fact's
// reading get it, too. The error is [Problems], LIMIT, TIMEOUT, or the
// snapshot's.
func SetRank(v *View, fact string, rank Rank, reason string) ([]Op, error) {
	var found Problems
	if rank > Deprecated {
		found.Add("rank", BadInput, "no rank: expected PREFERRED, NORMAL or DEPRECATED")
	}
	if rank != Normal {
		needReason(&found, reason)
	}
	f, err := factFor(v, fact, &found)
	if err != nil || len(found) > 0 {
		return nil, orErr(err, found)
	}
	facts := []Fact{*f}
	if f.Reading != "" {
		if facts, err = factsOfReading(v, func(r Reading) bool { return r == f.Reading }); err != nil {
			return nil, err
		}
	}
	return ranked(facts, func(Reading) (Rank, string) { return rank, reason }), nil
}

// ranked puts facts with the rank of their reading.
func ranked(facts []Fact, of func(Reading) (Rank, string)) []Op {
	ops := make([]Op, len(facts))
	for i := range facts {
		facts[i].Rank, facts[i].Reason = of(facts[i].Reading)
		ops[i] = Op{Fact: &facts[i]}
	}
	return ops
}

func factFor(v *View, id string, found *Problems) (*Fact, error) {
	r, err := RecordOf(v, Ref{FactSort, id})
	if err == nil && r.Fact == nil {
		p := found.Add("fact", NotFound, "there is no fact %q", id)
		if subject, _, ok := strings.Cut(id, "/"); ok && v.Topology().Lookup(subject) == 0 {
			p.Hint = closestTo(v, subject)
		}
	}
	return r.Fact, err
}

// SetReading returns the ops that make a fact one of a reading, or of none for
// "", and why. It takes the rank of the reading's other facts; in a reading of
// its own it keeps its rank. The error is as of [SetRank].
func SetReading(v *View, fact string, reading Reading, reason string) ([]Op, error) {
	var found Problems
	needReason(&found, reason)
	if reading != "" && !reading.valid() {
		found.Add("reading", BadInput, "%q is not a reading: expected group/choice, as attache/B", string(reading))
	}
	f, err := factFor(v, fact, &found)
	if err != nil || len(found) > 0 {
		return nil, orErr(err, found)
	}
	var others []Fact
	if reading != "" {
		if others, err = factsOfReading(v, func(r Reading) bool { return r == reading }); err != nil {
			return nil, err
		}
	}
	f.Reading, f.Reason = reading, reason
	for i := range others {
		if others[i].ID != fact {
			f.Rank = others[i].Rank
		}
	}
	return []Op{{Fact: f}}, nil
}

// ChooseReading returns the ops that make one reading of a group the one that
// is shown: its facts become PREFERRED, those of the group's other readings
// DEPRECATED, for one reason. The error is as of [SetRank].
func ChooseReading(v *View, reading Reading, reason string) ([]Op, error) {
	var found Problems
	needReason(&found, reason)
	facts, err := factsOfReading(v, func(r Reading) bool { return r.Group() == reading.Group() })
	if err == nil && !slices.ContainsFunc(facts, func(f Fact) bool { return f.Reading == reading }) {
		var names []string
		for i := range facts {
			names = append(names, string(facts[i].Reading))
		}
		slices.Sort(names)
		p := found.Add("reading", NotFound, "no fact is of reading %q", string(reading))
		if names = slices.Compact(names); len(names) > 0 {
			p.Hint = "the readings of this group are " + strings.Join(names, ", ")
		}
	}
	if err != nil || len(found) > 0 {
		return nil, orErr(err, found)
	}
	return ranked(facts, func(r Reading) (Rank, string) {
		if r == reading {
			return Preferred, reason
		}
		return Deprecated, reason
	}), nil
}

// valid reports whether there is a group and a choice.
func (r Reading) valid() bool {
	return r.Group() != "" && r.Choice() != "" && !strings.Contains(r.Choice(), "/")
}

// factsOfReading reads the facts of some readings, in order of their subjects'
// numbers.
func factsOfReading(v *View, is func(Reading) bool) ([]Fact, error) {
	var facts []Fact
	t := v.Topology()
	wanted := map[Term]bool{}
	for i, name := range t.terms.names() {
		if name != "" && Reading(name).valid() && is(Reading(name)) {
			wanted[Term(i)] = true
		}
	}
	meter := edgeMeter{budget: v.Budget, rate: scannedPerUnit}
	for _, info := range t.All {
		if err := meter.touch(1 + len(info.Out)); err != nil {
			return nil, err
		}
		for i := range info.Out {
			if !wanted[info.Out[i].Reading] {
				continue
			}
			f, err := v.Fact(info.Out[i].Fact)
			if err != nil {
				return nil, err
			}
			facts = append(facts, f)
		}
	}
	return facts, v.Budget.Spend(len(facts))
}
