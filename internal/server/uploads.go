package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"missiongraph/internal/intake"
)

// Bounds of uploads.
const (
	maxUploads  = 4        // at once: each is in memory while it arrives
	uploadChunk = 64 << 10 // bytes that must arrive within Limits.Stall
)

// KeepUpload keeps a file that is to be imported for a while, and returns its id.
type KeepUpload func(ctx context.Context, data []byte) (id string, err error)

// uploads serves /uploads: files that are too large for the body of a GraphQL
// request, as planImport and applyImport take them by id. Nothing is done with
// them here; one that does not arrive whole is forgotten.
func (s *Server) uploads(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodPost) {
		s.wrongMethod(w, r)
		return
	}
	if err := s.origin.Check(r); err != nil {
		s.refuse(w, r, &problem{code: codeForbidden, message: "requests from other origins are refused"}, http.StatusForbidden)
		return
	}
	select {
	case s.sending <- struct{}{}:
		defer func() { <-s.sending }()
	default:
		w.Header().Set("Retry-After", "5")
		p := &problem{code: codeUnavailable, message: "other files are being sent", limit: limitConcurrent}
		s.refuse(w, r, p.withHint("try again in some seconds"), http.StatusServiceUnavailable)
		return
	}
	data, p := s.readUpload(w, r)
	if p != nil {
		status := statuses[p.code]
		if p.code == codeLimit {
			p.limit, status = limitBody, http.StatusRequestEntityTooLarge
		}
		s.refuse(w, r, p, status)
		return
	}
	id, err := s.config.Upload(r.Context(), data)
	if err != nil {
		p := fromError(err)
		s.refuse(w, r, p, statuses[p.code])
		return
	}
	w.Header().Set("Content-Type", contentJSON[0])
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(append(appendMap(nil, map[string]any{"id": id, "bytes": uint64(len(data))}), '\n'))
}

// readUpload reads the body as it comes. Who sends slowly is let go; who sends
// steadily may take longer than other requests.
func (s *Server) readUpload(w http.ResponseWriter, r *http.Request) ([]byte, *problem) {
	control := http.NewResponseController(w)
	body := http.MaxBytesReader(w, r.Body, intake.MaxBytes)
	var data bytes.Buffer
	for {
		_ = control.SetReadDeadline(time.Now().Add(s.limits.Stall))
		_ = control.SetWriteDeadline(time.Now().Add(s.limits.Stall + sendTimeout))
		_, err := io.CopyN(&data, body, uploadChunk)
		var tooLarge *http.MaxBytesError
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && data.Len() > 0:
			return data.Bytes(), nil
		case errors.Is(err, io.EOF):
			return nil, badInput("the file is empty").withHint("send the file as the request's body, as with curl --data-binary @list.csv")
		case errors.As(err, &tooLarge):
			return nil, overLimit("the file is larger than %d bytes", intake.MaxBytes).
				withHint("compress it (gzip, zstd), or import it with the command missiongraph import")
		default:
			return nil, badInput("the file did not arrive whole").withHint("nothing was kept: send it again")
		}
	}
}
