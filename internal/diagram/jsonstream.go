package diagram

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// jsonStream writes a document piece by piece, as encoding/json writes it whole:
// no more than one element of a list is held. The first error stays.
type jsonStream struct {
	w     *bufio.Writer
	piece bytes.Buffer
	enc   *json.Encoder
	err   error
}

func newJSONStream(w io.Writer) *jsonStream {
	j := &jsonStream{w: bufio.NewWriterSize(w, 32<<10)}
	j.enc = json.NewEncoder(&j.piece)
	return j
}

// raw writes text that is JSON, or a part of it.
func (j *jsonStream) raw(text string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(text)
	}
}

// value writes a value.
func (j *jsonStream) value(v any) {
	if j.err != nil {
		return
	}
	j.piece.Reset()
	if j.err = j.enc.Encode(v); j.err == nil {
		_, j.err = j.w.Write(bytes.TrimSuffix(j.piece.Bytes(), []byte{'\n'}))
	}
}

// field writes a field of an object, after the first with what comes before it.
func (j *jsonStream) field(name string, v any) {
	j.raw(name)
	j.value(v)
}

// list writes n elements between brackets.
func (j *jsonStream) list(n int, element func(i int) any) {
	j.raw("[")
	for i := range n {
		if i > 0 {
			j.raw(",")
		}
		if j.err != nil {
			return
		}
		j.value(element(i))
	}
	j.raw("]")
}

// done writes what is left and returns the error.
func (j *jsonStream) done() error {
	if j.err == nil {
		j.err = j.w.Flush()
	}
	return j.err
}
