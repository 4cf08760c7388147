package seed

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

var once = sync.OnceValues(Default)

// loaded returns the seed of the program, which must be without a problem. It
// is shared: a test that changes anything loads its own.
func loaded(t testing.TB) Data {
	t.Helper()
	d, err := once()
	require.NoError(t, err)
	return d
}

func TestDefaultIsWithoutAProblem(t *testing.T) {
	d := loaded(t)
	assert.NoError(t, Check(d, testOntology(t)).Err())
	assert.Len(t, d.Sources, 2)
	assert.Len(t, d.Entities, 127)
}

func TestChange(t *testing.T) {
	d := loaded(t)
	c := d.Change()
	assert.Equal(t, "seed", c.Author)
	assert.Equal(t, "Load the seed: What We Do (Department of Homeland Security, reviewed 2018-12-04)", c.Message)
	require.Len(t, c.Ops, len(d.Sources)+len(d.Entities)+len(d.Facts))
	again, err := Default()
	require.NoError(t, err)
	assert.Equal(t, c, again.Change(), "loading twice makes the same change")
	assert.Equal(t, &graph.Source{
		ID: "ice-what-we-do-page", Title: "What We Do", Publisher: "Department of Homeland Security", ReviewedOn: "2018-12-04",
		Text: d.Sources[0].Text, SHA256: "a2776c6071686e1f98d53817919767c8af5b125fb63dd557391eaf09e236f9c2",
	}, c.Ops[0].Source)
}

func TestSeveralQuotesOfOneFact(t *testing.T) {
	row := func(grade, note string) string {
		return "  relations:\n  - {subject: corps, type: actsFor, object: ice, grade: " + grade + ", note: " + note + "}\n"
	}
	d, err := Load(sample(sampleEntities + samplePassage + row("CONSTRUED", "one") + "- quote: big\n  line: 2\n  at: [50, 53]\n" + row("STATED", "two")))
	require.NoError(t, err)
	require.NoError(t, Check(d, testOntology(t)).Err())
	require.Len(t, d.Facts, 1)
	f := d.Facts[0]
	assert.Equal(t, graph.Stated, f.Grade, "the strongest")
	require.Len(t, f.Evidence, 2)
	assert.Equal(t, graph.Construed, f.Evidence[0].Grade)
	assert.Equal(t, "one", f.Evidence[0].Note)
	assert.Equal(t, graph.Stated, f.Evidence[1].Grade)
	assert.Equal(t, "two", f.Evidence[1].Note)
	assert.Equal(t, "big", f.Evidence[1].Quote)
}
