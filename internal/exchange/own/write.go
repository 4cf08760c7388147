package own

import (
	"context"
	"io"

	"github.com/go-json-experiment/json"

	"missiongraph/graph"
)

// Write writes the log up to the head, with its history.
func Write(ctx context.Context, w io.Writer, log graph.Log) error {
	if err := write(w, &line{Version: Version, Head: log.Head()}); err != nil {
		return err
	}
	for e, err := range log.Tail(ctx, 0) {
		if err != nil {
			return err
		}
		rev := e.Revision
		if err := write(w, &line{Revision: &rev, Time: e.Time, Author: e.Author, Message: e.Message, Ops: len(e.Ops)}); err != nil {
			return err
		}
		for i := range e.Ops {
			var l line
			l.set(&e.Ops[i])
			if err := write(w, &l); err != nil {
				return err
			}
		}
	}
	return nil
}

// Begin writes the header of a file without history. Puts follow, sources and
// entities before the facts about them.
func Begin(w io.Writer, message string) error {
	if err := write(w, &line{Version: Version}); err != nil {
		return err
	}
	rev := graph.Revision(0)
	return write(w, &line{Revision: &rev, Author: "export", Message: message})
}

// Put writes one op.
func Put(w io.Writer, op graph.Op) error {
	var l line
	l.set(&op)
	return write(w, &l)
}

func write(w io.Writer, l *line) error {
	if err := json.MarshalWrite(w, l); err != nil {
		return err
	}
	_, err := w.Write([]byte{'\n'})
	return err
}
