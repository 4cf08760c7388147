package search

import (
	"encoding/binary"
	"hash/fnv"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// factField holds a mark for each fact a document was made of: a change to the
// fact finds by it the documents to make again, also those at a former end of
// the fact. Marks are hashes; two facts with one mark cost a needless reading.
const (
	factField = "fact"
	markSize  = 4
)

func markOf(fact string) []byte {
	h := fnv.New32a()
	_, _ = h.Write([]byte(fact))
	return binary.BigEndian.AppendUint32(nil, h.Sum32())
}

// newDocument makes the bleve document of an entity, whose id is the
// document's. Its texts are not stored: they are read from the graph.
func newDocument(id string, m material) *document.Document {
	d := document.NewDocument(id)
	count := map[*field]uint64{}
	for _, t := range m.texts {
		place := []uint64{count[t.field]} // phrases do not run from one value into the next
		count[t.field]++
		if t.field.keyword {
			d.AddField(document.NewTextFieldCustom(t.field.name, place, []byte(t.value), index.IndexField, nil))
			continue
		}
		d.AddField(document.NewTextFieldCustom(t.field.name, place, []byte(t.value),
			index.IndexField|index.IncludeTermVectors, textAnalyzer{short: t.field.short}))
	}
	if len(m.facts) > 0 {
		marks := make([]byte, 0, len(m.facts)*markSize)
		for _, f := range m.facts {
			marks = append(marks, markOf(f)...)
		}
		d.AddField(document.NewTextFieldCustom(factField, nil, marks, index.IndexField|index.SkipFreqNorm, markAnalyzer{}))
	}
	return d
}
