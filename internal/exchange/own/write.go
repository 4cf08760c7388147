package own

import (
	"bufio"
	"context"
	"io"

	"github.com/go-json-experiment/json"

	"missiongraph/graph"
)

// Write writes the log up to the head, with its history.
func Write(ctx context.Context, out io.Writer, log graph.Log) error {
	w := bufio.NewWriterSize(out, 64<<10)
	if err := write(w, &line{Version: Version, Head: log.Head()}); err != nil {
		return err
	}
	o := NewWriter(w)
	for e, err := range log.Tail(ctx, 0) {
		if err != nil {
			return err
		}
		rev := e.Revision
		if err := write(w, &line{Revision: &rev, Time: e.Time, Author: e.Author, Message: e.Message, Ops: len(e.Ops)}); err != nil {
			return err
		}
		for i := range e.Ops {
			if err := o.Put(e.Ops[i]); err != nil {
				return err
			}
		}
	}
	return w.Flush()
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

// Writer writes ops, one a line. It is for one goroutine.
type Writer struct {
	w io.Writer
	a appender
}

// NewWriter returns a writer to w, which is best a buffer: each op is one write.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Put writes one op. A text that is not UTF-8 is an error.
func (o *Writer) Put(op graph.Op) error {
	o.a.b, o.a.err = o.a.b[:0], nil
	o.a.op(&op)
	if o.a.err != nil {
		return o.a.err
	}
	_, err := o.w.Write(o.a.b)
	return err
}

// Put writes one op.
func Put(w io.Writer, op graph.Op) error { return NewWriter(w).Put(op) }

func write(w io.Writer, l *line) error {
	if err := json.MarshalWrite(w, l); err != nil {
		return err
	}
	_, err := w.Write([]byte{'\n'})
	return err
}
