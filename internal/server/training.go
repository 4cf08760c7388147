package server

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"missiongraph/internal/training"
)

// trainingPolicy lets a handout that is looked at in a browser have its style,
// and nothing else.
const trainingPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"

// training serves /training/{scope}.{md,gift,…}: material as a file to keep.
func (s *Server) training(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	refuse := func(p *problem, status int) {
		if status == 0 {
			status = statuses[p.code]
		}
		s.refuse(w, r, p, status)
	}
	name := r.PathValue("name")
	q, err := readTraining(name, r.URL.RawQuery)
	if err != nil {
		refuse(fromError(err), 0)
		return
	}
	if s.unchangedFile(w, r, name) {
		return
	}
	var f training.File
	made := s.operate(w, r, refuse, func(ctx context.Context) (err error) {
		f, err = s.config.Training(ctx, q)
		return err
	})
	switch {
	case !made:
	case len(f.Data) > s.limits.Reply:
		w.Header().Del("ETag")
		p := overLimit("the file has %d bytes; at most %d are allowed", len(f.Data), s.limits.Reply)
		refuse(p.withHint("ask for fewer questions, for less in include, or about a narrower scope"), 0)
	default:
		h := w.Header()
		h.Set("Content-Type", q.Format.MediaType)
		h.Set("Content-Length", strconv.Itoa(len(f.Data)))
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		h.Set("Content-Security-Policy", trainingPolicy)
		_, _ = w.Write(f.Data)
	}
}

// readTraining reads a request's parameters.
func readTraining(name, query string) (training.FileRequest, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return training.FileRequest{}, badInput("the query string is not well-formed").withHint("percent-encode what is special, as %%26 for &")
	}
	return training.FromURL(name, values)
}

// TrainingOf makes the file that a request asks for, within the session of its
// context.
type TrainingOf func(ctx context.Context, q training.FileRequest) (training.File, error)
