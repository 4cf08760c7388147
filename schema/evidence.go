package schema

import "missiongraph/graph"

// EvidenceResolver answers Evidence.
type EvidenceResolver struct {
	Quote, Prefix, Suffix string
	Line, Start, End      int32
	Grade                 graph.Grade
	Note                  *string

	v  *view
	id string
}

func (v *view) evidence(list []graph.Evidence) []*EvidenceResolver {
	v.charge(len(list))
	found := make([]*EvidenceResolver, len(list))
	for i, e := range list {
		found[i] = &EvidenceResolver{
			Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix,
			Line: int32(e.Line), Start: int32(e.Start), End: int32(e.End),
			Grade: e.Grade, Note: optional(e.Note), v: v, id: e.Source,
		}
	}
	return found
}

// Source returns the document quoted.
func (r *EvidenceResolver) Source() *SourceResolver { return r.v.source(r.id) }
