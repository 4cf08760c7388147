package search_test

import (
	"context"
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

func TestSearchFinds(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	editorial := graph.Lens{MinGrade: graph.Editorial}
	for _, test := range []struct {
		name, text string
		lens       graph.Lens
		kinds      []string
		want       []string // in order
	}{
		{name: "a token with brackets", text: "287(g)", want: []string{"287g"}},
		{name: "without brackets", text: "287g", want: []string{"287g"}},
		{name: "with a space", text: "287 g", want: []string{"287g"}},
		{name: "half typed", text: "287(", want: []string{"287g"}},
		{name: "with a word", text: "287(g) program", want: []string{"287g"}},
		{name: "quoted, without brackets", text: `"287g program"`, want: []string{"287g"}},
		{name: "accent left out", text: "attache", want: []string{"ice-attache-corps"}},
		{name: "accent typed", text: "Attaché", want: []string{"ice-attache-corps"}},
		{name: "accent as a combining mark", text: "Attache\u0301", want: []string{"ice-attache-corps"}},
		{name: "beginning of the last word", text: "joint terr", want: []string{"joint-terrorism-task-forces", "fbi"}},
		{name: "a finished word is no beginning", text: "joint terr ", want: []string{}},
		{name: "only the last word is a beginning", text: "join terrorism", want: []string{}},
		{name: "one letter looks in names", text: "f", want: []string{"fbi", "foreign-partners", "joint-terrorism-task-forces", "multi-agency-task-forces"}},
		{name: "acronym in capitals or not", text: "interpol", want: []string{"interpol"}},
		{name: "English forms", text: "enhancing agencies", want: []string{"multi-agency-task-forces", "ero"}},
		{name: "possessive", text: "\"ICE mission\"", want: []string{"ice"}},
		{name: "dots of an acronym", text: "US interests", want: []string{"u.s-interests"}},
		{name: "hyphen left out", text: "crossborder", want: []string{"hsi"}},
		{name: "hyphen opened", text: "cross border", want: []string{"hsi"}},
		{name: "all words must match", text: "joint removal", want: []string{}},
		{name: "words from several fields", text: "enhances ero", want: []string{"ero", "multi-agency-task-forces"}},
		{name: "stop words are left out", text: "who leads the joint task forces ", want: []string{}},
		{name: "stop words but one", text: "the of corps", want: []string{"ice-attache-corps"}},
		{name: "phrase", text: `"task forces"`, want: []string{"joint-terrorism-task-forces", "multi-agency-task-forces", "fbi", "ero"}},
		{name: "phrase in order", text: `"forces task"`, want: []string{}},
		{name: "phrase with stop words", text: `"impact of multi-agency"`, want: []string{"multi-agency-task-forces", "ero"}},
		{name: "unfinished phrase", text: `"task forces`, want: []string{"joint-terrorism-task-forces", "multi-agency-task-forces", "fbi", "ero"}},
		{name: "exclusion", text: "task forces -joint", want: []string{"multi-agency-task-forces", "ero"}},
		{name: "excluded phrase", text: `task -"joint terrorism"`, want: []string{"multi-agency-task-forces", "ero"}},
		{name: "special characters", text: `+(task) && {forces}^~ /*:\ -`, want: []string{"joint-terrorism-task-forces", "multi-agency-task-forces", "fbi", "ero"}},
		{name: "beginning of an earlier word", text: "joi* terrorism ", want: []string{"joint-terrorism-task-forces", "fbi"}},
		{name: "two letters look in names", text: "jo* terrorism ", want: []string{"joint-terrorism-task-forces"}},
		{name: "beginning and no more", text: "terr* ", want: []string{"joint-terrorism-task-forces", "fbi"}},
		{name: "excluded beginning", text: "task -terr* ", want: []string{"multi-agency-task-forces", "ero"}},
		{name: "misspelt", text: "interpoll~ ", want: []string{"interpol"}},
		{name: "misspelt by one", text: "terorrism~1 ", want: []string{"joint-terrorism-task-forces", "fbi"}},
		{name: "misspelt by more", text: "interrpoll~1", want: []string{}},
		{name: "misspelt by two", text: "interrpoll~2", want: []string{"interpol"}},
		{name: "two at most", text: "interrrpoll~9", want: []string{}},
		{name: "no letter differs", text: "interpxl~0", want: []string{}},
		{name: "a short word is not misspelt", text: "fb~", want: []string{}},
		{name: "misspelt, in parts", text: "cros-border~", want: []string{"hsi"}},
		{name: "in names only", text: "name:joint", want: []string{"joint-terrorism-task-forces"}},
		{name: "field in capitals", text: "NAME:joint", want: []string{"joint-terrorism-task-forces"}},
		{name: "in quotes only", text: "quote:joint", want: []string{"fbi", "joint-terrorism-task-forces"}},
		{name: "in notes only", text: "note:spell*", want: []string{"ice"}},
		{name: "in ids only", text: "id:ICE", want: []string{"ice"}},
		{name: "in other names only", text: "alias:dhs", want: []string{"dhs"}},
		{name: "phrase in a field", text: `name:"task forces" `, want: []string{"joint-terrorism-task-forces", "multi-agency-task-forces"}},
		{name: "excluded in a field", text: `quote:joint -name:joint`, want: []string{"fbi"}},
		{name: "field of nothing is a word", text: "name: joint", want: []string{}},
		{name: "unknown field is a word", text: "title:joint", want: []string{}},
		{name: "stop word required", text: "+of corps", want: []string{}},
		{name: "stop word in a field", text: "quote:of agency ", want: []string{"multi-agency-task-forces", "ero"}},
		{name: "signs alone", text: "ero + - * ~ name: ~1", want: []string{}},
		{name: "id", text: "law-enforcement-support-center", want: []string{"law-enforcement-support-center"}},
		{name: "note", text: "plural", want: []string{"joint-terrorism-task-forces"}},
		{name: "quote of a fact on the other end", text: "led", want: []string{"fbi", "joint-terrorism-task-forces"}},
		{name: "kind", text: "task forces", kinds: []string{"Agency"}, want: []string{"fbi"}},
		{name: "abstract kind", text: "task forces", kinds: []string{"Organization"}, want: []string{"fbi", "ero"}},
		{name: "editorial alias hidden", text: "JTTF", want: []string{}},
		{name: "editorial alias shown", text: "JTTF", lens: editorial, want: []string{"joint-terrorism-task-forces"}},
		{name: "construed alias", text: "dhs", want: []string{"dhs"}},
		{name: "contextual quote hidden", text: "removal", lens: graph.Lens{MinGrade: graph.Stated}, want: []string{}},
		{name: "contextual quote shown", text: "removal", want: []string{"ice", "ero"}},
		{name: "a hidden word does not exclude", text: "joint -jttf", want: []string{"joint-terrorism-task-forces", "fbi"}},
		{name: "a shown word excludes", text: "joint -jttf", lens: editorial, want: []string{"fbi"}},
		{name: "deprecated quote hidden", text: "corps foreign", want: []string{}},
		{name: "deprecated quote shown", text: "corps foreign", lens: graph.Lens{Deprecated: true}, want: []string{"ice-attache-corps", "foreign-partners"}},
		{name: "chosen reading", text: "corps foreign", lens: graph.Lens{Readings: []graph.Reading{"attache/A"}}, want: []string{"ice-attache-corps", "foreign-partners"}},
		{name: "unknown word", text: "zebra", want: []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := find(t, x, view(t, m, test.lens), test.text, test.kinds...)
			assert.Equal(t, test.want, ids(r))
			assert.Equal(t, len(test.want), r.Total)
			assert.True(t, r.Exact)
			assert.False(t, r.HasNext)
			assert.Empty(t, r.Warning)
			for _, h := range r.Hits {
				assert.NotEmpty(t, h.Highlights, h.ID)
				assert.Positive(t, h.Score)
			}
		})
	}
}

func TestSearchRanks(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	for text, first := range map[string]string{
		"ice": "ice", "ero": "ero", "law enforcement": "law-enforcement-support-center", "ic": "ice",
	} {
		r := find(t, x, view(t, m, graph.Lens{}), text)
		require.NotEmpty(t, r.Hits, text)
		assert.Equal(t, first, r.Hits[0].ID, text)
	}
}

func TestHighlights(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	marked := func(text string, l graph.Lens) map[string][]string {
		found := map[string][]string{}
		for _, h := range find(t, x, view(t, m, l), text).Hits {
			for _, g := range h.Highlights {
				points := []rune(g.Text)
				for _, s := range g.Spans {
					found[h.ID+" "+g.Field] = append(found[h.ID+" "+g.Field], string(points[s.Start:s.End]))
				}
			}
		}
		return found
	}
	assert.Equal(t, map[string][]string{"ice-attache-corps name": {"Attaché", "corps"}, "ice-attache-corps quote": {"Attaché", "corps"}},
		marked("corps attache", graph.Lens{}), "code points after the é")
	assert.Equal(t, map[string][]string{"287g name": {"287(g"}, "287g id": {"287g"}, "287g quote": {"287(g"}}, marked("287g", graph.Lens{}))
	assert.Equal(t, []string{"Terrorism"}, marked("joint terr", graph.Lens{})["joint-terrorism-task-forces name"][1:])
	assert.NotContains(t, marked("task", graph.Lens{}), "joint-terrorism-task-forces alias")
	assert.Equal(t, []string{"JTTF"}, marked("jttf", graph.Lens{MinGrade: graph.Editorial})["joint-terrorism-task-forces alias"])
	assert.Equal(t, []string{"Task Forces"}, marked(`"task forces" force`, graph.Lens{})["fbi quote"], "overlapping places are one")
}

func TestSearchRefuses(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	v := view(t, m, graph.Lens{})
	for _, test := range []struct {
		name  string
		query search.Query
		code  graph.Code
	}{
		{"empty", search.Query{}, graph.BadInput},
		{"blank", search.Query{Text: " \t\n"}, graph.BadInput},
		{"only signs", search.Query{Text: `-- "" (*)`}, graph.BadInput},
		{"only exclusions", search.Query{Text: "-joint"}, graph.BadInput},
		{"unknown kind", search.Query{Text: "a", Kinds: []string{"Agenzy"}}, graph.BadInput},
		{"negative first", search.Query{Text: "a", First: -1}, graph.BadInput},
		{"first too great", search.Query{Text: "a", First: search.MaxFirst + 1}, graph.Limit},
		{"foreign cursor", search.Query{Text: "a", After: "abc"}, graph.BadInput},
		{"not a cursor", search.Query{Text: "a", After: "%%"}, graph.BadInput},
		{"too long", search.Query{Text: string(make([]byte, search.MaxText+1))}, graph.Limit},
		{"too many words", search.Query{Text: "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g"}, graph.Limit},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := x.Search(context.Background(), v, test.query)
			assert.Equal(t, test.code, graph.CodeOf(err), "%v", err)
		})
	}
	_, err := x.Search(context.Background(), v, search.Query{Text: "a", Kinds: []string{"Agenzy"}})
	assert.Equal(t, `did you mean "Agency"?`, graph.HintOf(err))
}

func TestPaging(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	v := view(t, m, graph.Lens{})
	all := find(t, x, v, "enforce")
	require.Greater(t, all.Total, 3)
	var paged []string
	q := search.Query{Text: "enforce", First: 2}
	for {
		r, err := x.Search(context.Background(), v, q)
		require.NoError(t, err)
		assert.Equal(t, all.Total, r.Total)
		require.NotEmpty(t, r.Hits)
		paged = append(paged, ids(r)...)
		q.After = r.Hits[len(r.Hits)-1].Cursor
		assert.Equal(t, len(paged) < all.Total, r.HasNext)
		if !r.HasNext {
			break
		}
	}
	assert.Equal(t, ids(all), paged)

	q.Text = "task"
	_, err := x.Search(context.Background(), v, q)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err), "of another text")
	q.Text = "enforce"
	_, err = x.Search(context.Background(), view(t, m, graph.Lens{MinGrade: graph.Stated}), q)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err), "of another lens")

	commit(t, m, entity("new", "Program", "new", ""))
	require.NoError(t, x.CatchUp(context.Background()))
	_, err = x.Search(context.Background(), view(t, m, graph.Lens{}), q)
	assert.Equal(t, graph.Conflict, graph.CodeOf(err), "of another revision")
}

func TestTies(t *testing.T) {
	m := newStore(t, []graph.Op{entity("c", "Program", "same name", ""), entity("a", "Program", "same name", ""), entity("b", "Program", "same name", "")})
	x := open(t, t.TempDir(), m)
	assert.Equal(t, []string{"a", "b", "c"}, ids(find(t, x, view(t, m, graph.Lens{}), "same")))
}

func TestBudget(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	s, err := m.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	v := graph.NewView(s, ontology, graph.Lens{}, graph.NewBudget(context.Background(), 2))
	_, err = x.Search(context.Background(), v, search.Query{Text: "task forces"})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = x.Search(ctx, view(t, m, graph.Lens{}), search.Query{Text: "task forces"})
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
}

func TestEarlierRevision(t *testing.T) {
	m := newStore(t, seedOps())
	x := open(t, t.TempDir(), m)
	renamed := entity("fbi", "Agency", "Bureau", "")
	commit(t, m, renamed, entity("cbp", "Agency", "CBP joint", ""), graph.Op{RetractFact: "fbi/leads/joint-terrorism-task-forces"})
	require.NoError(t, x.CatchUp(context.Background()))

	head := view(t, m, graph.Lens{})
	assert.Equal(t, []string{"fbi"}, ids(find(t, x, head, "bureau")))
	assert.Empty(t, ids(find(t, x, head, "led joint", "Agency")), "the retracted fact's quote is gone from both ends")
	r := find(t, x, head, "joint")
	assert.Equal(t, []string{"cbp", "joint-terrorism-task-forces"}, ids(r))
	assert.Empty(t, r.Warning)

	before := view(t, m, graph.Lens{Revision: 1})
	r = find(t, x, before, "joint")
	assert.Equal(t, []string{"joint-terrorism-task-forces"}, ids(r), "not what came later")
	assert.Contains(t, r.Warning, "newest revision, 2")
	assert.Equal(t, []string{}, ids(find(t, x, before, "bureau")), "a later name does not match")
}

func TestManyToCheck(t *testing.T) {
	var ops []graph.Op
	n := search.MaxChecked + 50
	for i := range n {
		id := fmt.Sprintf("p%05d", i)
		ops = append(ops, entity(id, "Program", "same", ""), alias(id, "hidden", graph.Editorial))
	}
	m := newStore(t, ops)
	x := open(t, t.TempDir(), m)
	r, err := x.Search(context.Background(), view(t, m, graph.Lens{}), search.Query{Text: "same", First: 3})
	require.NoError(t, err)
	assert.Equal(t, []string{"p00000", "p00001", "p00002"}, ids(r))
	assert.Equal(t, search.MaxChecked, r.Total)
	assert.False(t, r.Exact)
	assert.Contains(t, r.Warning, "lower bound")
	assert.Empty(t, ids(find(t, x, view(t, m, graph.Lens{}), "hidden")))

	r, err = x.Search(context.Background(), view(t, m, graph.Lens{MinGrade: graph.Editorial}), search.Query{Text: "hidden", First: 3})
	require.NoError(t, err)
	assert.Equal(t, n, r.Total, "a lens that hides nothing needs no check")
	assert.True(t, r.Exact)
	assert.Empty(t, r.Warning)
}

func TestManyHits(t *testing.T) {
	var ops []graph.Op
	n := search.MaxCounted + 50
	for i := range n {
		ops = append(ops, entity(fmt.Sprintf("p%05d", i), "Program", "same", ""))
	}
	m := newStore(t, ops)
	x, v := open(t, t.TempDir(), m), view(t, m, graph.Lens{})
	q := search.Query{Text: "same", First: 2}
	r, err := x.Search(context.Background(), v, q)
	require.NoError(t, err)
	assert.Equal(t, []string{"p00000", "p00001"}, ids(r))
	assert.Equal(t, search.MaxCounted, r.Total)
	assert.False(t, r.Exact)
	assert.True(t, r.HasNext)
	assert.Empty(t, r.Warning, "nothing that was asked for is missing")

	q.Facets = true
	r, err = x.Search(context.Background(), v, q)
	require.NoError(t, err)
	assert.Equal(t, n, r.Total)
	assert.True(t, r.Exact)
	assert.Equal(t, map[string]int{"Program": n}, counted(r, "kind"))
	assert.Equal(t, map[string]int{"name": n}, counted(r, "field"))

	s, err := m.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	v = graph.NewView(s, ontology, graph.Lens{}, graph.NewBudget(context.Background(), 100))
	_, err = x.Search(context.Background(), v, q)
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "counting is charged for")
}

func TestWhere(t *testing.T) {
	m := newStore(t, seedOps())
	x, v := open(t, t.TempDir(), m), view(t, m, graph.Lens{})
	q := search.Query{Text: "task forces", First: 1, WhereKey: "a", Facets: true, Where: func(n graph.Node) (bool, error) {
		kind := v.Topology().Terms().Name(v.Topology().Node(n).Kind)
		return v.Ontology.Is(kind, []string{"Organization"}), nil
	}}
	r, err := x.Search(context.Background(), v, q)
	require.NoError(t, err)
	assert.Equal(t, []string{"fbi"}, ids(r))
	assert.Equal(t, 2, r.Total)
	assert.Equal(t, []search.Facet{
		{Name: "kind", Values: []search.Count{{Value: "Agency", Hits: 1}, {Value: "Directorate", Hits: 1}}},
		{Name: "form", Values: []search.Count{}},
		{Name: "field", Values: []search.Count{{Value: "quote", Hits: 2}}},
	}, r.Facets)

	q.After, q.WhereKey = r.Hits[0].Cursor, "b"
	_, err = x.Search(context.Background(), v, q)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err), "of another condition")

	q.After, q.Where = "", func(graph.Node) (bool, error) { return false, graph.Errorf(graph.Limit, "enough") }
	_, err = x.Search(context.Background(), v, q)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

func TestEmptyGraph(t *testing.T) {
	m := newMemory()
	r := find(t, open(t, t.TempDir(), m), view(t, m, graph.Lens{}), "anything")
	assert.Equal(t, search.Result{Exact: true}, r)
}

func FuzzQuery(f *testing.F) {
	m := newStore(f, seedOps())
	x := open(f, f.TempDir(), m)
	v := view(f, m, graph.Lens{MinGrade: graph.Editorial, Deprecated: true})
	for _, text := range []string{"287(g)", `"a b" -c`, "-", `"`, "“x” é\u0301", "a—b", "name:ice*", "-+id:x~2", `+quote:"a`, "terorism~", "a~~ b** ~*", "\xff\xfe", "İ ǅ ß"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := x.Search(context.Background(), v, search.Query{Text: text})
		if err != nil {
			require.Contains(t, []graph.Code{graph.BadInput, graph.Limit}, graph.CodeOf(err))
			return
		}
		for _, h := range r.Hits {
			for _, g := range h.Highlights {
				last := 0
				for _, s := range g.Spans {
					require.True(t, last <= s.Start && s.Start < s.End && s.End <= utf8.RuneCountInString(g.Text), "%q: %+v", g.Text, g.Spans)
					last = s.End
				}
			}
		}
	})
}
