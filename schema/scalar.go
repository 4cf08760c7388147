package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"missiongraph/graph"
)

// Revision is the scalar Revision: a number of changes applied. It is its own
// scalar because the engine's Int ends at 2³¹.
type Revision uint64

// ImplementsGraphQLType names the scalar.
func (Revision) ImplementsGraphQLType(name string) bool { return name == "Revision" }

// UnmarshalGraphQL reads a whole number of 0 or more, or its decimal text.
func (r *Revision) UnmarshalGraphQL(input any) error {
	bad := graph.Errorf(graph.BadInput, "%v is not a revision", input).WithHint("a whole number, 0 or more")
	switch x := input.(type) {
	case int32:
		if x < 0 {
			return bad
		}
		*r = Revision(x)
	case int64:
		if x < 0 {
			return bad
		}
		*r = Revision(x)
	case int:
		if x < 0 {
			return bad
		}
		*r = Revision(x)
	case float64:
		if x < 0 || x != math.Trunc(x) || x > 1<<53 {
			return bad
		}
		*r = Revision(x)
	case json.Number:
		return r.parse(x.String(), bad)
	case string:
		return r.parse(x, bad)
	default:
		return bad
	}
	return nil
}

func (r *Revision) parse(s string, bad error) error {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return bad
	}
	*r = Revision(n)
	return nil
}

// MarshalJSON writes the number.
func (r Revision) MarshalJSON() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(r), 10), nil
}

// DateTime is the scalar DateTime: a moment in UTC.
type DateTime struct{ time.Time }

// ImplementsGraphQLType names the scalar.
func (DateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

// UnmarshalGraphQL reads an RFC 3339 date-time.
func (d *DateTime) UnmarshalGraphQL(input any) error {
	if s, ok := input.(string); ok {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			d.Time = t.UTC()
			return nil
		}
	}
	return graph.Errorf(graph.BadInput, "%v is not a moment", input).WithHint("as 2018-12-04T00:00:00Z")
}

// MarshalJSON writes an RFC 3339 date-time in UTC, to the millisecond.
func (d DateTime) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%q", d.UTC().Format("2006-01-02T15:04:05.000Z")), nil
}

// Date is the scalar Date: an RFC 3339 full-date.
type Date string

// ImplementsGraphQLType names the scalar.
func (Date) ImplementsGraphQLType(name string) bool { return name == "Date" }

// UnmarshalGraphQL reads a day that exists.
func (d *Date) UnmarshalGraphQL(input any) error {
	s, ok := input.(string)
	if !ok || !graph.IsDate(s) {
		return graph.Errorf(graph.BadInput, "%v is not a day", input).WithHint("as 2018-12-04")
	}
	*d = Date(s)
	return nil
}

func optionalDate(s string) *Date {
	if s == "" {
		return nil
	}
	d := Date(s)
	return &d
}

// URL is the scalar URL.
type URL string

// ImplementsGraphQLType names the scalar.
func (URL) ImplementsGraphQLType(name string) bool { return name == "URL" }

// UnmarshalGraphQL reads any string.
func (u *URL) UnmarshalGraphQL(input any) error {
	s, ok := input.(string)
	if !ok {
		return graph.Errorf(graph.BadInput, "%v is not a URL", input)
	}
	*u = URL(s)
	return nil
}

func optionalURL(s string) *URL {
	if s == "" {
		return nil
	}
	u := URL(s)
	return &u
}

// Scalars returns the checks of the custom scalars' input values, by name. A
// check returns the value as the resolvers read it, or a coded error.
func Scalars() map[string]func(any) (any, error) {
	return map[string]func(any) (any, error){
		"Date":     checked[*Date, Date],
		"DateTime": checked[*DateTime, DateTime],
		"Int64":    checked[*Int64, Int64],
		"Revision": checked[*Revision, Revision],
		"URL":      checked[*URL, URL],
	}
}

// checked reads a value as a scalar only to see whether it can be read.
func checked[P interface {
	*T
	UnmarshalGraphQL(any) error
}, T any](value any) (any, error) {
	return value, P(new(T)).UnmarshalGraphQL(value)
}
