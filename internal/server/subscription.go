package server

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
)

// A subscription is answered revision by revision: each event is what a field of
// Query answers about it, with the subscription's own selection and arguments,
// read at that revision; null is no event. The engine's own subscriptions are not used:
// they drop events for a slow client, give each one second, and do not know
// variables' defaults.
const (
	streamAfter   = "after"    // argument of a field of the subscription root: where to begin
	eventArgument = "revision" // argument of the field of Query: which event
	eventVariable = "event"    // of the canonical document
)

// streamFields are the fields of the subscription root, each with that of Query
// which answers its events.
var streamFields = map[string]string{"changes": "change", "trainingChanged": "trainingChange"}

// stream is what a subscription has beyond its document, which is a query.
type stream struct {
	after *slot  // nil when not given
	none  []byte // the data of an event that the filter leaves out
}

// canonicalStream makes a subscription ready: its document becomes the query
// that answers one event.
func canonicalStream(f *frontend, def *ast.OperationDefinition) (*operation, []*problem) {
	var fields []*ast.Field
	eachField(def.SelectionSet, func(field *ast.Field) { fields = append(fields, field) })
	names := slices.Sorted(maps.Keys(streamFields))
	if len(fields) != 1 || streamFields[fields[0].Name] == "" {
		return nil, []*problem{badInput("a subscription has one root field, one of %s", strings.Join(names, ", ")).at(def.Position)}
	}
	field := fields[0]
	event := f.schema.Query.Fields.ForName(streamFields[field.Name])
	if p := conditional(def.SelectionSet); p != nil {
		return nil, []*problem{p}
	}
	w := &writer{front: f, named: map[string]string{}, spread: map[string]bool{}, rootType: f.schema.Query.Name}
	stream := &stream{none: append(appendJSON([]byte("{"), field.Alias), ":null}"...)}
	body := w.print(func() {
		w.text.WriteString(field.Alias + ":" + event.Name + "(" + eventArgument + ":$" + eventVariable)
		for _, arg := range field.Arguments {
			def := field.Definition.Arguments.ForName(arg.Name)
			if arg.Name == streamAfter {
				stream.after = &slot{typ: def.Type, value: arg.Value}
				continue
			}
			w.text.WriteString("," + arg.Name + ":$" + w.slot(def, arg.Value))
		}
		w.text.WriteByte(')')
		w.set(field.SelectionSet)
	})
	rest := w.rest()
	op := &operation{name: def.Name, kind: def.Operation, def: def, query: def.SelectionSet, stream: stream}
	declared := "($" + eventVariable + ":" + event.Arguments.ForName(eventArgument).Type.String()
	for _, slot := range w.slots {
		declared += " $" + slot.name + ":" + slot.typ.String()
	}
	op.text = "query" + declared + "){" + body + "}" + rest
	return w.finish(op)
}

// conditional refuses @skip and @include at the root, as the specification does
// (September 2025, section 5.2.4.1): a subscription to nothing never ends.
func conditional(set ast.SelectionSet) *problem {
	for _, selection := range set {
		var directives ast.DirectiveList
		var inner ast.SelectionSet
		switch selection := selection.(type) {
		case *ast.Field:
			directives = selection.Directives
		case *ast.InlineFragment:
			directives, inner = selection.Directives, selection.SelectionSet
		case *ast.FragmentSpread:
			directives, inner = selection.Directives, selection.Definition.SelectionSet
		}
		for _, d := range directives {
			if d.Name == "skip" || d.Name == "include" {
				return badInput("@%s is not allowed at the root of a subscription", d.Name).at(d.Position)
			}
		}
		if p := conditional(inner); p != nil {
			return p
		}
	}
	return nil
}

type eventKey struct{}

// EventRevision returns the revision that an event of a subscription is about,
// when ctx is of one: everything is to be read at it.
func EventRevision(ctx context.Context) (graph.Revision, bool) {
	rev, ok := ctx.Value(eventKey{}).(graph.Revision)
	return rev, ok
}

// with adds the event to the variables, which may be shared.
func (*stream) with(variables map[string]any, ctx context.Context) map[string]any {
	rev, _ := EventRevision(ctx)
	variables = maps.Clone(variables)
	if variables == nil {
		variables = map[string]any{}
	}
	variables[eventVariable] = int64(rev)
	return variables
}

// start returns the revision after which a subscription begins.
func (s *Server) start(op *operation, values map[string]any) (graph.Revision, *problem) {
	var value any
	if op.stream.after != nil {
		var p *problem
		if value, p = s.front.slotValue(*op.stream.after, values); p != nil {
			return 0, p
		}
	}
	after, err := s.startAfter(afterText(value), value != nil)
	if err != nil {
		return 0, fromError(err)
	}
	return after, nil
}

// afterText writes a coerced Revision as it is written in a URL.
func afterText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return string(appendValue(nil, value))
}

// sender gives one operation's client its answers.
type sender interface {
	next(rev graph.Revision, a *answer) error
	alive(at graph.Revision) error
}

// subscriber follows the feed for one subscription.
type subscriber struct {
	sender
	s      *Server
	op     *operation
	values map[string]any
}

// event answers about one revision. It waits for its turn among events: after a
// commit all subscribers want theirs, and queries must not be refused for that.
func (x *subscriber) event(ctx context.Context, rev graph.Revision) error {
	select {
	case x.s.events <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	a := x.answer(ctx, rev)
	<-x.s.events
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(a.problems) == 0 && bytes.Equal(a.data, x.op.stream.none) {
		return nil
	}
	return x.next(rev, a)
}

func (x *subscriber) answer(ctx context.Context, rev graph.Revision) *answer {
	limited, cancel := context.WithTimeout(context.WithValue(ctx, eventKey{}, rev), x.s.limits.Time)
	defer cancel()
	a, p := x.s.execute(limited, x.op, x.values)
	x.s.charge(identityOf(ctx), a.work)
	if p != nil {
		a.data, a.problems = nil, []*problem{p}
	}
	return a
}

// within is a context for one write.
func (s *Server) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, max(s.limits.Stall, time.Millisecond))
}
