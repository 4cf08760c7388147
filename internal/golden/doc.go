// Package golden keeps questions with the answers that are expected of them,
// and asks them: of the graph as it is, and of the graph as a change would
// leave it.
//
// A sheet is a source whose id begins with [Prefix]. Its text is YAML, a list
// of questions. As any source it is versioned: it has a history, differences
// and authors. How a question is answered is not known here: an [Asker] does
// that, so that a stored question passes the same checks and limits as any
// request.
package golden
