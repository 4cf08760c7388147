package server

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"
)

// answer is a GraphQL response before it is written.
type answer struct {
	data       []byte // JSON; nil: the request was not executed, and there is no data entry
	problems   []*problem
	extensions map[string]any
	work       int // units spent on it
}

// appendTo appends the response envelope.
func (a *answer) appendTo(b []byte, requestID string, mostErrors int) []byte {
	return a.tail(append(a.head(b, requestID, mostErrors), a.data...), mostErrors)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keepBuffer is the largest buffer that goes back to the pool.
const keepBuffer = 64 << 10

// write sends the response envelope (specification, section 7.1): errors first,
// so that they are seen, then data as the engine wrote it, then extensions. It
// returns the number of bytes of the body.
func (a *answer) write(w http.ResponseWriter, mediaType string, status int, requestID string, mostErrors int) int {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	head := a.head(buf.AvailableBuffer(), requestID, mostErrors)
	cut := len(head)
	all := a.tail(head, mostErrors)

	h := w.Header()
	switch mediaType {
	case typeGraphQL:
		h["Content-Type"] = contentGraphQL
	default:
		h["Content-Type"] = contentJSON
	}
	size := len(all) + len(a.data)
	h["Content-Length"] = []string{strconv.Itoa(size)}
	w.WriteHeader(status)
	_, _ = w.Write(all[:cut])
	if len(a.data) > 0 {
		_, _ = w.Write(a.data)
	}
	_, _ = w.Write(all[cut:])

	if cap(all) <= keepBuffer {
		*buf = *bytes.NewBuffer(all[:0])
		buffers.Put(buf)
	}
	return size
}

var (
	contentJSON    = []string{typeJSON + "; charset=utf-8"}
	contentGraphQL = []string{typeGraphQL + "; charset=utf-8"}
)

// head appends everything before the data.
func (a *answer) head(b []byte, requestID string, mostErrors int) []byte {
	b = append(b, '{')
	if len(a.problems) > 0 {
		b = append(b, `"errors":[`...)
		for i, p := range a.problems[:min(len(a.problems), mostErrors)] {
			if i > 0 {
				b = append(b, ',')
			}
			b = p.append(b, requestID)
		}
		b = append(b, ']')
		if a.data != nil {
			b = append(b, ',')
		}
	}
	if a.data != nil {
		b = append(b, `"data":`...)
	}
	return b
}

// tail appends everything after the data.
func (a *answer) tail(b []byte, mostErrors int) []byte {
	omitted := len(a.problems) - mostErrors
	extensions := a.extensions
	if omitted > 0 {
		extensions = make(map[string]any, len(a.extensions)+1)
		for key, value := range a.extensions {
			extensions[key] = value
		}
		extensions["errorsOmitted"] = omitted
	}
	if len(extensions) > 0 {
		b = append(b, `,"extensions":`...)
		b = appendMap(b, extensions)
	}
	return append(b, '}')
}

// append appends one error (specification, section 7.1.2).
func (p *problem) append(b []byte, requestID string) []byte {
	b = append(b, `{"message":`...)
	b = appendJSON(b, p.message)
	if len(p.locations) > 0 {
		b = append(b, `,"locations":[`...)
		for i, at := range p.locations {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, `{"line":`...)
			b = strconv.AppendInt(b, int64(at.line), 10)
			b = append(b, `,"column":`...)
			b = strconv.AppendInt(b, int64(at.column), 10)
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	if len(p.path) > 0 {
		b = append(b, `,"path":[`...)
		for i, segment := range p.path {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, segment)
		}
		b = append(b, ']')
	}
	b = append(b, `,"extensions":{"code":`...)
	b = appendJSON(b, p.code)
	if p.hint != "" {
		b = append(b, `,"hint":`...)
		b = appendJSON(b, p.hint)
	}
	if p.code == codeInternal {
		b = append(b, `,"requestId":`...)
		b = appendJSON(b, requestID)
	}
	if len(p.extra) > 0 {
		b = append(b, ',')
		b = append(b, appendMap(nil, p.extra)[1:]...)
		return append(b, '}')
	}
	return append(b, "}}"...)
}
