package main

import (
	"net"
	"path/filepath"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/auth"
	"missiongraph/internal/server"
)

// accessOptions are the flags of serve that say who may ask.
type accessOptions struct {
	requireAuth, behindTLS bool
	hosts                  []string
	cert, key              string
	rate                   int
	issuer, audience       string
	roleClaim, nameClaim   string
	roles                  []string
}

// defaultRate is how much work each caller may have done, in units a second:
// five of the costliest queries there can be, and a hundred of them at once
// after a pause.
const defaultRate = 250_000

func (o *accessOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.requireAuth, "require-auth", false, "also reading needs a token; always so where other machines can reach the server")
	f.BoolVar(&o.behindTLS, "behind-tls", false, "what other machines connect to does TLS, and this server need not")
	f.StringSliceVar(&o.hosts, "host", nil, "a name that the server is asked by, besides those of this machine; may be given several times")
	f.StringVar(&o.cert, "tls-cert", "", "file of the TLS certificate with its chain (PEM); read again when it changes")
	f.StringVar(&o.key, "tls-key", "", "file of its key (PEM)")
	f.IntVar(&o.rate, "rate", defaultRate, "work units a second that each caller may have done; 0 for no bound")
	f.StringVar(&o.issuer, "oidc-issuer", "", "address of an OpenID Connect issuer whose tokens are taken")
	f.StringVar(&o.audience, "oidc-audience", "", "what its tokens for this server have in aud")
	f.StringVar(&o.roleClaim, "oidc-role-claim", "roles", "claim with the groups or roles; dots lead into objects, as realm_access.roles")
	f.StringVar(&o.nameClaim, "oidc-name-claim", "sub", "claim with the name that the log of changes is to have")
	f.StringArrayVar(&o.roles, "oidc-role", nil, "what a value of the role claim gives, as admin=group-x; may be given several times")
}

// check refuses flags that do not go together.
func (o *accessOptions) check() error {
	switch {
	case (o.cert == "") != (o.key == ""):
		return graph.Errorf(graph.BadInput, "--tls-cert and --tls-key go together").WithHint("give both")
	case o.rate < 0 || o.rate > 1<<30:
		return graph.Errorf(graph.BadInput, "--rate %d is no sensible number of units a second", o.rate).
			WithHint("0 sets no bound; the default is %d", defaultRate)
	case o.issuer == "" && (o.audience != "" || len(o.roles) > 0):
		return graph.Errorf(graph.BadInput, "--oidc-audience or --oidc-role without an issuer").WithHint("name it with --oidc-issuer")
	}
	return nil
}

// access makes of the flags who may ask a server at an address. Where other
// machines reach it, everybody must say who they are, over TLS.
func (o *accessOptions) access(folder string, address *net.TCPAddr) (server.Access, error) {
	tokens := auth.OpenTokens(filepath.Join(folder, tokensFile), nil)
	taken := auth.Bearer{Tokens: tokens}
	if o.issuer != "" {
		roles, err := auth.ParseRoles(o.roles)
		if err != nil {
			return server.Access{}, err
		}
		taken.OIDC, err = auth.NewOIDC(auth.OIDCConfig{Issuer: o.issuer, Audience: o.audience, Roles: roles,
			RoleClaim: o.roleClaim, NameClaim: o.nameClaim})
		if err != nil {
			return server.Access{}, err
		}
	}
	live, err := tokens.Live()
	if err != nil {
		return server.Access{}, err // broken: better known now than with the first token
	}
	a := server.Access{Authenticate: taken.Verify, Required: o.requireAuth, Rate: server.Rate{Units: o.rate}}
	if address.IP.IsLoopback() {
		if !a.Required {
			a.Hosts = append([]string{}, o.hosts...)
		}
		return a, nil
	}
	a.Required = true
	switch {
	case live == 0 && taken.OIDC == nil:
		return a, graph.Errorf(graph.BadInput, "--listen %s would open the graph to other machines, and nobody could say who they are", address).
			WithHint("make a token first: missiongraph token create NAME --role reader; or give --oidc-issuer; or listen on 127.0.0.1")
	case o.cert == "" && !o.behindTLS:
		return a, graph.Errorf(graph.BadInput, "--listen %s would have tokens sent to it in the clear", address).
			WithHint("give --tls-cert and --tls-key; or --behind-tls where something in front does TLS")
	}
	return a, nil
}

// secure adds TLS to a listener where the flags say so, and returns the scheme
// of its address.
func (o *accessOptions) secure(l net.Listener, logger zerolog.Logger) (net.Listener, string, error) {
	if o.cert == "" {
		return l, "http", nil
	}
	c, err := server.LoadCertificate(o.cert, o.key, logger)
	if err != nil {
		return nil, "", err
	}
	return c.Listen(l), "https", nil
}
