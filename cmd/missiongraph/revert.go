package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// planTypes are the types of the arguments that these mutations share.
func planTypes(more map[string]string) map[string]string {
	more["message"], more["dryRun"] = "String", "Boolean!"
	return more
}

func (a *app) revertCommand() *cobra.Command {
	var opts writeOptions
	cmd := &cobra.Command{
		Use:   "revert REVISION",
		Short: "Take back what a revision did",
		Long: "revert makes a new revision that takes back what another did. What was changed otherwise\n" +
			"since is told as a conflict, and nothing is changed then. Without --url it writes to the\n" +
			"data file, in the name of the user of this machine.",
		Example: "  missiongraph revert 1 --dry-run",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			rev, err := strconv.ParseUint(args[0], 10, 64)
			if err != nil {
				return usage(cmd, graph.Errorf(graph.BadInput, "%.60q is not a revision", args[0]).WithHint("a number, as missiongraph log shows them"))
			}
			return a.write(cmd.Context(), opts, mutation{
				field: "revert", types: planTypes(map[string]string{"revision": "Revision!"}),
				input: struct {
					Revision uint64 `json:"revision"`
					planInput
				}{rev, opts.plan()},
			})
		},
	}
	opts.flags(a, cmd, "why; made from that of the revision when left out")
	return cmd
}

func (a *app) mergeCommand() *cobra.Command {
	var opts writeOptions
	cmd := &cobra.Command{
		Use:   "merge FROM INTO",
		Short: "Make two entities one",
		Long: "merge puts every fact of one entity about another, each remembering where it was, and\n" +
			"keeps the name of the first as an alias of the second. Both are given by id. The mutation\n" +
			"unmerge takes it back. Without --url it writes to the data file, in the name of the user\n" +
			"of this machine.",
		Example: "  missiongraph merge terrorists terrorist-groups --dry-run",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.write(cmd.Context(), opts, mutation{
				field: "merge", types: planTypes(map[string]string{"from": "ID!", "into": "ID!"}),
				input: struct {
					From string `json:"from"`
					Into string `json:"into"`
					planInput
				}{args[0], args[1], opts.plan()},
			})
		},
	}
	opts.flags(a, cmd, "why; names the two when left out")
	return cmd
}

func (a *app) retractCommand() *cobra.Command {
	var opts writeOptions
	reason := ""
	cmd := &cobra.Command{
		Use:   "retract ID --reason WHY",
		Short: "Take a fact, an entity or a source out of the graph",
		Long: "retract takes out one thing by its id. What hangs on it must be gone before: it is named,\n" +
			"and nothing is changed then. Older revisions keep it. Without --url it writes to the data\n" +
			"file, in the name of the user of this machine.",
		Example: "  missiongraph retract ero/leverages/interpol --reason 'the page does not say so any more' --dry-run",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.write(cmd.Context(), opts, mutation{
				field: "retract", types: planTypes(map[string]string{"id": "ID!", "reason": "String!"}),
				input: struct {
					ID     string `json:"id"`
					Reason string `json:"reason"`
					planInput
				}{args[0], reason, opts.plan()},
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it is taken out")
	opts.flags(a, cmd, "the message of the log; the reason when left out")
	return cmd
}
