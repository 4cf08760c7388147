package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// Status says what became of an item.
type Status string

// The statuses, worst first.
const (
	False    Status = "FALSE"    // a wrong answer is now supported, or the only answer is not the only one
	Unproven Status = "UNPROVEN" // a fact, a quote or a name that it rests on is gone or weaker
	Better   Status = "BETTER"   // a fact has a stronger grade than the item says
	Holds    Status = "HOLDS"    // it is as it was again; only among [Changes]
)

// Finding is an item of a pack that is not as it was.
type Finding struct {
	Item   string `json:"item"`
	Status Status `json:"status"`
	Reason string `json:"reason"`
	Fact   string `json:"fact,omitempty"` // that the reason is about
}

// Check holds a pack against the graph as a view shows it, which should have
// the pack's lens, and lists the items that changed, in the order of the pack,
// each once with its worst status. The error has code BAD_INPUT for a pack of
// another format, LIMIT or TIMEOUT.
func Check(v *graph.View, p *Pack) ([]Finding, error) {
	if p.Format != Format {
		return nil, graph.Errorf(graph.BadInput, "a pack of format %.60q, expected %s", p.Format, Format)
	}
	return CheckItems(p.Items(), func(Lens) (*graph.View, error) { return v, nil })
}

// CheckItems is [Check] for items of any packs, each of which is held against what
// view shows through its lens; view is asked once a lens.
func CheckItems(items []Item, view func(Lens) (*graph.View, error)) ([]Finding, error) {
	checkers := map[string]*checker{}
	found := []Finding{}
	for _, item := range items {
		key := item.Receipt.Lens.key()
		c := checkers[key]
		if c == nil {
			v, err := view(item.Receipt.Lens)
			if err != nil {
				return nil, err
			}
			c = &checker{bank: newBank(v, Scope{}), proofs: map[string]Finding{}, denials: map[Denial]Finding{}}
			checkers[key] = c
		}
		worst, err := c.receipt(item.Receipt)
		if err != nil {
			return nil, err
		}
		if worst.Status != "" {
			worst.Item = item.Name
			found = append(found, worst)
		}
	}
	return found, nil
}

// Changes lists what a check found that an earlier one of the same items did not
// find, or found otherwise, and the items that hold again: by status, then in the
// order found.
func Changes(before, after []Finding) []Finding {
	was, is := map[string]Status{}, map[string]bool{}
	for _, f := range before {
		was[f.Item] = f.Status
	}
	var changed []Finding
	for _, f := range after {
		is[f.Item] = true
		if was[f.Item] != f.Status {
			changed = append(changed, f)
		}
	}
	for _, f := range before {
		if !is[f.Item] {
			changed = append(changed, Finding{Item: f.Item, Status: Holds, Reason: "it is as the item says again"})
		}
	}
	slices.SortStableFunc(changed, func(x, y Finding) int { return severity[y.Status] - severity[x.Status] })
	return changed
}

type checker struct {
	*bank
	proofs  map[string]Finding // by what was found, for items share facts
	denials map[Denial]Finding
}

var severity = map[Status]int{False: 3, Unproven: 2, Better: 1}

func (c *checker) receipt(r *Receipt) (Finding, error) {
	var worst Finding
	note := func(f Finding) {
		if severity[f.Status] > severity[worst.Status] {
			worst = f
		}
	}
	for i := range r.Proofs {
		f, err := c.proof(&r.Proofs[i])
		if err != nil {
			return worst, err
		}
		note(f)
	}
	for _, d := range r.False {
		f, ok := c.denials[d]
		if !ok {
			var err error
			if f, err = c.denial(d); err != nil {
				return worst, err
			}
			c.denials[d] = f
		}
		note(f)
	}
	for _, s := range r.Sole {
		note(c.sole(s))
	}
	for _, u := range r.Under {
		f, err := c.stands(u)
		if err != nil {
			return worst, err
		}
		note(f)
	}
	for _, u := range r.Uncalled {
		f, err := c.called(u)
		if err != nil {
			return worst, err
		}
		note(f)
	}
	return worst, nil
}

func (c *checker) proof(p *Proof) (Finding, error) {
	key := p.Fact + "\x00" + p.Grade + "\x00" + p.Sentence
	for _, x := range p.Citations {
		key += "\x00" + x.Source + "\x00" + x.Quote
	}
	if f, ok := c.proofs[key]; ok {
		return f, nil
	}
	f, err := c.read(p)
	f.Fact = p.Fact
	c.proofs[key] = f
	return f, err
}

func (c *checker) read(p *Proof) (Finding, error) {
	if err := c.v.Budget.Spend(1); err != nil {
		return Finding{}, err
	}
	var grade graph.Grade
	var evidence []graph.Evidence
	var sentence, from, until string
	if !strings.Contains(p.Fact, "/") {
		n := c.t.Lookup(p.Fact)
		if n == 0 {
			return Finding{Status: Unproven, Reason: "the entity is gone"}, nil
		}
		e, err := c.v.Entity(n)
		if err != nil {
			return Finding{}, err
		}
		grade, evidence, sentence = e.Grade, e.Evidence, e.Name
	} else {
		n, ok, err := c.v.FactByID(p.Fact)
		if err != nil {
			return Finding{}, err
		}
		if !ok {
			return Finding{Status: Unproven, Reason: "the fact is gone"}, nil
		}
		f, err := c.fact(n)
		if err != nil {
			return Finding{}, err
		}
		if !c.shown(f, n) {
			return Finding{Status: Unproven, Reason: "the fact is no longer shown: its rank, reading, grade or time changed"}, nil
		}
		grade, evidence, sentence, from, until = f.Grade, f.Evidence, c.sentence(f), f.ValidFrom, f.ValidTo
	}
	was, _ := graph.ParseGrade(p.Grade)
	for _, cited := range p.Citations {
		holds := slices.ContainsFunc(evidence, func(e graph.Evidence) bool { return e.Source == cited.Source && e.Quote == cited.Quote })
		if holds {
			s, err := c.source(cited.Source)
			if err != nil && graph.CodeOf(err) != graph.NotFound {
				return Finding{}, err
			}
			holds = err == nil && strings.Contains(s.Text, cited.Quote)
		}
		if !holds {
			return Finding{Status: Unproven, Reason: fmt.Sprintf("the quote “%s” of %s is gone", cited.Quote, cited.Source)}, nil
		}
	}
	switch {
	case sentence != p.Sentence:
		return Finding{Status: Unproven, Reason: fmt.Sprintf("it now reads: %s", sentence)}, nil
	case from != p.From || until != p.Until:
		return Finding{Status: Unproven, Reason: fmt.Sprintf("it now holds %s", between(from, until))}, nil
	case grade < was:
		return Finding{Status: Unproven, Reason: fmt.Sprintf("the grade fell from %s to %s", was, grade)}, nil
	case grade > was:
		return Finding{Status: Better, Reason: fmt.Sprintf("the grade rose from %s to %s", was, grade)}, nil
	}
	return Finding{}, nil
}

// shown reports whether the lens shows a fact.
func (c *checker) shown(f *graph.Fact, n graph.FactNum) bool {
	info := c.t.Node(c.t.Lookup(f.Subject))
	if info == nil {
		return false
	}
	for i := range info.Out {
		if e := &info.Out[i]; e.Fact == n {
			return c.v.Shows(e)
		}
	}
	return false
}

func (c *checker) denial(d Denial) (Finding, error) {
	x, y := c.t.Lookup(d.Subject), c.t.Lookup(d.Object)
	if x == 0 || y == 0 {
		return Finding{}, c.v.Budget.Spend(1)
	}
	if c.joined(x, y) {
		return Finding{Status: False, Reason: fmt.Sprintf("a fact now joins %s and %s, which a question holds to have nothing to do with each other", d.Subject, d.Object)}, nil
	}
	apart, err := c.apart(x, y)
	if err != nil || apart {
		return Finding{}, err
	}
	return Finding{Status: Unproven, Reason: fmt.Sprintf("%s and %s are now joined through what they are part of, or in two steps", d.Subject, d.Object)}, nil
}

func (c *checker) sole(s Sole) Finding {
	n, typ := c.t.Lookup(s.Entity), c.v.Term(s.Type)
	if n == 0 {
		return Finding{Status: Unproven, Reason: "the entity " + s.Entity + " is gone"}
	}
	if now := c.joinedBy(n, typ, s.Passive); now > s.Count {
		return Finding{Status: False, Reason: fmt.Sprintf("%s now has %d of %s, so the answer is not the only one", s.Entity, now, s.Type)}
	}
	return Finding{}
}

// stands holds against the source that words stand under one heading only.
func (c *checker) stands(u Under) (Finding, error) {
	part, sentences, one, err := c.under(u.Source, u.Words)
	switch {
	case graph.CodeOf(err) == graph.NotFound:
		return Finding{Status: Unproven, Reason: "the source " + u.Source + " is gone"}, nil
	case err != nil:
		return Finding{}, err
	case len(sentences) == 0:
		return Finding{Status: Unproven, Reason: fmt.Sprintf("%s does not say “%s” any more", u.Source, u.Words)}, nil
	case !one || part.title != u.Heading:
		return Finding{Status: False, Reason: fmt.Sprintf("“%s” does not stand under “%s” of %s only", u.Words, u.Heading, u.Source)}, nil
	}
	return Finding{}, nil
}

// called finds a wrong answer that now has the name it was asked about.
func (c *checker) called(u Uncalled) (Finding, error) {
	n := c.t.Lookup(u.Entity)
	if n == 0 {
		return Finding{}, nil
	}
	names, err := c.named(n)
	if err != nil || !slices.Contains(names, " "+graph.Fold(u.Name)+" ") {
		return Finding{}, err
	}
	return Finding{Status: False, Reason: fmt.Sprintf("%s, a wrong answer, is now called %s", u.Entity, u.Name)}, nil
}

func between(from, until string) string {
	switch {
	case from == "" && until == "":
		return "always"
	case until == "":
		return "from " + from
	case from == "":
		return "until " + until
	}
	return "from " + from + " until " + until
}
