package own

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// What is appended by hand is what encoding the lines by their types would be.
func TestAppendIsEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		op := drawOp(t)
		var l line
		l.set(&op)
		want, failed := json.Marshal(&l)
		var a appender
		a.op(&op)
		if failed != nil {
			require.Error(t, a.err)
			return
		}
		require.NoError(t, a.err)
		assert.Equal(t, string(want)+"\n", string(a.b))
	})
}

func drawOp(t *rapid.T) (op graph.Op) {
	text := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.StringMatching(`[a-z<>&"\\\n\x00-\x1f\x7f\x{2028}é🏛]{0,9}`), rapid.Just("\xff"))
	number := rapid.SampledFrom([]int{0, 1, -7, 1 << 40})
	grade := rapid.SampledFrom([]graph.Grade{graph.Editorial, graph.Stated})
	evidence := rapid.Custom(func(t *rapid.T) graph.Evidence {
		return graph.Evidence{Source: text.Draw(t, "source"), Quote: text.Draw(t, "quote"), Prefix: text.Draw(t, "prefix"), Suffix: text.Draw(t, "suffix"),
			Start: number.Draw(t, "start"), End: number.Draw(t, "end"), Line: number.Draw(t, "line"), Grade: grade.Draw(t, "grade"), Note: text.Draw(t, "note")}
	})
	list := rapid.SliceOfN(evidence, 0, 2)
	switch rapid.IntRange(0, 6).Draw(t, "sort") {
	case 0:
		op.Source = &graph.Source{ID: text.Draw(t, "id"), Title: text.Draw(t, "title"), Publisher: text.Draw(t, "publisher"), ReviewedOn: text.Draw(t, "on"),
			URL: text.Draw(t, "url"), Text: text.Draw(t, "text"), SHA256: text.Draw(t, "sha")}
	case 1:
		op.Entity = &graph.Entity{ID: text.Draw(t, "id"), Kind: text.Draw(t, "kind"), Form: text.Draw(t, "form"), Name: text.Draw(t, "name"), Grade: grade.Draw(t, "grade"),
			Evidence: list.Draw(t, "evidence"), Note: text.Draw(t, "note")}
	case 2:
		op.RetractEntity = text.Draw(t, "entity")
	case 3:
		op.RetractFact = text.Draw(t, "fact")
	case 4:
		op.RetractSource = text.Draw(t, "source")
	default:
		value := rapid.Custom(func(t *rapid.T) graph.Value {
			return graph.Value{Type: rapid.SampledFrom([]graph.ValueType{graph.String, graph.Quantity}).Draw(t, "type"), Text: text.Draw(t, "text"), Integer: int64(number.Draw(t, "integer")),
				Number: rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-1e300, 1e300)).Draw(t, "number"), Comparator: text.Draw(t, "comparator"), Unit: text.Draw(t, "unit")}
		})
		f := &graph.Fact{ID: text.Draw(t, "id"), Subject: text.Draw(t, "subject"), Type: text.Draw(t, "type"), Verb: text.Draw(t, "verb"), Object: text.Draw(t, "object"),
			Grade: grade.Draw(t, "grade"), Rank: rapid.SampledFrom([]graph.Rank{graph.Normal, graph.Deprecated}).Draw(t, "rank"), Reason: text.Draw(t, "reason"),
			Reading: graph.Reading(text.Draw(t, "reading")), ValidFrom: text.Draw(t, "from"), ValidTo: text.Draw(t, "to"), Evidence: list.Draw(t, "evidence"), Note: text.Draw(t, "note")}
		for range rapid.IntRange(0, 2).Draw(t, "qualifiers") {
			f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: text.Draw(t, "name"), Value: text.Draw(t, "value")})
		}
		switch rapid.IntRange(0, 2).Draw(t, "value") {
		case 1:
			f.Value = value.Draw(t, "value")
		case 2:
			f.Value = graph.Value{Type: graph.List, List: rapid.SliceOfN(value, 1, 3).Draw(t, "list")}
		}
		op.Fact = f
	}
	return op
}

func (l *line) set(op *graph.Op) {
	switch {
	case op.Source != nil:
		l.Source = (*source)(op.Source)
	case op.Entity != nil:
		e := op.Entity
		l.Entity = &entity{e.ID, e.Kind, e.Form, e.Name, e.Grade.String(), evidenceOf(e.Evidence), e.Note}
	case op.Fact != nil:
		f := op.Fact
		l.Fact = &fact{
			ID: f.ID, Subject: f.Subject, Type: f.Type, Verb: f.Verb, Object: f.Object, Grade: f.Grade.String(), Reason: f.Reason,
			Reading: string(f.Reading), ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Evidence: evidenceOf(f.Evidence), Note: f.Note,
		}
		if !f.Value.IsZero() {
			v := valueOf(f.Value)
			l.Fact.Value = &v
		}
		if f.Rank != graph.Normal {
			l.Fact.Rank = f.Rank.String()
		}
		for _, q := range f.Qualifiers {
			l.Fact.Qualifiers = append(l.Fact.Qualifiers, qualifier(q))
		}
	default:
		l.RetractEntity, l.RetractFact, l.RetractSource = op.RetractEntity, op.RetractFact, op.RetractSource
	}
}
