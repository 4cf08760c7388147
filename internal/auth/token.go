package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"sync"
	"time"

	"missiongraph/graph"
)

// Token is what is kept of a token: everything but the token itself.
type Token struct {
	ID      string // public, as "mg_k3v9x2ab"
	Name    string // of the principal it speaks for
	Role    graph.Role
	Created time.Time
	Expires time.Time // the zero Time: never
	Revoked time.Time // the zero Time: not

	hash [sha256.Size]byte
}

// State says whether a token works at a time: "live", "expired" or "revoked".
func (t *Token) State(now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return "revoked"
	case !t.Expires.IsZero() && !now.Before(t.Expires):
		return "expired"
	}
	return "live"
}

// Live reports whether a token works at a time.
func (t *Token) Live(now time.Time) bool { return t.State(now) == "live" }

// Tokens are those of one data folder, in a file that several processes may use
// at once: a command that makes or revokes one, and the server that looks. It
// is safe for concurrent use.
type Tokens struct {
	path string
	now  func() time.Time

	mu   sync.Mutex
	seen state             // of the file, when it was read
	list []Token           // oldest first
	byID map[string]*Token // into list
}

// OpenTokens returns the tokens in the file at path. There need not be one yet.
// now is the clock, nil for the system's. It reads nothing.
func OpenTokens(path string, now func() time.Time) *Tokens {
	if now == nil {
		now = time.Now
	}
	return &Tokens{path: path, now: now}
}

// Create makes a token and returns what is kept of it, and the token itself,
// which cannot be had again. A zero expires means never.
//
// Codes: BAD_INPUT for a name or time that will not do, UNAVAILABLE when the
// file is broken or cannot be written.
func (x *Tokens) Create(name string, role graph.Role, expires time.Time) (Token, string, error) {
	if err := checkName(name); err != nil {
		return Token{}, "", err
	}
	now := x.now().UTC().Truncate(time.Second)
	switch {
	case role == graph.NoRole:
		return Token{}, "", graph.Errorf(graph.BadInput, "a token needs a role").WithHint("reader, editor or admin")
	case !expires.IsZero() && !expires.After(now):
		return Token{}, "", graph.Errorf(graph.BadInput, "the token would have expired already").WithHint("a time to come, or never")
	}
	secret, id := newSecret()
	made := Token{ID: id, Name: name, Role: role, Created: now, Expires: expires.UTC(), hash: hashOf(secret)}
	if expires.IsZero() {
		made.Expires = time.Time{}
	}
	err := x.change(func(list []Token) ([]Token, error) { return append(list, made), nil })
	if err != nil {
		return Token{}, "", err
	}
	return made, secret, nil
}

// List returns all tokens, oldest first, those that no longer work included.
// UNAVAILABLE when the file is broken or cannot be read.
func (x *Tokens) List() ([]Token, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.refresh(); err != nil {
		return nil, err
	}
	return append([]Token(nil), x.list...), nil
}

// Live counts the tokens that work now. UNAVAILABLE as with [Tokens.List].
func (x *Tokens) Live() (int, error) {
	list, err := x.List()
	n := 0
	for i := range list {
		if list[i].Live(x.now()) {
			n++
		}
	}
	return n, err
}

// Revoke ends the token of a public id, or all tokens of a name, at once and
// for good, and returns those that worked until now.
//
// Codes: NOT_FOUND when there is none, CONFLICT when none of them was working,
// UNAVAILABLE when the file is broken or cannot be written.
func (x *Tokens) Revoke(nameOrID string) ([]Token, error) {
	var ended []Token
	err := x.change(func(list []Token) ([]Token, error) {
		var names []string
		now, found := x.now().UTC().Truncate(time.Second), false
		for i := range list {
			t := &list[i]
			names = append(names, t.Name, t.ID)
			if t.Name != nameOrID && t.ID != nameOrID {
				continue
			}
			found = true
			if t.Live(now) {
				t.Revoked = now
				ended = append(ended, *t)
			}
		}
		switch {
		case !found:
			err := graph.Errorf(graph.NotFound, "there is no token %q", cut(nameOrID))
			if near := graph.DidYouMean(nameOrID, names); near != "" {
				return nil, err.WithHint("%s", near)
			}
			return nil, err.WithHint("missiongraph token list shows all")
		case len(ended) == 0:
			return nil, graph.Errorf(graph.Conflict, "the token %q does not work any more", cut(nameOrID)).
				WithHint("missiongraph token list shows since when")
		}
		return list, nil
	})
	return ended, err
}

// Verify returns whom a token speaks for. It looks at the state of the file
// each time: a token that was revoked by another process works no longer.
//
// Codes: UNAUTHENTICATED for a token that does not work, UNAVAILABLE when that
// cannot be told.
func (x *Tokens) Verify(token string) (graph.Principal, error) {
	id := PublicID(token)
	if id == "" {
		return graph.Principal{}, errMalformed()
	}
	given := hashOf(token)
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.refresh(); err != nil {
		return graph.Principal{}, err
	}
	t := x.byID[id]
	if t == nil || subtle.ConstantTimeCompare(given[:], t.hash[:]) != 1 {
		return graph.Principal{}, graph.Errorf(graph.Unauthenticated, "the token is not known here").
			WithHint("missiongraph token list shows those that are")
	}
	if state := t.State(x.now()); state != "live" {
		return graph.Principal{}, graph.Errorf(graph.Unauthenticated, "the token %s is %s", t.ID, state).
			WithHint("missiongraph token create makes a new one")
	}
	return graph.Principal{Name: t.Name, Role: t.Role}, nil
}

func errMalformed() *graph.Error {
	return graph.Errorf(graph.Unauthenticated, "this is no token that is taken here").
		WithHint("send Authorization: Bearer and a token as missiongraph token create prints it")
}
