package server

import (
	"context"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/auth"
)

// Access says who may ask.
type Access struct {
	// Authenticate returns whom a bearer token speaks for, with the codes
	// UNAUTHENTICATED and UNAVAILABLE. It is asked for each request, and for a
	// stream again while it lasts. nil: every token is wrong.
	Authenticate func(ctx context.Context, token string) (graph.Principal, error)
	// Required makes reading need the role READER. Otherwise who sends no token
	// may read.
	Required bool
	// Hosts are the names by which the server may be asked, besides those of
	// loopback; others are refused: a page on the web can give its own name an
	// address of this machine (DNS rebinding) and then read what is open here.
	// nil: any name will do.
	Hosts []string
	// Rate bounds the work of each principal. The zero Rate does not.
	Rate Rate
}

// open are the paths that need no token, whatever Required says: what they say
// is the same for every graph, or that the server is well. The explorer's pages
// are among them. Everything else is guarded, so that a new path is guarded, too.
// A path that ends in a slash stands for all below it.
var open = append([]string{"/", "/healthz", "/readyz", "/schema.graphql", "/playground", "/playground/", "/assets/", "/explorer/"},
	explorerPaths()...)

// explorerPaths are the paths of explorerPatterns, as open names them.
func explorerPaths() []string {
	paths := make([]string, len(explorerPatterns))
	for i, pattern := range explorerPatterns {
		paths[i], _, _ = strings.Cut(pattern, "{")
	}
	return paths
}

// roleFor is the one table of who may ask what, by path. What a request may do
// beyond reading is decided where it is done (internal/commit).
func (a *Access) roleFor(urlPath string) graph.Role {
	switch {
	case urlPath == "/backup":
		return graph.AdminRole
	case urlPath == "/uploads":
		return graph.EditorRole
	case a.Required && !isOpen(urlPath):
		return graph.ReaderRole
	}
	return graph.NoRole
}

func isOpen(urlPath string) bool {
	if clean := path.Clean(urlPath); clean != urlPath && clean+"/" != urlPath {
		return false // it leads somewhere else
	}
	return slices.ContainsFunc(open, func(o string) bool {
		return urlPath == o || o != "/" && strings.HasSuffix(o, "/") && strings.HasPrefix(urlPath, o)
	})
}

// identity is who asks, and the token that says so: it may end while a
// connection lasts.
type identity struct {
	token string // "" for nobody in particular
	who   graph.Principal
	from  string // the address, for the rate of nobody in particular
}

type identityKey struct{}

func identityOf(ctx context.Context) *identity {
	id, _ := ctx.Value(identityKey{}).(*identity)
	return id
}

// as puts who asks into a context, for resolvers and for us.
func (id *identity) as(ctx context.Context) context.Context {
	return graph.WithPrincipal(context.WithValue(ctx, identityKey{}, id), id.who)
}

// guarded lets requests through to next that may ask what they ask.
//
// Answers are the same for every principal, so that their ETags are shared:
// who asks is settled before one is compared. Vary keeps caches from sharing
// them with somebody else all the same.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := s.addressed(r); p != nil {
			s.refuse(w, r, p, http.StatusMisdirectedRequest)
			return
		}
		need := s.config.Access.roleFor(r.URL.Path)
		id := &identity{from: remoteOf(r), who: graph.PrincipalOf(r.Context())} // somebody only within our own process
		if isOpen(r.URL.Path) {
			next.ServeHTTP(w, r.WithContext(id.as(r.Context())))
			return
		}
		w.Header().Add("Vary", "Authorization")
		if p := s.identify(r, id); p != nil {
			s.deny(w, r, p)
			return
		}
		e, _ := r.Context().Value(requestKey{}).(*entry)
		e.principal = id.who.Name
		later := id.token == "" && isUpgrade(r) // a browser's WebSocket says it in its first message
		if p := admit(id, need); p != nil && !later {
			s.deny(w, r, p)
			return
		}
		if p := s.afford(id); p != nil {
			s.throttle(w, r, p)
			return
		}
		defer func() { s.charge(id, requestWork+e.work) }()
		next.ServeHTTP(w, r.WithContext(id.as(r.Context())))
	})
}

// addressed refuses names that the server does not have.
func (s *Server) addressed(r *http.Request) *problem {
	hosts := s.config.Access.Hosts
	if hosts == nil {
		return nil
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	ip := net.ParseIP(host)
	if host == "localhost" || ip != nil && ip.IsLoopback() || slices.Contains(hosts, host) {
		return nil
	}
	p := &problem{code: codeForbidden, message: "the server is not asked by the name " + shorten(host)}
	return p.withHint("ask it at 127.0.0.1 or localhost, or start it with --host and that name")
}

// bearer returns the token of a request, "" where there is none. Only the
// header is looked at: addresses are logged, and cookies are sent by pages that
// are not ours.
func bearer(values []string) (string, *problem) {
	if len(values) == 0 {
		return "", nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	token = strings.TrimSpace(token)
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " ,") {
		return "", (&problem{code: codeUnauthenticated, message: "the Authorization header is not a bearer token"}).
			withHint("send Authorization: Bearer and one token")
	}
	return token, nil
}

// identify finds out who asks. A token that is wrong is a problem wherever it
// is sent: whoever sends one does not want to be nobody.
func (s *Server) identify(r *http.Request, id *identity) *problem {
	token, p := bearer(r.Header.Values("Authorization"))
	if p != nil || token == "" {
		return p
	}
	return s.verify(r.Context(), id, token)
}

// verify sets whom a token speaks for.
func (s *Server) verify(ctx context.Context, id *identity, token string) *problem {
	id.token, id.who = token, graph.Principal{}
	if s.config.Access.Authenticate == nil {
		return (&problem{code: codeUnauthenticated, message: "no tokens are taken here"}).withHint("ask without one")
	}
	who, err := s.config.Access.Authenticate(ctx, token)
	switch code := graph.CodeOf(err); {
	case err == nil && who.Role == graph.NoRole:
		id.who = who
		return &problem{code: codeForbidden, message: "the token gives no role here"}
	case err == nil:
		id.who = who
		return nil
	case code == graph.Unauthenticated || code == graph.Unavailable:
		p := fromError(err)
		p.cause = err
		return p
	default:
		return internal(err)
	}
}

// again refuses what a stream or connection may do no longer, because its token
// has ended.
func (s *Server) again(ctx context.Context) *problem {
	id := identityOf(ctx)
	if id == nil || id.token == "" {
		return nil
	}
	now := *id
	p := s.verify(ctx, &now, id.token)
	if p == nil {
		p = admit(&now, id.who.Role)
	}
	if p != nil {
		s.audit(ctx, p, id)
	}
	return p
}

// admit refuses who has not the role.
func admit(id *identity, need graph.Role) *problem {
	switch {
	case id.who.Role >= need:
		return nil
	case id.token == "":
		p := &problem{code: codeUnauthenticated, message: "this needs the role " + need.String() + ", and nobody in particular asks"}
		return p.withHint("send Authorization: Bearer with a token; missiongraph token create makes one")
	}
	return &problem{code: codeForbidden, message: "this needs the role " + need.String() + ", and " + id.who.Name + " has the role " + id.who.Role.String()}
}

// deny answers who may not ask (RFC 6750, section 3).
func (s *Server) deny(w http.ResponseWriter, r *http.Request, p *problem) {
	challenge := `Bearer realm="missiongraph"`
	switch {
	case p.code == codeForbidden:
		challenge += `, error="insufficient_scope"`
	case p.code == codeUnauthenticated && len(r.Header.Values("Authorization")) > 0:
		challenge += `, error="invalid_token"`
	}
	switch p.code {
	case codeForbidden, codeUnauthenticated:
		w.Header().Set("WWW-Authenticate", challenge)
	case codeUnavailable:
		w.Header().Set("Retry-After", "2")
	}
	token, _ := bearer(r.Header.Values("Authorization"))
	s.audit(r.Context(), p, &identity{token: token, from: remoteOf(r)})
	s.refuse(w, r, p, statuses[p.code])
}

// audit logs that somebody was not let in. Of a token it says its public id.
func (s *Server) audit(ctx context.Context, p *problem, id *identity) {
	event := s.config.Logger.Warn().Str("request_id", RequestID(ctx)).Str("remote", id.from).
		Str("code", p.code).Str("reason", p.message)
	if public := auth.PublicID(id.token); public != "" {
		event = event.Str("token", public)
	}
	if id.who.Name != "" {
		event = event.Str("principal", id.who.Name)
	}
	if p.cause != nil {
		if cause := unwrapped(p.cause); cause != nil {
			event = event.AnErr("error", cause)
		}
	}
	event.Msg("not let in")
}

// unwrapped is what an error that clients see does not tell them.
func unwrapped(err error) error {
	if e, ok := err.(interface{ Unwrap() error }); ok {
		return e.Unwrap()
	}
	return nil
}

// remoteOf is the address a request comes from, without its port.
func remoteOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
