package main

import (
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// tokenEnv names the environment variable that stands in for --token.
const tokenEnv = "MISSIONGRAPH_TOKEN"

// tokenFlag adds --token to a command that asks a server.
func (a *app) tokenFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.token, "token", "", "token that says who asks a server (better in $"+tokenEnv+": others can see the arguments of a program)")
}

// authorize adds the token to a request, where there is one. Its error does not
// quote it.
func (a *app) authorize(request *http.Request) error {
	token := strings.TrimSpace(a.token)
	if token == "" {
		token = strings.TrimSpace(os.Getenv(tokenEnv))
	}
	if token == "" {
		return nil
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return graph.Errorf(graph.BadInput, "the token has characters that no token has").
			WithHint("give --token or $%s what missiongraph token create printed", tokenEnv)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return nil
}
