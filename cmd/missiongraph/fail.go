package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// Exit codes, documented in docs/cli.md.
const (
	exitOK       = 0
	exitFailed   = 1 // it could not be done: file locked or damaged, address taken; or a question does not hold, or validate found errors
	exitUsage    = 2 // wrong command, flag or input
	exitProblems = 3 // it was done, and found problems or returned errors
)

// errProblems ends a command that has printed what it found wrong.
var errProblems = errors.New("problems were found")

// usageError is wrong usage of a command.
type usageError struct {
	cmd *cobra.Command
	err error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(cmd *cobra.Command, err error) error { return &usageError{cmd, err} }

// failure is an error as a user reads it, and as --json prints it.
type failure struct {
	Code    graph.Code `json:"code"`
	Path    string     `json:"path,omitempty"` // the place in an input
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
}

// fail prints an error with its hint and returns the exit code.
func (a *app) fail(err error) int {
	if errors.Is(err, errProblems) {
		return exitProblems
	}
	if errors.Is(err, errQuestions) || errors.Is(err, errTraining) || errors.Is(err, errFlaws) { // printed
		return exitFailed
	}
	list := failuresOf(err)
	if a.json {
		e := json.NewEncoder(a.err)
		e.SetEscapeHTML(false)
		_ = e.Encode(map[string]any{"errors": list})
	} else {
		for _, f := range list {
			a.printFailure(f)
		}
	}
	for _, f := range list {
		if f.Code != graph.BadInput && f.Code != graph.NotFound && f.Code != graph.Ambiguous {
			return exitFailed
		}
	}
	return exitUsage
}

// printFailure prints one error to standard error.
func (a *app) printFailure(f failure) {
	label := a.err.bad("error " + string(f.Code))
	if f.Path != "" {
		label += " at " + plain(f.Path)
	}
	a.err.say(label+":", "%s", f.Message)
	if f.Hint != "" && !strings.Contains(strings.ToLower(f.Message), strings.ToLower(f.Hint)) {
		a.err.say(a.err.dim("hint:"), "%s", f.Hint)
	}
}

// failuresOf returns what a user reads of an error: all problems of an input,
// and never the causes below a coded error.
func failuresOf(err error) []failure {
	var problems graph.Problems
	var coded *graph.Error
	var path *os.PathError
	var wrong *usageError
	switch {
	case errors.As(err, &coded):
		f := failure{Code: coded.Code, Message: coded.Error(), Hint: graph.HintOf(err)}
		if f.Hint == "" && errors.As(err, &wrong) {
			f.Hint = "see " + wrong.cmd.CommandPath() + " --help"
		}
		return []failure{f}
	case errors.As(err, &problems):
		list := make([]failure, len(problems))
		for i, p := range problems {
			list[i] = failure{p.Code, p.Path, p.Msg, p.Hint}
		}
		return list
	case errors.As(err, &wrong):
		f := failure{Code: graph.BadInput, Message: err.Error(), Hint: "see " + wrong.cmd.CommandPath() + " --help"}
		if errors.As(err, &path) {
			f.Message, f.Hint = path.Path+": "+path.Err.Error(), ""
		}
		return []failure{f}
	case errors.As(err, &path):
		return []failure{{Code: graph.Unavailable, Message: path.Path + ": " + path.Err.Error()}}
	case errors.Is(err, context.Canceled):
		return []failure{{Code: graph.Unavailable, Message: "interrupted"}}
	}
	return []failure{{Code: graph.Internal, Message: err.Error(),
		Hint: "this is a defect of missiongraph; the data file was left as it is"}}
}
