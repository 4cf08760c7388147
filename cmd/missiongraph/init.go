package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"missiongraph/graph/bolt"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Make the data file and load the seed",
		Long: "init makes the data file with the seed, as the first start of serve does, and changes nothing\n" +
			"where there is one already.",
		Example: "  missiongraph init\n" +
			"  missiongraph init --data ./data",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.init(cmd.Context()) },
	}
}

func (a *app) init(ctx context.Context) error {
	path := filepath.Join(a.dataFolder(), dataFile)
	store, err := openStore(path, bolt.Options{}, "a server has it, so it is there already")
	if err != nil {
		return err
	}
	defer store.Close()
	loaded, err := loadSeed(ctx, store)
	if err != nil {
		return err
	}
	snapshot, err := store.Snapshot(store.Head())
	if err != nil {
		return err
	}
	defer snapshot.Close()
	t := snapshot.Topology()
	if a.json {
		return a.printJSON(map[string]any{"file": path, "made": loaded.Revision != 0, "revision": store.Head(), "entities": t.Len(), "facts": t.Facts()})
	}
	how := "was there already"
	if loaded.Revision != 0 {
		how = "made, with the seed"
	}
	fmt.Fprintf(a.out, "%s: %s: %d entities, %d facts at revision %d\n", a.out.strong(plain(path)), how, t.Len(), t.Facts(), store.Head())
	return nil
}
