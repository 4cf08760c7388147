package graph

import (
	"context"
	"strings"
)

// Role says what somebody may do. Each role may do what the ones before it
// may.
type Role uint8

// The roles. The zero Role may do nothing.
const (
	NoRole     Role = iota
	ReaderRole      // may read
	EditorRole      // may also change the graph
	AdminRole       // may also take a backup, and commit against a blocking question
)

// String returns "READER", "EDITOR", "ADMIN", or "NONE".
func (r Role) String() string {
	switch r {
	case ReaderRole:
		return "READER"
	case EditorRole:
		return "EDITOR"
	case AdminRole:
		return "ADMIN"
	default:
		return "NONE"
	}
}

// ParseRole returns the role of a name, in any case; false for another name.
func ParseRole(name string) (Role, bool) {
	for r := ReaderRole; r <= AdminRole; r++ {
		if strings.EqualFold(name, r.String()) {
			return r, true
		}
	}
	return NoRole, false
}

// Principal is who asks: the author of what they change. The zero Principal is
// nobody in particular.
type Principal struct {
	Name string // as the log names authors; "" for nobody in particular
	Role Role
}

type principalKey struct{}

// WithPrincipal returns a context that says who asks.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf returns who asks, the zero Principal where nobody said.
func PrincipalOf(ctx context.Context) Principal {
	p, _ := ctx.Value(principalKey{}).(Principal)
	return p
}
