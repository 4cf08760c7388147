package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// commitFile is what commit reads: the arguments of the mutation commit.
type commitFile struct {
	Changes          json.RawMessage `json:"changes"`
	Message          string          `json:"message,omitempty"`
	IfRevision       *graph.Revision `json:"ifRevision,omitempty"`
	DryRun           bool            `json:"dryRun"`
	ClientMutationID string          `json:"clientMutationId,omitempty"`
	Override         bool            `json:"override"`
}

func (a *app) commitCommand() *cobra.Command {
	var opts writeOptions
	cmd := &cobra.Command{
		Use:   "commit FILE",
		Short: "Change the graph as a file says",
		Long: "commit reads the arguments of the mutation commit, as JSON or YAML, from a file, or from\n" +
			"standard input for -, and makes the change: whole, as one revision, or not at all. It\n" +
			"prints what the change does. --url sends it to a server, with --token or\n" +
			"$MISSIONGRAPH_TOKEN. Without --url it writes to the data file, which no server\n" +
			"may hold open at the time, in the name of the user of this machine.",
		Example: "  missiongraph commit change.yaml --dry-run\n" +
			"  missiongraph commit change.yaml --message 'HSI works with INTERPOL'\n" +
			"  missiongraph commit - --dry-run < change.json",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := a.readCommit(args[0])
			if err != nil {
				return usage(cmd, err)
			}
			if opts.message != "" {
				in.Message = opts.message
			}
			in.DryRun = in.DryRun || opts.dryRun
			return a.write(cmd.Context(), opts, mutation{
				field: "commit",
				types: map[string]string{"changes": "[ChangeInput!]!", "message": "String!", "ifRevision": "Revision", "dryRun": "Boolean!", "clientMutationId": "String", "override": "Boolean!"},
				input: in,
			})
		},
	}
	opts.flags(a, cmd, "why; instead of the file's")
	return cmd
}

// readCommit reads a file, or standard input for -. Other keys than those of the
// mutation's arguments are refused; what is wrong within the changes the server
// tells.
func (a *app) readCommit(name string) (in commitFile, err error) {
	var text []byte
	if name == "-" {
		text, err = io.ReadAll(a.in)
	} else {
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return in, err
	}
	bad := func(why string) error {
		return graph.Errorf(graph.BadInput, "%s: %s", name, why).WithHint("as {message: why, changes: [{retractFact: id}]}; docs/writing.md has examples")
	}
	if !json.Valid(text) {
		var syntax yaml.Error
		if text, err = yaml.YAMLToJSON(text); errors.As(err, &syntax) {
			return in, bad("neither JSON nor YAML: " + syntax.GetMessage())
		} else if err != nil {
			return in, bad("neither JSON nor YAML")
		}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var typed *json.UnmarshalTypeError
	switch err := d.Decode(&in); {
	case errors.As(err, &typed) && typed.Field == "":
		return in, bad("is no mapping with the key changes")
	case errors.As(err, &typed):
		return in, bad(typed.Field + " cannot be a " + typed.Value)
	case err != nil:
		return in, bad(err.Error()[len("json: "):])
	case len(in.Changes) == 0:
		return in, bad("has no changes")
	}
	return in, nil
}
