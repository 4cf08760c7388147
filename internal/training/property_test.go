package training_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
	"missiongraph/schema"
)

// world is a graph as plain lists: the reference that packs are held against.
type world struct {
	entities map[string]*graph.Entity
	facts    map[string]*graph.Fact
	sources  map[string]*graph.Source
	kins     map[string]map[string]bool // kept by kin
}

func worldOf(ops []graph.Op) *world {
	w := &world{map[string]*graph.Entity{}, map[string]*graph.Fact{}, map[string]*graph.Source{}, map[string]map[string]bool{}}
	for _, op := range ops {
		switch {
		case op.Entity != nil:
			w.entities[op.Entity.ID] = op.Entity
		case op.Fact != nil:
			w.facts[op.Fact.ID] = op.Fact
		case op.Source != nil:
			w.sources[op.Source.ID] = op.Source
		}
	}
	return w
}

// wider lists what an entity is part of, a kind of, or a member of, at any
// grade, directly or not.
func (w *world) wider(id string) map[string]bool {
	o := schema.Ontology()
	found := map[string]bool{}
	for next := []string{id}; len(next) > 0; next = next[1:] {
		for _, f := range w.facts {
			r := o.Relation(f.Type)
			if r == nil {
				continue
			}
			up := ""
			if r.Transitive && f.Subject == next[0] {
				up = f.Object
			}
			if slices.Contains([]string{"org:hasMember", "org:hasUnit", "org:purpose"}, r.MapsTo) && f.Object == next[0] {
				up = f.Subject
			}
			if up != "" && !found[up] {
				found[up] = true
				next = append(next, up)
			}
		}
	}
	return found
}

func (w *world) kin(id string) map[string]bool {
	if kin := w.kins[id]; kin != nil {
		return kin
	}
	kin := w.wider(id)
	for other := range w.entities {
		if w.wider(other)[id] {
			kin[other] = true
		}
	}
	kin[id] = true
	w.kins[id] = kin
	return kin
}

// supported reports whether any fact at all can be read as joining two
// entities.
func (w *world) supported(x, y string) bool {
	p, q := w.kin(x), w.kin(y)
	for id := range p {
		if q[id] {
			return true
		}
	}
	for _, f := range w.facts {
		if f.IsRelation() && (p[f.Subject] && q[f.Object] || q[f.Subject] && p[f.Object] || p[f.Subject] && w.leads(f.Object, q) || q[f.Subject] && w.leads(f.Object, p)) {
			return true
		}
	}
	return false
}

// leads reports whether a fact about an entity has one of others as its object.
func (w *world) leads(from string, to map[string]bool) bool {
	for _, f := range w.facts {
		if f.Subject == from && to[f.Object] {
			return true
		}
	}
	return false
}

// shown reports whether the default lens shows a fact.
func shown(f *graph.Fact) bool {
	return f != nil && f.Grade >= graph.Contextual && f.Rank != graph.Deprecated
}

type tester interface {
	require.TestingT
	Helper()
}

// holds checks all that a pack promises.
func (w *world) holds(t tester, p *training.Pack) {
	t.Helper()
	w.questionsHold(t, p)
	for _, item := range p.Items() {
		for _, proof := range item.Receipt.Proofs {
			require.NotEmpty(t, proof.Citations, "%s: %s is not cited", item.Name, proof.Fact)
			for _, c := range proof.Citations {
				w.cited(t, &c)
			}
			if strings.Contains(proof.Fact, "/") {
				require.True(t, shown(w.facts[proof.Fact]), "%s rests on %s", item.Name, proof.Fact)
			}
		}
	}
	for _, s := range p.Sheets {
		for _, section := range s.Sections {
			for _, x := range section.Sentences {
				require.NotEmpty(t, x.Notes, "%s: no footnote: %s", s.Name, x.Text)
				require.NotEmpty(t, x.Facts)
				for _, n := range x.Notes {
					w.cited(t, &s.Notes[n-1])
				}
			}
		}
	}
	for _, g := range p.Glossary {
		w.cited(t, &g.Citation)
		require.Equal(t, g.Definition, g.Citation.Quote)
	}
}

// cited checks that a citation's line of the source begins the quote.
func (w *world) cited(t tester, c *training.Citation) {
	t.Helper()
	s := w.sources[c.Source]
	require.NotNil(t, s)
	lines := strings.Split(s.Text, "\n")
	require.Contains(t, strings.Join(lines[c.Line-1:], "\n"), c.Quote)
	require.Contains(t, lines[c.Line-1], strings.Split(c.Quote, "\n")[0])
}

func (w *world) questionsHold(t tester, p *training.Pack) {
	t.Helper()
	asked, stems := map[string]bool{}, map[string]bool{}
	told, offered := map[training.Denial]bool{}, map[training.Denial]bool{}
	for i := range p.Questions {
		q := &p.Questions[i]
		weakest := graph.Stated
		ends := map[string]bool{}
		for _, proof := range q.Receipt.Proofs {
			f := w.facts[proof.Fact]
			if f == nil {
				weakest = min(weakest, w.entities[proof.Fact].Grade)
				continue
			}
			if f.Type == graph.AliasProperty && q.Form == training.FillIn { // it only helps to answer
				continue
			}
			require.Empty(t, f.Reading, "%s asks one reading of several", q.ID)
			require.False(t, asked[f.ID], "%s asks what another asked: %s", q.ID, f.ID)
			asked[f.ID] = true
			weakest = min(weakest, f.Grade)
			ends[f.Subject], ends[f.Object] = true, true
		}
		require.Equal(t, weakest.String(), q.Grade)
		require.Equal(t, weakest == graph.Stated || len(q.Receipt.Under) > 0, !strings.Contains(q.Stem, "implies"), q.Stem)
		if q.Form != training.Matching && q.Form != training.Ordering {
			require.False(t, stems[q.Stem], "asked twice: %s", q.Stem)
			stems[q.Stem] = true
		}
		wrong := map[string]bool{}
		for _, d := range q.Receipt.False {
			require.False(t, w.supported(d.Subject, d.Object), "%s: %s and %s", q.ID, d.Subject, d.Object)
			wrong[d.Object] = true
			if q.Form == training.TrueFalse {
				told[ordered(d)] = true
			} else {
				offered[ordered(d)] = true
			}
		}
		for _, u := range q.Receipt.Uncalled {
			require.NotContains(t, w.called(u.Entity), graph.Fold(u.Name), "%s: %s", q.ID, u.Entity)
			wrong[u.Entity] = true
		}
		right := 0
		texts := map[string]bool{}
		for _, o := range q.Options {
			require.False(t, texts[o.Text], "%s offers %q twice", q.ID, o.Text)
			texts[o.Text] = true
			if o.Correct {
				right++
			}
			switch {
			case o.Entity == "":
			case o.Correct || q.Form == training.Ordering:
				require.True(t, ends[o.Entity], "%s: %s is no end of a fact", q.ID, o.Entity)
			default:
				require.True(t, wrong[o.Entity], "%s: %s is not proven wrong", q.ID, o.Entity)
			}
		}
		w.valuesHold(t, q)
		w.headingsHold(t, q)
		switch q.Form {
		case training.Choice, training.Path, training.TrueFalse:
			require.Equal(t, 1, right)
		case training.Answers:
			require.GreaterOrEqual(t, right, 2)
			require.Less(t, right, len(q.Options))
		case training.FillIn:
			w.onlyAnswer(t, q)
		case training.Matching:
			require.Len(t, q.Receipt.False, len(q.Pairs)*(len(q.Pairs)-1), "each answer is wrong for the other prompts")
		case training.Ordering:
			w.inOrder(t, q)
		}
	}
	for d := range told {
		require.False(t, offered[d], "%v is said to be false and offered elsewhere", d)
	}
}

// called lists all names of an entity, folded.
func (w *world) called(id string) []string {
	names := []string{graph.Fold(w.entities[id].Name)}
	for _, f := range w.facts {
		if f.Subject == id && f.Type == graph.AliasProperty {
			names = append(names, graph.Fold(f.Value.Text))
		}
	}
	return names
}

// valuesHold checks a question about a value: no other value that it shows, or
// says, is one the entity has.
func (w *world) valuesHold(t tester, q *training.Question) {
	t.Helper()
	for _, s := range q.Receipt.Sole {
		if schema.Ontology().Property(s.Type) == nil {
			continue
		}
		var have []*graph.Fact
		for _, f := range w.facts {
			if f.Subject == s.Entity && f.Type == s.Type {
				have = append(have, f)
			}
		}
		require.Len(t, have, s.Count, q.Stem)
		said := schema.Ontology().Sentence(have[0], w.entities[s.Entity].Name, "")
		switch words := have[0].Value.Words(); q.Form {
		case training.TrueFalse:
			require.NotContains(t, q.Stem, said)
			require.True(t, q.Options[1].Correct)
		case training.Choice:
			for _, o := range q.Options {
				require.Equal(t, o.Correct, strings.HasSuffix(o.Text, words), "%s: %s", q.Stem, o.Text)
			}
		case training.FillIn:
			require.Contains(t, q.Accepted, words)
		}
	}
}

// headingsHold checks that words stand under the heading of the key, and under
// no other that is offered.
func (w *world) headingsHold(t tester, q *training.Question) {
	t.Helper()
	for _, u := range q.Receipt.Under {
		require.Equal(t, u.Heading, q.Key())
		parts := map[string]string{}
		at := ""
		for _, line := range strings.Split(w.sources[u.Source].Text, "\n") {
			for _, o := range q.Options {
				if line == o.Text {
					at = line
				}
			}
			parts[at] += " " + graph.Fold(line) + " "
		}
		for title, text := range parts {
			require.Equal(t, title == u.Heading, strings.Contains(text, " "+graph.Fold(u.Words)+" "), "%s under %q", q.Stem, title)
		}
	}
}

func ordered(d training.Denial) training.Denial {
	if d.Subject > d.Object {
		return training.Denial{Subject: d.Object, Object: d.Subject}
	}
	return d
}

func (w *world) onlyAnswer(t tester, q *training.Question) {
	t.Helper()
	require.Len(t, q.Receipt.Sole, 1)
	s := q.Receipt.Sole[0]
	r := schema.Ontology().Relation(s.Type)
	sum := 0
	for _, f := range w.facts {
		both := r != nil && r.Symmetric
		if f.Type == s.Type && ((both || !s.Passive) && f.Subject == s.Entity || (both || s.Passive) && f.Object == s.Entity) {
			sum++
		}
	}
	require.Equal(t, 1, sum, q.Stem)
}

func (w *world) inOrder(t tester, q *training.Question) {
	t.Helper()
	require.Len(t, q.Order, len(q.Options))
	for i := 1; i < len(q.Order); i++ {
		before, after := q.Options[q.Order[i-1]].Entity, q.Options[q.Order[i]].Entity
		if strings.Contains(q.Stem, "earliest first") {
			require.Less(t, w.day(q, before), w.day(q, after), "%s before %s", before, after)
			continue
		}
		require.True(t, w.wider(before)[after], "%s before %s", before, after)
		require.False(t, w.wider(after)[before])
	}
}

// day returns the day that the fact of a question about an entity has.
func (w *world) day(q *training.Question, id string) string {
	days := map[string]bool{}
	for _, proof := range q.Receipt.Proofs {
		f := w.facts[proof.Fact]
		others := 0
		for _, o := range q.Options {
			if o.Entity == f.Subject || o.Entity == f.Object {
				others++
			}
		}
		switch {
		case f.Subject != id && f.Object != id:
		case f.Value.Type == graph.Date:
			days[f.Value.Text] = true
		case others == 1:
			days[f.ValidFrom] = true
		}
	}
	if len(days) != 1 {
		return "" // never less than itself
	}
	for day := range days {
		return day
	}
	return ""
}

func request(v *graph.View, seed uint64) training.Request {
	s := everything(v)
	return training.Request{Scope: s, Seed: seed, Count: 500, Fewer: true, Glossary: true, Sheets: true, Timeline: true, Compare: s.Nodes[:min(len(s.Nodes), 3)]}
}

func TestSeedHolds(t *testing.T) {
	m := seeded(t)
	ops := seedOps(t)
	w := worldOf(ops)
	for seed := range uint64(5) {
		v := viewOf(m)
		p, err := training.Build(v, request(v, seed))
		require.NoError(t, err)
		require.Greater(t, len(p.Questions), 80)
		w.holds(t, p)
		found, err := training.Check(v, p)
		require.NoError(t, err)
		require.Empty(t, found)
	}
}

func TestRandomGraphsHold(t *testing.T) {
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		ops := randomOps(t)
		m, err := graphtest.NewMemory(ops...)
		require.NoError(t, err)
		v := viewOf(m)
		seed := rapid.Uint64().Draw(t, "seed")
		p, err := training.Build(v, request(v, seed))
		require.NoError(t, err)
		worldOf(ops).holds(t, p)
		asked += len(p.Questions)

		again, err := training.Build(viewOf(m), request(v, seed))
		require.NoError(t, err)
		for _, format := range training.Formats() {
			first, err := training.Write(p, format)
			require.NoError(t, err)
			second, err := training.Write(again, format)
			require.NoError(t, err)
			require.Equal(t, first, second)
		}
		found, err := training.Check(v, p)
		require.NoError(t, err)
		require.Empty(t, found)
	})
	assert.Positive(t, asked)
}

// names that need care: as plurals, with words in common, and with what means
// something to a format.
var randomNames = []string{
	"harbor patrol", "river units", "North Office", "`quoted` *star*", "smugglers", "smuggling of goods", "<b>bold</b> & co", "Team {=right ~wrong}",
	"desert watch", "cargo screening", "Port Agency", "=SUM(A1)", "trade desk", "a local entity", "arms | brokers", "=> -> ::x::", "visa checks", "coast guards", "zone 9", "fire # crews",
}

func randomOps(t *rapid.T) []graph.Op {
	o := schema.Ontology()
	kinds := []string{"Agency", "Directorate", "Program", "Partner", "Threat", "Threat", "Threat", "Authority", "Interest"}
	n := rapid.IntRange(3, len(randomNames)).Draw(t, "entities")
	var text strings.Builder
	source := &graph.Source{ID: "page", Title: "The “Page” <i>", Publisher: "p"}
	var ops []graph.Op
	quote := func(s string, g graph.Grade) []graph.Evidence {
		start, line := len([]rune(text.String())), strings.Count(text.String(), "\n")+1
		text.WriteString(s + ".\n")
		return []graph.Evidence{{Source: "page", Quote: s, Start: start, End: start + len([]rune(s)), Line: line, Grade: g}}
	}
	grade := rapid.SampledFrom([]graph.Grade{graph.Stated, graph.Stated, graph.Construed, graph.Contextual, graph.Editorial})
	var entities []*graph.Entity
	for i := range n {
		if i%3 == 0 {
			fmt.Fprintf(&text, "Part %c\nThis part of the page tells of %d things.\n", 'A'+i/3, i)
		}
		g := grade.Draw(t, "named")
		entities = append(entities, &graph.Entity{ID: fmt.Sprintf("e%d", i), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Name: randomNames[i], Grade: g, Evidence: quote("Here is "+randomNames[i], g)})
		ops = append(ops, graph.Op{Entity: entities[i]})
	}
	seen := map[string]bool{}
	for range rapid.IntRange(1, 60).Draw(t, "facts") {
		i, j := rapid.IntRange(0, n-1).Draw(t, "subject"), rapid.IntRange(0, n-1).Draw(t, "object")
		r := rapid.SampledFrom(o.Relations).Draw(t, "type")
		if i == j || r.Acyclic && i > j || !o.Is(entities[i].Kind, r.Domain) || !o.Is(entities[j].Kind, r.Range) || r.SameKind && entities[i].Kind != entities[j].Kind {
			continue
		}
		f := &graph.Fact{Subject: entities[i].ID, Type: r.Name, Object: entities[j].ID, Grade: grade.Draw(t, "grade"), Rank: rapid.SampledFrom([]graph.Rank{graph.Normal, graph.Normal, graph.Normal, graph.Deprecated}).Draw(t, "rank")}
		if len(r.Verbs) > 0 {
			f.Verb = rapid.SampledFrom(r.Verbs).Draw(t, "verb").Name
		}
		if rapid.IntRange(0, 5).Draw(t, "read") == 0 {
			f.Reading = "g/A"
		}
		if rapid.IntRange(0, 2).Draw(t, "dated") == 0 {
			f.ValidFrom = fmt.Sprintf("20%02d-01-01", rapid.IntRange(1, 20).Draw(t, "year"))
		}
		f.ID = graph.RelationID(f.Subject, f.Type, f.Verb, f.Object)
		if seen[f.ID] {
			continue
		}
		seen[f.ID] = true
		f.Evidence = quote(fmt.Sprintf("Fact %d is so", len(seen)), f.Grade)
		ops = append(ops, graph.Op{Fact: f})
	}
	for _, e := range entities {
		for _, f := range randomValues(t, e) {
			several := ""
			if f.Type == graph.AliasProperty {
				several = f.Value.Text
			}
			f.ID = graph.AttributeID(f.Subject, f.Type, several)
			f.Grade = grade.Draw(t, "grade")
			f.Evidence = quote("Of "+e.ID+" it is said so", f.Grade)
			ops = append(ops, graph.Op{Fact: f})
		}
	}
	source.Text = text.String()
	source.SHA256 = graph.TextHash(source.Text)
	return append([]graph.Op{{Source: source}}, ops...)
}

// randomValues draws attributes for an entity.
func randomValues(t *rapid.T, e *graph.Entity) []*graph.Fact {
	var list []*graph.Fact
	add := func(typ string, v graph.Value) {
		if rapid.Bool().Draw(t, typ) {
			list = append(list, &graph.Fact{Subject: e.ID, Type: typ, Value: v})
		}
	}
	text := func(list ...string) graph.Value {
		return graph.Value{Type: graph.String, Text: rapid.SampledFrom(list).Draw(t, "value")}
	}
	add(graph.AliasProperty, text("HP", "RU", "the yard", "PA", "TD"))
	switch e.Kind {
	case "Agency":
		add("workforceSize", graph.Value{Type: graph.Quantity, Number: float64(rapid.IntRange(1, 9).Draw(t, "number")), Comparator: rapid.SampledFrom([]string{"", "approximately", "more than"}).Draw(t, "hedge")})
		add("classification", text("coastal agency", "inland office", "old bureau", "agency"))
	case "Authority":
		add("basis", text("a law", "an order of the court", "custom"))
	}
	return list
}
