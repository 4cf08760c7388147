package bolt

import (
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func drawValue(t *rapid.T, depth int) graph.Value {
	v := graph.Value{
		Type: graph.ValueType(rapid.Byte().Draw(t, "type")), Text: rapid.String().Draw(t, "text"), Integer: rapid.Int64().Draw(t, "integer"),
		Number: rapid.SampledFrom([]float64{0, 1.5, math.Copysign(0, -1), math.MaxFloat64, math.Inf(1)}).Draw(t, "number"),
		Unit:   rapid.String().Draw(t, "unit"), Comparator: rapid.String().Draw(t, "comparator"),
	}
	if depth == 0 && rapid.Bool().Draw(t, "list") {
		v.List = []graph.Value{drawValue(t, 1), drawValue(t, 1)}
	}
	return v
}

func drawEvidence(t *rapid.T) []graph.Evidence {
	s := func() string { return rapid.String().Draw(t, "string") }
	var list []graph.Evidence
	for range rapid.IntRange(0, 3).Draw(t, "evidence") {
		list = append(list, graph.Evidence{Source: s(), Quote: s(), Prefix: s(), Suffix: s(), Start: rapid.Int().Draw(t, "start"),
			End: rapid.Int().Draw(t, "end"), Line: rapid.Int().Draw(t, "line"), Grade: graph.Grade(rapid.Byte().Draw(t, "grade")), Note: s()})
	}
	return list
}

func drawOp(t *rapid.T) graph.Op {
	s := func() string { return rapid.String().Draw(t, "string") }
	some := func() string { return "x" + s() }
	switch rapid.IntRange(1, 6).Draw(t, "op") {
	case putEntity:
		return graph.Op{Entity: &graph.Entity{ID: s(), Kind: s(), Form: s(), Name: s(), Grade: 3, Note: s(), Evidence: drawEvidence(t)}}
	case putFact:
		f := &graph.Fact{ID: s(), Subject: s(), Type: s(), Verb: s(), Object: s(), Value: drawValue(t, 0), Grade: 2, Rank: 1, Reason: s(),
			Reading: graph.Reading(s()), ValidFrom: s(), ValidTo: s(), Evidence: drawEvidence(t), Note: s()}
		for range rapid.IntRange(0, 2).Draw(t, "qualifiers") {
			f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: s(), Value: s()})
		}
		return graph.Op{Fact: f}
	case putSource:
		return graph.Op{Source: &graph.Source{ID: s(), Title: s(), Publisher: s(), ReviewedOn: s(), URL: s(), Text: s(), SHA256: s()}}
	case retractEntity:
		return graph.Op{RetractEntity: some()}
	case retractFact:
		return graph.Op{RetractFact: some()}
	}
	return graph.Op{RetractSource: some()}
}

func TestEntryRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := graph.Entry{Change: graph.Change{Author: rapid.String().Draw(t, "author"), Message: rapid.String().Draw(t, "message"),
			Key: rapid.SampledFrom([]string{"", "k", "a longer key"}).Draw(t, "key"),
			Ops: rapid.SliceOfN(rapid.Custom(drawOp), 1, 6).Draw(t, "ops")},
			Revision: graph.Revision(rapid.Uint64().Draw(t, "revision")), Time: time.UnixMilli(rapid.Int64Range(-1e12, 1e14).Draw(t, "time")).UTC()}
		copy(want.Previous[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "previous"))
		ops := encodeOps(&want.Change)
		raw := appendEntry(nil, &want, ops.raw)
		require.Equal(t, want.Key != "", raw[2*hashSize] == entryVersionKeyed, "without a key an entry is what it always was")
		got, err := decodeEntry(raw)
		require.NoError(t, err)
		require.Equal(t, want, got)
		again := got
		require.Equal(t, raw, appendEntry(nil, &again, encodeOps(&got.Change).raw))

		// Any change of the bytes shows.
		i := rapid.IntRange(0, len(raw)-1).Draw(t, "at")
		raw[i] ^= byte(rapid.IntRange(1, 255).Draw(t, "xor"))
		_, err = decodeEntry(raw)
		if i < hashSize {
			require.Error(t, err)
		}
		require.Error(t, err)
	})
}

func TestStateRoundTrip(t *testing.T) {
	want := state{revision: 1, hash: [32]byte{2}, time: 3, entity: 4, fact: 5, source: 6, term: 7, entities: 8, facts: 9, sources: 10}
	got, ok := parseState(want.bytes())
	require.True(t, ok)
	assert.Equal(t, want, got)
	_, ok = parseState(want.bytes()[1:])
	assert.False(t, ok)
}

// FuzzDecode feeds any bytes to each decoder: none panics or allocates out of
// proportion, and what one accepts it writes the same again.
func FuzzDecode(f *testing.F) {
	fact := graph.Fact{ID: "a/b/c", Subject: "a", Type: "b", Object: "c", Grade: graph.Stated, Qualifiers: []graph.Qualifier{{Name: "n", Value: "v"}},
		Evidence: []graph.Evidence{{Source: "p", Quote: "q", End: 1, Line: 1}}}
	attribute := graph.Fact{ID: "a/b", Value: graph.Value{Type: graph.List, List: []graph.Value{{Type: graph.Quantity, Number: 2, Unit: "m"}}}}
	entity := graph.Entity{ID: "a", Kind: "k", Name: "A", Evidence: fact.Evidence}
	source := graph.Source{ID: "p", Text: "q"}
	f.Add(appendFact(nil, &fact))
	f.Add(appendFact(nil, &attribute))
	f.Add(appendEntity(nil, &entity))
	f.Add(appendSource(nil, &source))
	c := graph.Change{Ops: []graph.Op{{Fact: &fact}, {Entity: &entity}, {Source: &source}, {RetractFact: "x"}}}
	f.Add(appendEntry(nil, &graph.Entry{Change: c, Revision: 7}, encodeOps(&c).raw))
	c.Key = "k"
	f.Add(appendEntry(nil, &graph.Entry{Change: c, Revision: 7}, encodeOps(&c).raw))
	f.Fuzz(func(t *testing.T, b []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d := decoder{s: string(b)}
		if x := d.entity(); d.end() == nil {
			d := decoder{s: string(appendEntity(nil, &x))}
			assert.Equal(t, x, d.entity())
		}
		d = decoder{s: string(b)}
		if x := d.fact(); d.end() == nil {
			d := decoder{s: string(appendFact(nil, &x))}
			y := d.fact()
			assert.Equal(t, appendFact(nil, &x), appendFact(nil, &y)) // NaN is not equal to itself
		}
		d = decoder{s: string(b)}
		if x := d.source(); d.end() == nil {
			d := decoder{s: string(appendSource(nil, &x))}
			assert.Equal(t, x, d.source())
		}
		_, _ = decodeEntry(b)
		_, _ = entityShape(b)
		_, _ = parseState(b)
		_, _ = parseEdgeKey(b)
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20+400*len(b)))
	})
}
