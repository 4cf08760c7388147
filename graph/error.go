package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Code classifies an error for callers and clients. The list is closed.
type Code string

// The codes, and when each is used.
const (
	BadInput        Code = "BAD_INPUT"       // the request or file is wrong and stays wrong if repeated
	NotFound        Code = "NOT_FOUND"       // the named thing does not exist at this revision
	Ambiguous       Code = "AMBIGUOUS"       // a name fits several things
	Conflict        Code = "CONFLICT"        // the graph moved on since the revision the caller has seen
	Forbidden       Code = "FORBIDDEN"       // known caller, not allowed
	Unauthenticated Code = "UNAUTHENTICATED" // unknown caller
	Limit           Code = "LIMIT"           // a stated limit was reached
	Timeout         Code = "TIMEOUT"         // the deadline passed
	Unavailable     Code = "UNAVAILABLE"     // cannot be served now: locked, corrupt, shutting down
	Internal        Code = "INTERNAL"        // our fault
)

// Codes lists every code, in the order of their declaration.
func Codes() []Code {
	return []Code{BadInput, NotFound, Ambiguous, Conflict, Forbidden, Unauthenticated, Limit, Timeout, Unavailable, Internal}
}

// Error is the project's error: a code, what was being done, to what, and
// optionally what to do about it. Msg and Hint are shown to users; Err is not,
// unless Msg is empty and Err is itself an *Error.
type Error struct {
	Code Code
	Op   string // what was being done, as "open" or "resolve"; may be empty
	ID   string // the thing it was done to; may be empty
	Msg  string // what is wrong, in one lower-case sentence without a full stop
	Hint string // what to do next, as "did you mean \"hsi\"?"; may be empty
	Err  error  // the cause; may be nil
}

// Errorf returns an *Error of the given code with a formatted message. A %w
// operand becomes its cause.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Msg: err.Error(), Err: errors.Unwrap(err)}
}

// WithHint sets the hint and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Error returns "op id: message", leaving out what is empty.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.ID != "" {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(e.ID)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	switch {
	case e.Msg != "":
		b.WriteString(e.Msg)
	case e.Err != nil:
		b.WriteString(e.Err.Error())
	default:
		b.WriteString(strings.ToLower(string(e.Code)))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Extensions returns the code and hint in the shape GraphQL errors carry.
func (e *Error) Extensions() map[string]any {
	x := map[string]any{"code": string(e.Code)}
	if e.Hint != "" {
		x["hint"] = e.Hint
	}
	return x
}

// CodeOf returns the code of the first *Error in err's chain, [Internal] for
// any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	var p Problems
	if errors.As(err, &p) {
		return BadInput
	}
	var c Clashes
	if errors.As(err, &c) {
		return Conflict
	}
	return Internal
}

// HintOf returns the first hint in err's chain, or "".
func HintOf(err error) string {
	var e *Error
	for errors.As(err, &e) {
		if e.Hint != "" {
			return e.Hint
		}
		err = e.Err
	}
	return ""
}

// Problem is one thing wrong with an input: where, what, and what to do.
type Problem struct {
	Path string // "file:line:column" or an input path such as "ops[3].fact.object"
	Code Code
	Msg  string // what is wrong and what was expected
	Hint string // may be empty
}

// Error returns "path: message (hint)".
func (p Problem) Error() string {
	s := p.Msg
	if p.Path != "" {
		s = p.Path + ": " + s
	}
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}

// Problems are all the things wrong with one input, in input order. A nil or
// empty list is not an error: return [Problems.Err].
type Problems []Problem

// Add appends a problem with a formatted message.
func (p *Problems) Add(path string, code Code, format string, args ...any) *Problem {
	*p = append(*p, Problem{Path: path, Code: code, Msg: fmt.Sprintf(format, args...)})
	return &(*p)[len(*p)-1]
}

// Err returns p as an error, or nil when there is no problem.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error returns all problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Extensions returns the shape GraphQL errors carry: the code and each problem.
func (p Problems) Extensions() map[string]any {
	list := make([]map[string]any, len(p))
	for i, x := range p {
		list[i] = map[string]any{"path": x.Path, "code": string(x.Code), "message": x.Msg}
		if x.Hint != "" {
			list[i]["hint"] = x.Hint
		}
	}
	return map[string]any{"code": string(BadInput), "problems": list}
}
