package server

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	graphql "github.com/graph-gophers/graphql-go"
	gqlerrors "github.com/graph-gophers/graphql-go/errors"
	"github.com/rs/zerolog"
)

// engineParallelism bounds the resolvers of one request that run at once. The
// graph is read from memory, so more than a few only adds switching.
const engineParallelism = 4

// engineOverlaps is the engine's own bound on pairs of fields it compares; the
// Overlaps limit is reached before it.
const engineOverlaps = 10_000

// EngineOptions are the options to parse the engine's schema with. They make it
// report panics the way Config promises: a resolver without an error result may
// panic with a coded error (a type with Extensions() map[string]any holding a
// "code"), which becomes that field's error with its path, without a log entry;
// any other panic is logged with its stack and becomes INTERNAL. The engine's
// own limits are safety nets behind those of this package.
func EngineOptions(limits Limits, logger zerolog.Logger) []graphql.SchemaOpt {
	limits = limits.WithDefaults()
	handler := panicHandler{logger: logger}
	return []graphql.SchemaOpt{
		graphql.UseStringDescriptions(),
		graphql.MaxDepth(limits.Depth),
		// Canonical documents declare a variable for every argument, so they can
		// be a few times as long as what was sent.
		graphql.MaxQueryLength(16 * limits.Document),
		graphql.MaxSelections(limits.Selections + 1),
		graphql.OverlapValidationLimit(max(engineOverlaps, limits.Overlaps)),
		graphql.MaxParallelism(engineParallelism),
		graphql.PanicHandler(handler),
		graphql.Logger(handler),
	}
}

// panicHandler is the engine's panic handler and logger.
type panicHandler struct{ logger zerolog.Logger }

// LogPanic logs a panic that is a defect; coded errors are answers, not defects.
func (h panicHandler) LogPanic(ctx context.Context, value any) {
	if err, ok := value.(error); ok {
		if _, ext, ok := asCoded(err); ok && codeOf(ext) != codeInternal {
			return
		}
	}
	h.logger.Error().
		Str("request_id", RequestID(ctx)).
		Str("panic", fmt.Sprint(value)).
		Bytes("stack", debug.Stack()).
		Msg("panic in a resolver")
}

// MakePanicError makes the field's error of a panic. The engine adds the path.
func (h panicHandler) MakePanicError(_ context.Context, value any) *gqlerrors.QueryError {
	err, ok := value.(error)
	if !ok {
		err = fmt.Errorf("panic: %v", value)
	}
	if shown, ext, ok := asCoded(err); ok {
		return &gqlerrors.QueryError{Message: shown.Error(), Err: err, ResolverError: err, Extensions: ext}
	}
	return &gqlerrors.QueryError{Message: "internal error", Err: panicked{err}, ResolverError: panicked{err}}
}

// panicked marks an error that was a panic and has been logged as such.
type panicked struct{ error }

func (p panicked) Unwrap() error { return p.error }

// engineProblem makes a problem of an error of the engine's. whole is true when
// the error is not about one field but about the operation: then nothing of the
// answer may be used.
func engineProblem(err *gqlerrors.QueryError) (p *problem, whole bool) {
	cause := err.ResolverError
	if cause == nil {
		cause = err.Err
	}
	if shown, ext, ok := asCoded(cause); ok {
		p = fromCoded(shown, ext)
	} else if _, ok := statuses[codeOf(err.Extensions)]; ok {
		p = &problem{code: codeOf(err.Extensions), message: err.Message}
	} else {
		if cause == nil {
			cause = errors.New(err.Message)
		}
		p = internal(cause)
	}
	p.path = err.Path
	switch {
	case errors.Is(err.Err, graphql.ErrTooManySelections):
		return overLimit("the query expands to too many fields"), true
	case err.ResolverError == nil && len(err.Path) == 0 && err.Rule == "" && !errors.Is(err.Err, gqlerrors.ErrSyntax):
		// What is left without a place is an argument that the resolver's Go type
		// refused: an input this package has no check for.
		if p.code == codeInternal {
			p = badInput("an argument has a value that its type does not accept")
			p.cause = cause
		}
		return p, true
	case err.Rule == "MaxDepthExceeded" || err.Rule == "OverlapValidationLimitExceeded":
		return overLimit("the query is too deep or too wide"), true
	case err.Rule != "" || errors.Is(err.Err, gqlerrors.ErrSyntax):
		return p, true
	}
	return p, false
}
