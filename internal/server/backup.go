package server

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"missiongraph/graph"
)

// Backup is a verified copy of the graph. Close lets it go.
type Backup struct {
	io.ReadSeekCloser
	Size     int64 // bytes
	Revision graph.Revision
}

// backupChunk is how much of a backup is sent within Limits.Stall, in bytes.
const backupChunk = 1 << 20

// sendBackup serves /backup: a copy is made, checked in depth, and only then
// sent. One at a time: each takes the room of the whole graph on the disk.
func (s *Server) sendBackup(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet) {
		s.wrongMethod(w, r)
		return
	}
	if !s.backup.TryLock() {
		w.Header().Set("Retry-After", "10")
		p := &problem{code: codeUnavailable, message: "another backup is being made"}
		s.refuse(w, r, p.withHint("try again when it is done"), http.StatusServiceUnavailable)
		return
	}
	defer s.backup.Unlock()
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // making it takes as long as it takes
	made, err := s.config.Backup(r.Context())
	if err != nil {
		p := fromError(err)
		s.refuse(w, r, p, statuses[p.code])
		return
	}
	defer made.Close()
	sum, err := digestOf(made)
	if err != nil {
		s.refuse(w, r, internal(err), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(made.Size, 10))
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="missiongraph-r%d.db"`, made.Revision))
	h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":") // RFC 9530
	h.Set("Cache-Control", "no-store")
	h.Set("Accept-Ranges", "none")
	for sent := int64(0); sent < made.Size; sent += backupChunk {
		_ = control.SetWriteDeadline(time.Now().Add(s.limits.Stall))
		if _, err := io.CopyN(w, made, min(backupChunk, made.Size-sent)); err != nil {
			return // the client is gone, or learns from the missing bytes that this is not all
		}
	}
}

// digestOf reads a backup once and goes back to its beginning.
func digestOf(b Backup) ([]byte, error) {
	h := sha256.New()
	n, err := io.Copy(h, b)
	if err == nil && n != b.Size {
		err = errors.New("a backup is not as long as it says")
	}
	if err == nil {
		_, err = b.Seek(0, io.SeekStart)
	}
	return h.Sum(nil), err
}
