package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// issuer is a small OpenID Connect issuer: its discovery and its keys.
type issuer struct {
	*httptest.Server
	mu   sync.Mutex
	keys map[string]any // by kid; *rsa.PrivateKey or *ecdsa.PrivateKey
	away bool
	asks int // for keys
}

func newIssuer(t testing.TB) *issuer {
	i := &issuer{keys: map[string]any{"one": newRSA(t)}}
	i.Server = httptest.NewServer(i)
	t.Cleanup(i.Close)
	return i
}

func newRSA(t testing.TB) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	return key
}

func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.away {
		http.Error(w, "away", http.StatusBadGateway)
		return
	}
	var reply any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		reply = map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/keys", "authorization_endpoint": i.URL, "token_endpoint": i.URL,
			"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256"}} // an issuer that promises too much
	case "/keys":
		i.asks++
		var set jose.JSONWebKeySet
		for kid, key := range i.keys {
			set.Keys = append(set.Keys, jose.JSONWebKey{Key: public(key), KeyID: kid, Use: "sig"})
		}
		reply = set
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(reply)
}

func public(key any) any {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return &key.PublicKey
	case *ecdsa.PrivateKey:
		return &key.PublicKey
	}
	return nil
}

func (i *issuer) set(change func(*issuer)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i)
}

// soon asks until the answer is as wanted: the key set keeps new keys a moment
// after it has answered with them. It moves the clock, so that the issuer may be
// asked each time.
func soon(t testing.TB, c *clock, ok func() bool, why string) {
	t.Helper()
	for range 1000 {
		if ok() {
			return
		}
		c.at = c.at.Add(time.Second)
		runtime.Gosched()
	}
	require.Fail(t, "it never came to be", why)
}

// sign makes a token.
func sign(t testing.TB, alg jose.SignatureAlgorithm, kid string, key any, claims map[string]any) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", kid)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, options)
	require.NoError(t, err)
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	require.NoError(t, err)
	return token
}

func part(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestOIDC(t *testing.T) {
	c := newClock()
	i := newIssuer(t)
	x, err := NewOIDC(OIDCConfig{Issuer: i.URL, Audience: "graph", RoleClaim: "realm_access.roles", Now: c.now,
		Roles: map[string]graph.Role{"group-x": graph.AdminRole, "group-e": graph.EditorRole, "all": graph.ReaderRole}})
	require.NoError(t, err)
	key := i.keys["one"].(*rsa.PrivateKey)
	other := newRSA(t)
	with := func(changes map[string]any) map[string]any {
		claims := map[string]any{"iss": i.URL, "aud": []string{"web", "graph"}, "sub": "ada", "exp": c.at.Add(time.Hour).Unix(),
			"iat": c.at.Unix(), "realm_access": map[string]any{"roles": []string{"all", "group-e"}}}
		for name, value := range changes {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		}
		return claims
	}
	rs := func(changes map[string]any) string { return sign(t, jose.RS256, "one", key, with(changes)) }
	roles := func(values any) map[string]any {
		return map[string]any{"realm_access": map[string]any{"roles": values}}
	}
	body, err := json.Marshal(with(nil))
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	good := rs(nil)
	pieces := strings.Split(good, ".")
	const no = graph.Unauthenticated
	tests := []struct {
		name, token string
		code        graph.Code
		who         graph.Principal
	}{
		{"good", good, "", graph.Principal{Name: "ada", Role: graph.EditorRole}},
		{"the highest role", rs(roles([]string{"all", "group-x", "group-e"})), "", graph.Principal{Name: "ada", Role: graph.AdminRole}},
		{"one role as a text", rs(roles("all")), "", graph.Principal{Name: "ada", Role: graph.ReaderRole}},
		{"one audience as a text", rs(map[string]any{"aud": "graph"}), "", graph.Principal{Name: "ada", Role: graph.EditorRole}},
		{"no role", rs(map[string]any{"realm_access": nil}), "", graph.Principal{Name: "ada"}},
		{"a role that nobody mapped", rs(roles([]string{"admin", "ADMIN"})), "", graph.Principal{Name: "ada"}},
		{"roles of another form", rs(roles(map[string]any{"group-x": true})), "", graph.Principal{Name: "ada"}},
		{"alg none", part(`{"alg":"none","kid":"one"}`) + "." + part(string(body)) + ".", no, graph.Principal{}},
		{"alg None with a signature", part(`{"alg":"None","kid":"one"}`) + "." + pieces[1] + "." + pieces[2], no, graph.Principal{}},
		{"HS256 with the public key", sign(t, jose.HS256, "one", publicPEM, with(nil)), no, graph.Principal{}},
		{"HS256 with the modulus", sign(t, jose.HS256, "one", key.N.Bytes(), with(nil)), no, graph.Principal{}},
		{"another key under a known id", sign(t, jose.RS256, "one", other, with(nil)), no, graph.Principal{}},
		{"unknown kid", sign(t, jose.RS256, "two", other, with(nil)), no, graph.Principal{}},
		{"changed claims", pieces[0] + "." + part(strings.Replace(string(body), "ada", "bob", 1)) + "." + pieces[2], no, graph.Principal{}},
		{"no signature", pieces[0] + "." + pieces[1] + ".", no, graph.Principal{}},
		{"wrong audience", rs(map[string]any{"aud": "other"}), no, graph.Principal{}},
		{"no audience", rs(map[string]any{"aud": nil}), no, graph.Principal{}},
		{"wrong issuer", rs(map[string]any{"iss": "https://evil.example"}), no, graph.Principal{}},
		{"expired", rs(map[string]any{"exp": c.at.Add(-time.Minute).Unix()}), no, graph.Principal{}},
		{"no expiry", rs(map[string]any{"exp": nil}), no, graph.Principal{}},
		{"not yet valid", rs(map[string]any{"nbf": c.at.Add(time.Hour).Unix()}), no, graph.Principal{}},
		{"no name", rs(map[string]any{"sub": nil}), no, graph.Principal{}},
		{"a name that is a number", rs(map[string]any{"sub": 7}), no, graph.Principal{}},
		{"a name with a line break", rs(map[string]any{"sub": "ada\nbob"}), no, graph.Principal{}},
		{"a long name", rs(map[string]any{"sub": strings.Repeat("a", 200)}), no, graph.Principal{}},
		{"the seed's name", rs(map[string]any{"sub": "seed"}), no, graph.Principal{}},
		{"huge", rs(map[string]any{"pad": strings.Repeat("a", 32<<10)}), no, graph.Principal{}},
		{"no JSON", "a.b.c", no, graph.Principal{}},
		{"empty", "", no, graph.Principal{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c.at = c.at.Add(time.Minute / 30) // so that no test eats another's questions to the issuer
			who, err := x.Verify(t.Context(), test.token)
			assert.Equal(t, test.code, graph.CodeOf(err), "%v", err)
			assert.Equal(t, test.who, who)
		})
	}

	t.Run("rotated keys", func(t *testing.T) {
		curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		token := sign(t, jose.ES256, "new", curve, with(nil))
		c.at = c.at.Add(time.Minute)
		_, err = x.Verify(t.Context(), token)
		assert.Equal(t, no, graph.CodeOf(err))
		i.set(func(i *issuer) { i.keys = map[string]any{"new": curve} })
		verify := func(token string) graph.Code {
			_, err := x.Verify(t.Context(), token)
			return graph.CodeOf(err)
		}
		soon(t, c, func() bool { return verify(token) == "" }, "the new key is taken")
		soon(t, c, func() bool { return verify(good) == no }, "the old key is gone")
	})
	t.Run("an issuer is spared", func(t *testing.T) {
		soon(t, c, func() bool { _, err := x.Verify(t.Context(), good); return graph.CodeOf(err) == no }, "nothing is being asked")
		i.set(func(i *issuer) { i.asks = 0 })
		unavailable := 0
		for range 100 {
			_, err := x.Verify(t.Context(), sign(t, jose.RS256, "nobody's", other, with(nil)))
			require.Error(t, err)
			if graph.CodeOf(err) == graph.Unavailable {
				unavailable++
			}
		}
		assert.Positive(t, unavailable)
		i.set(func(i *issuer) { assert.LessOrEqual(t, i.asks, 10) })
	})
}

// An issuer that is away makes tokens unavailable, never good, and is found
// again without help.
func TestOIDCIssuerAway(t *testing.T) {
	c := newClock()
	i := newIssuer(t)
	i.away = true
	x, err := NewOIDC(OIDCConfig{Issuer: i.URL, Audience: "graph", Now: c.now, Roles: map[string]graph.Role{"r": graph.ReaderRole}})
	require.NoError(t, err)
	claims := map[string]any{"iss": i.URL, "aud": "graph", "sub": "ada", "exp": c.at.Add(24 * time.Hour).Unix(), "roles": "r"}
	token := sign(t, jose.RS256, "one", i.keys["one"], claims)
	verify := func(token string) graph.Code {
		_, err := x.Verify(t.Context(), token)
		return graph.CodeOf(err)
	}
	assert.Equal(t, graph.Unavailable, verify(token))
	i.set(func(i *issuer) { i.away = false })
	assert.Equal(t, graph.Unavailable, verify(token), "it is not asked again at once")
	c.at = c.at.Add(retryAfter)
	assert.Empty(t, verify(token))

	soon(t, c, func() bool {
		before := 0
		i.set(func(i *issuer) { before = i.asks })
		code, after := verify(token), 0
		i.set(func(i *issuer) { after = i.asks })
		return code == "" && before == after
	}, "its keys are kept")
	i.set(func(i *issuer) { i.away = true })
	c.at = c.at.Add(time.Minute)
	assert.Empty(t, verify(token), "its keys are known")
	rotated := newRSA(t)
	fresh := sign(t, jose.RS256, "two", rotated, claims)
	assert.Equal(t, graph.Unavailable, verify(fresh), "the key may be a new one")
	i.set(func(i *issuer) { i.away, i.keys = false, map[string]any{"two": rotated} })
	soon(t, c, func() bool { return verify(fresh) == "" }, "the new key is found")
}

func TestOIDCConfig(t *testing.T) {
	reader := map[string]graph.Role{"r": graph.ReaderRole}
	for name, c := range map[string]OIDCConfig{
		"no issuer":   {Audience: "graph", Roles: reader},
		"plain http":  {Issuer: "http://issuer.example", Audience: "graph", Roles: reader},
		"no audience": {Issuer: "https://issuer.example", Roles: reader},
		"no roles":    {Issuer: "https://issuer.example", Audience: "graph"},
	} {
		_, err := NewOIDC(c)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err), name)
		assert.NotEmpty(t, graph.HintOf(err), name)
	}
	roles, err := ParseRoles([]string{"admin=group-x", "READER=all", "reader=more=less"})
	require.NoError(t, err)
	assert.Equal(t, map[string]graph.Role{"group-x": graph.AdminRole, "all": graph.ReaderRole, "more=less": graph.ReaderRole}, roles)
	for _, bad := range [][]string{{"admin"}, {"boss=x"}, {"admin="}, {"admin=x", "reader=x"}} {
		_, err := ParseRoles(bad)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err), "%v", bad)
	}
}
