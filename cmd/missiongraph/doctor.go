package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

// How a finding of doctor's is meant.
const (
	fine    = "ok"
	warning = "warn" // works, and should be looked at
	failing = "fail" // does not work, or soon will not
)

// finding is one line of doctor's report.
type finding struct {
	Name   string `json:"name"`
	Status string `json:"status"` // ok, warn or fail
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
}

// doctorReport is what doctor prints as JSON.
type doctorReport struct {
	Status   string    `json:"status"` // the worst of the findings'
	Findings []finding `json:"findings"`
}

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look at everything that can go wrong here",
		Long: "doctor looks at the data folder, the disk, the data file, its log, the search index and the\n" +
			"environment, and prints a line about each: ok, warn or fail, with what to do. It changes\n" +
			"nothing, works while a server runs (then it looks at less), and exits with 3 when a line says\n" +
			"fail. Data files of up to 64 MiB are checked in depth; for larger ones run missiongraph check.",
		Example: "  missiongraph doctor\n  missiongraph doctor --data ./data --json",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
}

func (a *app) doctor(ctx context.Context) error {
	folder := a.dataFolder()
	d := &diagnosis{folder: folder, path: filepath.Join(folder, dataFile)}
	d.run(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	r := doctorReport{Status: fine, Findings: d.findings}
	warnings, failures := 0, 0
	for _, f := range d.findings {
		switch f.Status {
		case warning:
			warnings++
		case failing:
			failures++
		}
	}
	switch {
	case failures > 0:
		r.Status = failing
	case warnings > 0:
		r.Status = warning
	}
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else {
		a.printFindings(r.Findings)
		fmt.Fprintf(a.out, "%s and %s in %d findings\n", count(warnings, "warning"), count(failures, "failure"), len(r.Findings))
	}
	if failures > 0 {
		return errProblems
	}
	return nil
}

func (a *app) printFindings(list []finding) {
	for _, f := range list {
		status := fmt.Sprintf("%-4s", f.Status)
		switch f.Status {
		case fine:
			status = a.out.good(status)
		case failing:
			status = a.out.bad(status)
		default:
			status = a.out.strong(status)
		}
		fmt.Fprintf(a.out, "%s  %-14s %s\n", status, f.Name, plain(f.Detail))
		if f.Hint != "" {
			fmt.Fprintf(a.out, "%21s%s %s\n", "", a.out.dim("hint:"), plain(f.Hint))
		}
	}
}

// diagnosis collects findings.
type diagnosis struct {
	folder, path string
	findings     []finding
}

func (d *diagnosis) add(status, name, hint, format string, args ...any) {
	d.findings = append(d.findings, finding{Name: name, Status: status, Detail: fmt.Sprintf(format, args...), Hint: hint})
}

// failed adds an error as a finding, in the words that any command uses.
func (d *diagnosis) failed(name string, err error) {
	for _, f := range failuresOf(err) {
		d.add(failing, name, f.Hint, "%s: %s", f.Code, f.Message)
	}
}
