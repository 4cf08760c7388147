package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// rewrittenReport is what compact and rebuild print as JSON.
type rewrittenReport struct {
	File      string          `json:"file"`
	Before    int64           `json:"bytesBefore"`
	After     int64           `json:"bytesAfter"`
	Revision  graph.Revision  `json:"revision"`
	Rows      int             `json:"rows"`     // that are equal before and after
	Problems  []problemReport `json:"problems"` // rows that the log does not make as they were
	Kept      string          `json:"kept,omitempty"`
	DurationS float64         `json:"seconds"`
}

func (a *app) compactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Rewrite the data file without its free pages",
		Long: "compact makes a new file with what the data file holds and without the pages that wait to be\n" +
			"used again, checks it in depth, compares every row, and then puts it in the place of the old\n" +
			"one at once. It needs room for both, and for a third while it checks.",
		Example: "  missiongraph compact\n  missiongraph compact --data ./data --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.rewrite(cmd.Context(), "compacted", bolt.Compact)
		},
	}
}

func (a *app) rebuildCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Make the data file anew from its log",
		Long: "rebuild replays the log of changes into a new file, checks it, and puts it in the place of the\n" +
			"data file at once. All rows should come out as they were, byte for byte. Where they do not,\n" +
			"rebuild tells which, keeps the old file beside the new one, and exits with 3. It repairs a\n" +
			"file whose rows are damaged as long as its log is whole.",
		Example: "  missiongraph rebuild\n  missiongraph rebuild --data ./data --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.rewrite(cmd.Context(), "rebuilt", bolt.RebuildFile)
		},
	}
}

func (a *app) rewrite(ctx context.Context, what string, do func(context.Context, string, bolt.Stages) (bolt.Rewritten, error)) error {
	begin := time.Now()
	path := filepath.Join(a.dataFolder(), dataFile)
	if err := checkFolder(a.dataFolder()); err != nil {
		return err
	}
	bars := &bars{app: a}
	defer bars.stop()
	done, err := do(ctx, path, bars.stage)
	if err != nil {
		return fileError(err, path, stopServer)
	}
	bars.stop()
	r := rewrittenReport{File: path, Before: done.Before, After: done.After, Revision: done.Revision, Rows: done.Rows,
		Problems: reported(done.Differed), Kept: done.Kept, DurationS: time.Since(begin).Seconds()}
	if a.json {
		err = a.printJSON(r)
	} else {
		a.printRewritten(what, r)
	}
	if err == nil && len(r.Problems) > 0 {
		return errProblems
	}
	return err
}

func (a *app) printRewritten(what string, r rewrittenReport) {
	a.printProblems(r.Problems)
	fmt.Fprintf(a.out, "%s %s: revision %d, %s before, %s now; %s the same, in %.1f s\n", a.out.good(what), plain(r.File),
		r.Revision, mebibytes(r.Before), mebibytes(r.After), count(r.Rows, "row"), r.DurationS)
	if r.Kept != "" {
		fmt.Fprintf(a.out, "%s not as the log makes them: the old file is %s\n", count(len(r.Problems), "row"), plain(r.Kept))
	}
}
