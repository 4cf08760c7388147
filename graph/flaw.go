package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unsafe"
)

// Severity says how bad a flaw is. Greater is worse; the zero value is none.
type Severity uint8

// The severities, mildest first.
const (
	SeverityNote    Severity = iota + 1 // worth a look when there is time
	SeverityWarning                     // probably wrong
	SeverityError                       // wrong
)

var severityNames = [...]string{"", "NOTE", "WARNING", "ERROR"}

// Severities lists the severities, worst first.
func Severities() []Severity { return []Severity{SeverityError, SeverityWarning, SeverityNote} }

// String returns the severity's name in capitals, "" for none.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return ""
}

// ParseSeverity reads a severity's name in any case.
func ParseSeverity(s string) (Severity, bool) {
	for i, name := range severityNames {
		if i > 0 && strings.EqualFold(name, s) {
			return Severity(i), true
		}
	}
	return 0, false
}

// Flaw is one thing that is wrong with a graph, or may be, as a lens shows it.
type Flaw struct {
	Rule    FlawRule
	Node    Node   // the entity it is about; 0 for none
	Others  []Node // the other entities it is about: the duplicates, the rest of a cycle; may be nil
	Fact    string // id of the fact it is about; "" for none
	Source  string // id of the source it is about; "" for none
	Start   int    // first code point of the quote or sentence in the source's text; Start = End for no place
	End     int    // code point after it
	Line    int    // 1-based line of Start; 0 for no place
	Column  int    // 1-based, in code points; 0 for no place
	Quote   string // the quote or sentence; may be empty
	Message string // what is wrong, in one sentence without a full stop
	Hint    string // what to do, where it is more than [FlawRule.Help]; may be empty
}

// Flaws is what [FindFlaws] found: the worst first, then in order of
// [FlawRules], place in sources, entity. It is immutable.
type Flaws struct {
	Counts []FlawCount // of every rule asked for, in order of [FlawRules]

	runs [][]*Flaw // by place in Counts
}

// Len returns the number of flaws.
func (f *Flaws) Len() int { return f.AtLeast(SeverityNote) }

// Page returns the flaws from one place in the list up to another, or to the end.
func (f *Flaws) Page(from, to int) []*Flaw {
	var list []*Flaw
	for _, run := range f.runs {
		if first, last := max(from, 0), min(to, len(run)); first < last {
			list = append(list, run[first:last]...)
		}
		from, to = from-len(run), to-len(run)
	}
	return list
}

// FlawCount is the number of flaws by one rule.
type FlawCount struct {
	Rule  FlawRule
	Count int
}

// AtLeast returns the number of flaws of a severity or worse.
func (f *Flaws) AtLeast(s Severity) int {
	n := 0
	for _, c := range f.Counts {
		if c.Rule.Severity() >= s {
			n += c.Count
		}
	}
	return n
}

// FindFlaws looks a graph over by some rules, as the view's lens shows it; nil
// is all rules. Counts has every rule asked for, in order of [FlawRules].
//
// It is a pass over all rows where a rule needs them. What is found is kept for
// the revision and lens, so it costs a flat price in any case: one unit of
// budget for every 64 entities and facts. The error has code LIMIT or TIMEOUT,
// or is the store's.
func FindFlaws(v *View, rules []FlawRule) (*Flaws, error) {
	if rules == nil {
		rules = FlawRules()
	}
	runs := map[FlawRule][]*Flaw{}
	for i := range flawPasses {
		p := &flawPasses[i]
		if !slices.ContainsFunc(p.rules, func(r FlawRule) bool { return slices.Contains(rules, r) }) {
			continue
		}
		found, err := p.flaws(v)
		if err != nil {
			return nil, err
		}
		maps.Copy(runs, found)
	}
	found := &Flaws{}
	for _, r := range FlawRules() {
		if slices.Contains(rules, r) {
			found.Counts = append(found.Counts, FlawCount{r, len(runs[r])})
			found.runs = append(found.runs, runs[r])
		}
	}
	return found, nil
}

// flawPass finds the flaws of some rules together.
type flawPass struct {
	name  string
	rules []FlawRule
	rows  bool // decodes rows
	find  func(*flawFinder) error
}

var flawPasses = []flawPass{
	{"shape", []FlawRule{FlawCycle, FlawOrphan}, false, (*flawFinder).shape},
	{"rows", []FlawRule{FlawDangling, FlawMisquote, FlawMisfit, FlawUnsourced, FlawConflict, FlawParents, FlawOneSource, FlawUnused}, true, (*flawFinder).rows},
	{"names", []FlawRule{FlawSameName, FlawSameAcronym, FlawSimilarName}, false, (*flawFinder).names},
}

// flaws returns what the pass finds by each rule, computed or kept.
func (p *flawPass) flaws(v *View) (map[FlawRule][]*Flaw, error) {
	t := v.topology
	price := 1 + t.Len()/scannedPerUnit
	if p.rows {
		price += (t.Len() + t.Facts()) / rowsPerUnit
	}
	if left := v.Budget.Left(); left < price {
		return nil, Errorf(Limit, "looking over %d entities and %d facts costs as much as %d rows, and the request has %d left", t.Len(), t.Facts(), price, left).
			WithHint("ask for it in a request of its own, for fewer rules, or on the command line: missiongraph validate")
	}
	if err := v.Budget.Spend(price); err != nil {
		return nil, err
	}
	key := fmt.Sprintf("flaws %s|%p|%s", p.name, v.Ontology, v.lensKey())
	kept, err := t.derived.get(v.Budget, key, t, func(*earlier) (any, int, error) {
		f := &flawFinder{v: v, t: t, found: map[FlawRule][]*Flaw{}}
		if err := p.find(f); err != nil {
			return nil, 0, err
		}
		f.sort()
		return f.found, f.bytes(), nil
	})
	if err != nil {
		return nil, err
	}
	return kept.(map[FlawRule][]*Flaw), nil
}

// flawFinder is one pass.
type flawFinder struct {
	v     *View
	t     *Topology
	found map[FlawRule][]*Flaw
	texts map[string]*SourceText // by source, made ready; nil for one that is not there
	work  int
}

// add notes a flaw and returns it to be filled in.
func (f *flawFinder) add(r FlawRule, n Node, message string) *Flaw {
	x := &Flaw{Rule: r, Node: n, Message: message}
	f.found[r] = append(f.found[r], x)
	return x
}

// worked looks at the deadline now and then.
func (f *flawFinder) worked() error {
	if f.work++; f.work&0xff == 0 {
		return f.v.Budget.Err()
	}
	return nil
}

// sort puts the flaws of each rule in their order.
func (f *flawFinder) sort() {
	for _, list := range f.found {
		slices.SortStableFunc(list, func(a, b *Flaw) int {
			return cmp.Or(
				strings.Compare(a.Source, b.Source),
				cmp.Compare(a.Start, b.Start),
				strings.Compare(f.id(a.Node), f.id(b.Node)),
				strings.Compare(a.Fact, b.Fact),
			)
		})
	}
}

// bytes is about what the flaws take in memory.
func (f *flawFinder) bytes() int {
	size := 0
	for _, list := range f.found {
		size += int(unsafe.Sizeof(Flaw{})) * len(list)
		for _, x := range list {
			size += 4*len(x.Others) + len(x.Fact) + len(x.Message) + len(x.Hint)
		}
	}
	return size
}

func (f *flawFinder) id(n Node) string {
	if info := f.t.Node(n); info != nil {
		return info.ID
	}
	return ""
}
