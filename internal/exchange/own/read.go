package own

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"missiongraph/graph"
)

// maxLine bounds a line, in bytes: a source's text is on one.
const maxLine = 256 << 20

// Change is a revision of a file, or a part of one.
type Change struct {
	graph.Change
	Revision graph.Revision // in the file; 0 in one without history
	Part     int            // from 0
	Line     int            // of the first op
	Lines    []int          // of each op; nil where each is on the line after that of the one before
}

// At returns the line of an op.
func (c *Change) At(op int) int {
	if op < len(c.Lines) {
		return c.Lines[op]
	}
	return c.Line + op
}

// Read calls yield for each revision of a file in order. One of more than most
// ops comes in parts. Problems have the code BAD_INPUT and tell the place as
// name:line:column; errors of yield and of r are returned as they are. A file that
// was exported as YAML is read, too; see [ReadYAML].
func Read(name string, r io.Reader, most int, yield func(*Change) error) error {
	in := &reader{name: name, lines: bufio.NewReaderSize(r, 1<<20)}
	if head, _ := in.lines.Peek(64); looksYAML(head) {
		text, err := io.ReadAll(io.LimitReader(in.lines, maxYAML+1))
		if err != nil {
			return err
		}
		return ReadYAML(name, text, most, yield)
	}
	var head line
	if ok, err := in.next(&head); err != nil || !ok || head.Version == 0 {
		if err == nil {
			err = in.wrong(1, "the file is not missiongraph's own: its first line is not {\"missiongraph\":1,…}", "other files need --mapping")
		}
		return err
	}
	if head.Version > Version {
		return in.wrong(1, fmt.Sprintf("the file has version %d of the format; up to %d can be read", head.Version, Version), "")
	}
	var c *Change
	left := 0
	flush := func() error {
		if c == nil || len(c.Ops) == 0 {
			return nil
		}
		err := yield(c)
		c = &Change{Change: graph.Change{Author: c.Author, Message: c.Message, Ops: make([]graph.Op, 0, len(c.Ops))}, Revision: c.Revision, Part: c.Part + 1}
		return err
	}
	for {
		var l line
		ok, err := in.next(&l)
		if err != nil {
			return err
		}
		if !ok || l.Revision != nil {
			if left > 0 {
				return in.wrong(1, fmt.Sprintf("the file is cut off: %d ops of the revision are missing", left), "")
			}
			if err := flush(); err != nil || !ok {
				return err
			}
			c, left = &Change{Change: graph.Change{Author: l.Author, Message: l.Message}, Revision: *l.Revision}, l.Ops
			continue
		}
		if c == nil {
			return in.wrong(1, "expected a revision before the first op", "")
		}
		op, problem := l.op()
		if problem != "" {
			return in.wrong(1, problem, "")
		}
		if len(c.Ops) == 0 {
			c.Line = in.line
		}
		c.Ops = append(c.Ops, op)
		left--
		if len(c.Ops) >= most {
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

type reader struct {
	name  string
	lines *bufio.Reader
	line  int
	long  []byte
}

// next reads a line; false at the end.
func (r *reader) next(l *line) (bool, error) {
	for {
		text, err := r.read()
		if len(text) == 0 && errors.Is(err, io.EOF) {
			return false, nil
		}
		r.line++
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		if text = bytes.TrimRight(text, "\r\n"); len(text) == 0 {
			continue
		}
		if err := json.Unmarshal(text, l, json.RejectUnknownMembers(true)); err != nil {
			return false, r.syntax(err)
		}
		return true, nil
	}
}

// read returns the next line with its end. It is valid until the next read.
func (r *reader) read() ([]byte, error) {
	text, err := r.lines.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, err
	}
	r.long = append(r.long[:0], text...)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(r.long) > maxLine {
			r.line++
			return nil, r.wrong(1, fmt.Sprintf("the line is too long; at most %d bytes", maxLine), "")
		}
		text, err = r.lines.ReadSlice('\n')
		r.long = append(r.long, text...)
	}
	return r.long, err
}

func (r *reader) syntax(err error) error {
	var syntax *jsontext.SyntacticError
	var wrong *json.SemanticError
	switch {
	case errors.As(err, &syntax):
		return r.wrong(int(syntax.ByteOffset)+1, "not valid JSON", "")
	case errors.As(err, &wrong):
		msg := "the field " + string(wrong.JSONPointer) + " is not of the type expected"
		if errors.Is(err, json.ErrUnknownName) {
			msg = "unknown field " + string(wrong.JSONPointer)
		}
		return r.wrong(int(wrong.ByteOffset)+1, msg, "")
	}
	return r.wrong(1, "not valid JSON", "")
}

func (r *reader) wrong(column int, msg, hint string) error {
	return graph.Problems{{Path: fmt.Sprintf("%s:%d:%d", r.name, r.line, column), Code: graph.BadInput, Msg: msg, Hint: hint}}
}
