package auth

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"missiongraph/graph"
)

// OIDCConfig says which issuer's tokens are taken, and what they are worth.
type OIDCConfig struct {
	Issuer    string                // its address, as in the tokens' iss
	Audience  string                // what must be among the tokens' aud
	Roles     map[string]graph.Role // by a value of the role claim; what is not here gives no role
	RoleClaim string                // a text or a list of texts; "roles" when empty, dots lead into objects
	NameClaim string                // the principal's name; "sub" when empty

	Client *http.Client     // nil for one with a timeout
	Now    func() time.Time // nil for the system's clock
}

// OIDC takes tokens that an OpenID Connect issuer signed. It asks the issuer
// for its keys when it first needs them: an issuer that is away makes tokens
// UNAVAILABLE, until it is back. It is safe for concurrent use.
type OIDC struct {
	config OIDCConfig
	ctx    context.Context // holds the client
	now    func() time.Time

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier // nil until the issuer was found
	tried    time.Time             // when it was last looked for in vain
}

// retryAfter is how long an issuer that is away is left alone.
const retryAfter = 2 * time.Second

// maxJWT bounds a token, in bytes. Those of real issuers have 1 to 4 KiB.
const maxJWT = 16 << 10

// algorithms are those whose keys a verifier may hold. "none" and the ones with
// a shared secret, for which a public key would do, are not among them,
// whatever the issuer says of itself.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512,
	oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// NewOIDC checks a configuration; it asks nobody. BAD_INPUT for one that could
// let in nobody, or too many.
func NewOIDC(c OIDCConfig) (*OIDC, error) {
	local := loopback(c.Issuer)
	switch {
	case !strings.HasPrefix(c.Issuer, "https://") && !local:
		return nil, graph.Errorf(graph.BadInput, "the issuer %q is no address that begins with https://", cut(c.Issuer)).
			WithHint("as the tokens have it in iss; http:// is for an issuer on this machine")
	case c.Audience == "":
		return nil, graph.Errorf(graph.BadInput, "an issuer without an audience: its tokens for other services would be taken").
			WithHint("name what the tokens for this service have in aud, with --oidc-audience")
	case len(c.Roles) == 0:
		return nil, graph.Errorf(graph.BadInput, "an issuer without roles: nobody could do anything").
			WithHint("as --oidc-role editor=group-of-editors, once for each")
	}
	if c.RoleClaim == "" {
		c.RoleClaim = "roles"
	}
	if c.NameClaim == "" {
		c.NameClaim = "sub"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	client := http.Client{Timeout: 10 * time.Second}
	if c.Client != nil {
		client = *c.Client
	}
	client.Transport = newSparing(client.Transport, c.Now)
	return &OIDC{config: c, ctx: oidc.ClientContext(context.Background(), &client), now: c.Now}, nil
}

// Verify returns whom a token speaks for. One without a role is a principal
// with none.
//
// Codes: UNAUTHENTICATED for a token that is not to be trusted, UNAVAILABLE
// while the issuer, or a key that it may have, cannot be asked for.
func (x *OIDC) Verify(ctx context.Context, token string) (graph.Principal, error) {
	if len(token) > maxJWT || strings.Count(token, ".") != 2 {
		return graph.Principal{}, errMalformed()
	}
	verifier, err := x.ready()
	if err != nil {
		return graph.Principal{}, err
	}
	away := new(error)
	verified, err := verifier.Verify(context.WithValue(ctx, awayKey{}, away), token)
	var late *oidc.TokenExpiredError
	switch {
	case *away != nil:
		return graph.Principal{}, x.away(*away)
	case errors.As(err, &late):
		return graph.Principal{}, &graph.Error{Code: graph.Unauthenticated, Msg: "the token has expired", Hint: "get a new one from its issuer", Err: err}
	case err != nil: // what exactly is for the log: it is of use to a forger
		return graph.Principal{}, &graph.Error{Code: graph.Unauthenticated, Msg: "the token is not one of the issuer's for this service", Err: err}
	}
	var claims map[string]any
	if err := verified.Claims(&claims); err != nil {
		return graph.Principal{}, &graph.Error{Code: graph.Unauthenticated, Msg: "the token's claims cannot be read", Err: err}
	}
	return x.principal(claims)
}

// ready returns the verifier, and looks for the issuer where there is none yet.
func (x *OIDC) ready() (*oidc.IDTokenVerifier, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.verifier != nil {
		return x.verifier, nil
	}
	if !x.tried.IsZero() && x.now().Sub(x.tried) < retryAfter {
		return nil, x.away(nil)
	}
	provider, err := oidc.NewProvider(x.ctx, x.config.Issuer)
	if err != nil {
		x.tried = x.now()
		return nil, x.away(err)
	}
	var found struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&found); err != nil || found.Keys == "" {
		x.tried = x.now()
		return nil, x.away(err)
	}
	keys := &keySet{oidc.NewRemoteKeySet(x.ctx, found.Keys)}
	x.verifier = oidc.NewVerifier(x.config.Issuer, keys, &oidc.Config{
		ClientID: x.config.Audience, SupportedSigningAlgs: algorithms, Now: x.now,
	})
	return x.verifier, nil
}

func (x *OIDC) away(cause error) error {
	e := &graph.Error{Code: graph.Unavailable, Msg: "the issuer of tokens does not answer", Err: cause}
	return e.WithHint("try again in a few seconds")
}

// keySet tells a key that could not be asked for from a signature that is
// wrong, which the verifier does not.
type keySet struct{ remote *oidc.RemoteKeySet }

type awayKey struct{}

func (k *keySet) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.remote.VerifySignature(ctx, jwt)
	if cause := errors.Unwrap(err); cause != nil { // only fetching has a cause
		if away, ok := ctx.Value(awayKey{}).(*error); ok {
			*away = cause
		}
	}
	return payload, err
}

// loopback reports whether an address is of this machine, by plain HTTP.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
