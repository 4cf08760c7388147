package schema

import (
	"context"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// TrainingFormatResolver answers TrainingFormat.
type TrainingFormatResolver struct{ Name, Title, Extension, MediaType string }

// Formats returns what the material can be kept as.
func (r *TrainingResolver) Formats() []*TrainingFormatResolver {
	var list []*TrainingFormatResolver
	for _, f := range training.FileFormats() {
		list = append(list, &TrainingFormatResolver{f.Name, f.Title, f.Extension, f.MediaType})
	}
	return list
}

// Train makes a file of training material that is asked for outside GraphQL. It
// must be called within a session: see [Service.Begin].
func (svc *Service) Train(ctx context.Context, q training.FileRequest) (training.File, error) {
	in := lensInput{Revision: (*Revision)(q.Revision), Deprecated: q.Lens.Deprecated}
	if q.Lens.ValidAt != "" {
		in.ValidAt = (*Date)(&q.Lens.ValidAt)
	}
	if q.Lens.MinGrade != "" {
		in.MinGrade = &q.Lens.MinGrade
	}
	if len(q.Lens.Readings) > 0 {
		in.Readings = &q.Lens.Readings
	}
	seen, err := (&Query{}).View(ctx, struct{ Lens lensInput }{in})
	if err != nil {
		return training.File{}, err
	}
	v, err := seen.on(ctx)
	if err != nil {
		return training.File{}, err
	}
	q.Scope.Match = func(_ *graph.View, text string) ([]graph.Node, error) { return v.matched(text, nil) }
	return q.Make(v.View)
}
