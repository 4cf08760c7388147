package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"missiongraph/graph"
)

// app is what every command shares.
type app struct {
	in       io.Reader
	out, err *terminal
	data     string // folder of the data file and its search index
	json     bool
	token    string // that says who asks a server; never printed
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, in io.Reader, stdout, stderr io.Writer) int {
	a := &app{in: in, out: newTerminal(stdout), err: newTerminal(stderr)}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	return a.fail(err)
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "missiongraph",
		Short: "A knowledge graph of missions, directorates, programs and partners",
		Long: "missiongraph serves a graph of organizations, their programs and partners over GraphQL.\n" +
			"Every fact carries the sentence it comes from; every revision stays readable.",
		Example: "  missiongraph serve\n" +
			"  missiongraph query '{ entity(id: \"JTTF\") { name relations { sentence } } }'\n" +
			"  missiongraph check",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(knownCommand),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("missiongraph {{.Version}}\n")
	root.PersistentFlags().StringVar(&a.data, "data", "",
		"folder of the data file (default "+defaultDataHint()+"; also $"+dataEnv+")")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print JSON")
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(a.initCommand(), a.serveCommand(), a.queryCommand(), a.watchCommand(), a.checkCommand(), a.validateCommand(), a.statsCommand(),
		a.importCommand(), a.exportCommand(), a.mappingCommand(),
		a.logCommand(), a.showCommand(), a.diffCommand(), a.askCommand(), a.diagramCommand(), a.trainingCommand(),
		a.commitCommand(), a.revertCommand(), a.mergeCommand(), a.retractCommand(),
		a.backupCommand(), a.restoreCommand(), a.compactCommand(), a.rebuildCommand(), a.doctorCommand(),
		a.tokenCommand(), a.versionCommand())
	return root
}

// usageArgs makes an argument check report wrong usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage(cmd, err)
		}
		return nil
	}
}

// knownCommand refuses what is no command, naming the nearest that is one.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	err := graph.Errorf(graph.BadInput, "there is no command %q", args[0])
	if hint := graph.DidYouMean(args[0], names); hint != "" {
		return err.WithHint("%s", hint)
	}
	return err.WithHint("there are %s", strings.Join(names, ", "))
}

// flagError tells of a wrong flag, naming the nearest that exists.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usage(cmd, err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	wrong := graph.Errorf(graph.BadInput, "%s has no flag --%s", cmd.CommandPath(), unknown.GetSpecifiedName())
	if len(unknown.GetSpecifiedName()) == 1 {
		wrong.Msg = fmt.Sprintf("%s has no flag -%s", cmd.CommandPath(), unknown.GetSpecifiedName())
	}
	if hint := graph.DidYouMean("--"+unknown.GetSpecifiedName(), names); hint != "" {
		return usage(cmd, wrong.WithHint("%s", hint))
	}
	return usage(cmd, wrong)
}
