package server

import (
	"errors"
	"fmt"
	"maps"
	"net/http"

	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
)

// The error codes a client can see: those of package graph, as JSON has them.
const (
	codeBadInput        = string(graph.BadInput)
	codeNotFound        = string(graph.NotFound)
	codeAmbiguous       = string(graph.Ambiguous)
	codeConflict        = string(graph.Conflict)
	codeForbidden       = string(graph.Forbidden)
	codeUnauthenticated = string(graph.Unauthenticated)
	codeLimit           = string(graph.Limit)
	codeTimeout         = string(graph.Timeout)
	codeUnavailable     = string(graph.Unavailable)
	codeInternal        = string(graph.Internal)
)

// statuses is the one table from codes to HTTP statuses, for requests that were
// not executed. It also is the closed list.
var statuses = map[string]int{
	codeBadInput:        http.StatusBadRequest,
	codeNotFound:        http.StatusNotFound,
	codeAmbiguous:       http.StatusBadRequest,
	codeConflict:        http.StatusConflict,
	codeForbidden:       http.StatusForbidden,
	codeUnauthenticated: http.StatusUnauthorized,
	codeLimit:           http.StatusBadRequest,
	codeTimeout:         http.StatusGatewayTimeout,
	codeUnavailable:     http.StatusServiceUnavailable,
	codeInternal:        http.StatusInternalServerError,
}

// coded is what an error must be to be shown to a client as it is.
type coded interface {
	error
	Extensions() map[string]any
}

// asCoded finds the outermost error in err's chain that carries a code of the
// closed list.
func asCoded(err error) (coded, map[string]any, bool) {
	for err != nil {
		var c coded
		if !errors.As(err, &c) {
			return nil, nil, false
		}
		ext := c.Extensions()
		if _, ok := statuses[codeOf(ext)]; ok {
			return c, ext, true
		}
		err = errors.Unwrap(c)
	}
	return nil, nil, false
}

// codeOf reads the code out of an error's extensions, of any string type.
func codeOf(ext map[string]any) string {
	switch code := ext["code"].(type) {
	case nil:
		return ""
	case string:
		return code
	default:
		return fmt.Sprint(code)
	}
}

// location is a position in the document the client sent; both count from 1,
// columns in Unicode code points.
type location struct{ line, column int }

// problem is one error as the client will see it.
type problem struct {
	code      string
	message   string
	hint      string         // optional
	path      []any          // of the field in the answer: string and int
	locations []location     // in the document
	extra     map[string]any // further extensions
	cause     error          // for the log only
	limit     string         // that was reached, where the code does not say it; for metrics only
}

func (p *problem) Error() string { return p.message }

func badInput(format string, args ...any) *problem {
	return &problem{code: codeBadInput, message: fmt.Sprintf(format, args...)}
}

func overLimit(format string, args ...any) *problem {
	return &problem{code: codeLimit, message: fmt.Sprintf(format, args...)}
}

func internal(cause error) *problem {
	return &problem{code: codeInternal, message: "internal error", cause: cause}
}

func (p *problem) withHint(format string, args ...any) *problem {
	p.hint = fmt.Sprintf(format, args...)
	return p
}

func (p *problem) at(pos *ast.Position) *problem {
	if pos != nil {
		p.locations = append(p.locations, location{pos.Line, pos.Column})
	}
	return p
}

// fromCoded makes a problem of an error that may be shown.
func fromCoded(err coded, ext map[string]any) *problem {
	p := &problem{code: codeOf(ext), message: err.Error()}
	extra := maps.Clone(ext)
	delete(extra, "code")
	if hint, ok := extra["hint"].(string); ok {
		p.hint = hint
		delete(extra, "hint")
	}
	if len(extra) > 0 {
		p.extra = extra
	}
	if p.code == codeInternal {
		return internal(err)
	}
	return p
}

// fromError makes a problem of any error: as it is when coded, INTERNAL otherwise.
func fromError(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	if c, ext, ok := asCoded(err); ok {
		return fromCoded(c, ext)
	}
	return internal(err)
}
