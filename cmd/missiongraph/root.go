package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// Exit codes, documented in the README.
const (
	exitOK       = 0
	exitFailed   = 1 // something could not be done: file locked, address taken
	exitUsage    = 2 // wrong command, flag or input
	exitProblems = 3 // it ran, and found problems or returned errors
)

// app is what every command shares.
type app struct {
	in       io.Reader
	out, err *terminal
	data     string // folder of the data file and its search index
	json     bool
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
			"  missiongraph query '{ entity(id: \"JTTF\") { name relations { sentence } } }'",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(cobra.NoArgs),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&a.data, "data", "",
		"folder of the data file (default "+defaultDataHint()+"; also $"+dataEnv+")")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print JSON")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage(cmd, err) })
	root.AddCommand(a.serveCommand(), a.queryCommand(), a.checkCommand(), a.statsCommand(), a.versionCommand())
	return root
}

// usageError is wrong usage of a command.
type usageError struct {
	cmd *cobra.Command
	err error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(cmd *cobra.Command, err error) error { return &usageError{cmd, err} }

// usageArgs makes an argument check report wrong usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage(cmd, err)
		}
		return nil
	}
}

// errProblems ends a command that has printed what it found wrong.
var errProblems = errors.New("problems were found")

// fail prints an error with its hint and returns the exit code.
func (a *app) fail(err error) int {
	if errors.Is(err, errProblems) {
		return exitProblems
	}
	if errors.Is(err, context.Canceled) {
		return exitFailed
	}
	var wrong *usageError
	isUsage := errors.As(err, &wrong) || strings.HasPrefix(err.Error(), "unknown command")
	var problems graph.Problems
	switch {
	case errors.As(err, &problems):
		for _, p := range problems {
			fmt.Fprintf(a.err, "%s %s\n", a.err.bad("error:"), p.Error())
		}
	default:
		fmt.Fprintf(a.err, "%s %s\n", a.err.bad("error:"), message(err))
	}
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(a.err, "%s %s\n", a.err.dim("hint:"), hint)
	} else if wrong != nil {
		fmt.Fprintf(a.err, "%s %s --help\n", a.err.dim("hint:"), wrong.cmd.CommandPath())
	} else if isUsage {
		fmt.Fprintf(a.err, "%s missiongraph --help\n", a.err.dim("hint:"))
	}
	if isUsage || graph.CodeOf(err) == graph.BadInput {
		return exitUsage
	}
	return exitFailed
}

// message is what a user reads of an error: not the causes below a coded one.
func message(err error) string {
	var coded *graph.Error
	if errors.As(err, &coded) {
		return coded.Error()
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Op + " " + path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

func hintOf(err error) string {
	if hint := graph.HintOf(err); hint != "" {
		return hint
	}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}
