package main

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

// revisionReport is a revision as log and show print it as JSON.
type revisionReport struct {
	Revision    graph.Revision     `json:"revision"`
	Time        time.Time          `json:"time"`
	Author      string             `json:"author"`
	Message     string             `json:"message"`
	Ops         int                `json:"ops"`
	Counts      []countReport      `json:"counts"`
	Differences []differenceReport `json:"differences,omitempty"` // of show

	tally tally
}

func (a *app) logCommand() *cobra.Command {
	most := 0
	cmd := &cobra.Command{
		Use:   "log [ENTITY]",
		Short: "List the revisions, newest first",
		Long: "log lists who changed the graph, when, how much of it, and why, newest first. With an\n" +
			"entity, by id or name, it lists the revisions that did something to it or to a fact about\n" +
			"it, and counts only that; the id of a fact or a source will do, too. What was retracted is\n" +
			"found by its id. It reads the data file.",
		Example: "  missiongraph log\n  missiongraph log JTTF\n  missiongraph log -n 10 --json",
		Args:    usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if most < 0 {
				return usage(cmd, graph.Errorf(graph.BadInput, "-n is %d", most).WithHint("0 for all, or more"))
			}
			return a.log(args, most)
		},
	}
	cmd.Flags().IntVarP(&most, "number", "n", 0, "list at most so many; 0 for all")
	return cmd
}

func (a *app) log(args []string, most int) error {
	p, err := a.openPast()
	if err != nil {
		return err
	}
	defer p.close()
	all := p.all()
	if len(args) > 0 {
		if all, err = p.touching(args[0]); err != nil {
			return err
		}
	}
	return a.printLog(func(yield func(revisionReport, error) bool) {
		n := 0
		for r, err := range all {
			if n++; most > 0 && n > most || !yield(r, err) || err != nil {
				return
			}
		}
	})
}

// all yields every revision, newest first.
func (p *past) all() iter.Seq2[revisionReport, error] {
	return func(yield func(revisionReport, error) bool) {
		for rev := p.store.Head(); rev > 0; rev-- {
			c, err := graph.Diff(p.view, graph.DiffQuery{From: rev - 1, To: rev})
			if err == nil {
				var r revisionReport
				if r, err = p.report(rev, c.Counts); !yield(r, err) {
					return
				}
			} else if !yield(revisionReport{}, err) {
				return
			}
		}
	}
}

// touching yields the revisions that did something to what a text means.
func (p *past) touching(text string) (iter.Seq2[revisionReport, error], error) {
	ref, err := graph.LookupRef(p.view, text)
	if err != nil {
		return nil, err
	}
	events, err := graph.History(p.view, ref)
	if err != nil {
		return nil, err
	}
	return func(yield func(revisionReport, error) bool) {
		for _, e := range events {
			if !yield(p.report(e.Revision, tallyOf(e.Differences))) {
				return
			}
		}
	}, nil
}

func (p *past) report(rev graph.Revision, t tally) (revisionReport, error) {
	info, err := p.store.Info(rev)
	return revisionReport{Revision: rev, Time: info.Time, Author: info.Author, Message: info.Message, Ops: info.Ops,
		Counts: t.report(), tally: t}, err
}

// printLog prints a line for each revision as it is read: for people on a
// terminal, tab-separated in a pipe; or a JSON list.
func (a *app) printLog(all iter.Seq2[revisionReport, error]) error {
	if a.json {
		list := []revisionReport{}
		for r, err := range all {
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return a.printJSON(list)
	}
	if !a.out.tty {
		fmt.Fprintln(a.out, "revision\ttime\tauthor\tchanges\tmessage")
	}
	for r, err := range all {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(a.out, a.out.logLine(r)); err != nil {
			return err
		}
	}
	return nil
}

func (t *terminal) logLine(r revisionReport) string {
	at := r.Time.Format(time.RFC3339)
	if !t.tty {
		return strings.Join([]string{fmt.Sprint(r.Revision), at, tsv(r.Author), r.tally.String(), tsv(r.Message)}, "\t") + "\n"
	}
	title, _, _ := strings.Cut(r.Message, "\n")
	return fmt.Sprintf("%s %s %s %s %s\n", t.strong(fmt.Sprint(r.Revision)), t.dim(at), plain(r.Author),
		t.dim("("+r.tally.String()+")"), plain(title))
}
