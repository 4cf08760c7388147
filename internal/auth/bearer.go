package auth

import (
	"context"
	"strings"

	"missiongraph/graph"
)

// Bearer takes tokens of both sorts.
type Bearer struct {
	Tokens *Tokens // nil: none of ours
	OIDC   *OIDC   // nil: no issuer
}

// Verify returns whom a bearer token speaks for, with the codes of
// [Tokens.Verify] and [OIDC.Verify].
func (b Bearer) Verify(ctx context.Context, token string) (graph.Principal, error) {
	switch {
	case strings.HasPrefix(token, prefix) && b.Tokens != nil:
		return b.Tokens.Verify(token)
	case b.OIDC != nil:
		return b.OIDC.Verify(ctx, token)
	}
	return graph.Principal{}, errMalformed()
}
