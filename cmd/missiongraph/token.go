package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/auth"
)

// tokensFile is the file of tokens in the data folder.
const tokensFile = "tokens.json"

// tokens are those of the data folder.
func (a *app) tokens() (*auth.Tokens, error) {
	folder := a.dataFolder()
	return auth.OpenTokens(filepath.Join(folder, tokensFile), nil), checkFolder(folder)
}

// tokenReport is a token as JSON.
type tokenReport struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Role    string     `json:"role"`
	State   string     `json:"state"` // live, expired, revoked
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires"`           // null: never
	Revoked *time.Time `json:"revoked,omitempty"` // when
	Token   string     `json:"token,omitempty"`   // of create, the only time
}

func reportToken(t auth.Token, now time.Time) tokenReport {
	r := tokenReport{ID: t.ID, Name: t.Name, Role: t.Role.String(), State: t.State(now), Created: t.Created}
	if !t.Expires.IsZero() {
		r.Expires = &t.Expires
	}
	if !t.Revoked.IsZero() {
		r.Revoked = &t.Revoked
	}
	return r
}

func (a *app) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke tokens, which say who asks a server",
		Long: "token keeps the tokens of a data folder in " + tokensFile + ", as hashes. A server that runs takes a\n" +
			"new token and refuses a revoked one at once. Roles: a reader may read, an editor may also\n" +
			"change the graph, an admin may also take a backup and commit against a blocking question.",
		Example: "  missiongraph token create ada --role editor\n  missiongraph token list\n  missiongraph token revoke ada",
		Args:    usageArgs(knownCommand),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.tokenCreateCommand(), a.tokenListCommand(), a.tokenRevokeCommand())
	return cmd
}

func (a *app) tokenCreateCommand() *cobra.Command {
	var role, expires string
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Make a token and print it, once",
		Long: "create prints the token alone on standard output; it cannot be printed again. NAME is the\n" +
			"author of what is changed with it.",
		Example: "  missiongraph token create ada --role editor\n" +
			"  missiongraph token create importer --role editor --expires 2036-01-31\n" +
			"  MISSIONGRAPH_TOKEN=$(missiongraph token create report --role reader --expires never)",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, ok := graph.ParseRole(role)
			if !ok {
				return usage(cmd, graph.Errorf(graph.BadInput, "--role %q is no role", role).WithHint("reader, editor or admin"))
			}
			now := time.Now()
			until, err := auth.ParseExpiry(expires, now)
			if err != nil {
				return usage(cmd, err)
			}
			tokens, err := a.tokens()
			if err != nil {
				return err
			}
			made, secret, err := tokens.Create(args[0], r, until)
			if err != nil {
				return err
			}
			if a.json {
				report := reportToken(made, now)
				report.Token = secret
				return a.printJSON(report)
			}
			fmt.Fprintln(a.out, secret)
			a.err.say(a.err.good("made:"), "%s for %s, %s, expires %s; this is the only time it is shown",
				made.ID, made.Name, made.Role, shownExpiry(made))
			return nil
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "what it may do: reader, editor or admin")
	cmd.Flags().StringVar(&expires, "expires", "90d", "when it ends: 90d, 2027-01-31 (that day included, UTC), or never")
	return cmd
}

func shownExpiry(t auth.Token) string {
	if t.Expires.IsZero() {
		return "never"
	}
	return t.Expires.Format(time.RFC3339)
}

func (a *app) tokenListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the tokens, those that work no more included",
		Example: "  missiongraph token list\n  missiongraph token list --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			tokens, err := a.tokens()
			if err != nil {
				return err
			}
			list, err := tokens.List()
			if err != nil {
				return err
			}
			now := time.Now()
			if a.json {
				reports := make([]tokenReport, len(list))
				for i, t := range list {
					reports[i] = reportToken(t, now)
				}
				return a.printJSON(reports)
			}
			shown := sheet{title: "tokens", columns: []string{"id", "name", "role", "state", "created", "expires"}, numeric: make([]bool, 6)}
			for _, t := range list {
				shown.rows = append(shown.rows, []string{t.ID, t.Name, strings.ToLower(t.Role.String()), t.State(now),
					t.Created.Format(time.RFC3339), shownExpiry(t)})
			}
			return a.out.print(shown)
		},
	}
}

func (a *app) tokenRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "revoke NAME|ID",
		Short:   "End a token, or all of a name, at once and for good",
		Example: "  missiongraph token revoke ada",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			tokens, err := a.tokens()
			if err != nil {
				return err
			}
			ended, err := tokens.Revoke(args[0])
			if err != nil {
				return err
			}
			if a.json {
				reports := make([]tokenReport, len(ended))
				for i, t := range ended {
					reports[i] = reportToken(t, time.Now())
				}
				return a.printJSON(reports)
			}
			for _, t := range ended {
				a.out.say(a.out.good("revoked:"), "%s of %s", t.ID, t.Name)
			}
			return nil
		},
	}
}
