package search

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"missiongraph/graph"
)

// Inspection is what an index on disk says of itself.
type Inspection struct {
	Applied   graph.Revision // the log is indexed up to here
	Documents int
	Misfit    string // why it will be made anew when it is opened; "" when it will not
}

// Inspect looks at the index in a directory without changing it. NOT_FOUND when
// there is none, UNAVAILABLE when it is in use by another process. One that is
// damaged is a misfit and no error.
func Inspect(dir string, store graph.Store) (found Inspection, err error) {
	path := filepath.Join(dir, folder)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return found, graph.Errorf(graph.NotFound, "there is no search index")
	} else if err != nil {
		return found, openError(err)
	}
	queue := index.NewAnalysisQueue(1)
	defer queue.Close()
	x := &Index{dir: dir, store: store}
	if err := x.openToRead(path, queue); err != nil {
		if isLocked(err) || errors.Is(err, fs.ErrPermission) {
			return found, openError(err)
		}
		return Inspection{Misfit: "it is damaged"}, nil
	}
	defer x.scorch.Close()
	if found.Misfit, err = x.misfit(); err != nil || found.Misfit != "" {
		return found, err
	}
	st, docs, err := x.current()
	if err != nil {
		return Inspection{Misfit: "it is damaged"}, nil
	}
	found.Applied, found.Documents = st.revision, int(docs)
	return found, nil
}

// openToRead opens bleve's index for reading only.
func (x *Index) openToRead(path string, queue *index.AnalysisQueue) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("bleve: %v", r)
		}
	}()
	s, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "bolt_timeout": "500ms", "read_only": true}, queue)
	if err != nil {
		return err
	}
	if err := s.Open(); err != nil {
		return err
	}
	reader, err := s.Reader()
	if err == nil {
		err = verify(reader)
		_ = reader.Close()
	}
	if err != nil {
		_ = s.Close()
		return err
	}
	x.scorch = s
	return nil
}
