package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// errTraining ends a command after a pack that no longer holds.
var errTraining = errors.New("the pack does not hold any more")

// courseFile marks a folder that training build wrote, so that it may be
// replaced.
const courseFile = "course.yaml"

func (a *app) trainingCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "training",
		Short:   "Make training material from the graph, and check what was made",
		Example: "  missiongraph training build plan.yaml -o out/",
		Args:    usageArgs(knownCommand),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.trainingBuildCommand(), a.trainingMakeCommand(), a.trainingCheckCommand())
	return cmd
}

func (a *app) trainingBuildCommand() *cobra.Command {
	var out, revision string
	cmd := &cobra.Command{
		Use:   "build PLAN",
		Short: "Build a course from a plan",
		Long: "build makes handouts, glossaries, slides, flashcards and quizzes as a plan says: a folder a\n" +
			"part, a file a format. Everything is drawn from facts and cited; the same plan, seed and\n" +
			"revision make the same bytes. Nothing is written unless all of it can be.",
		Example: "  missiongraph training build plan.yaml -o out/\n" +
			"  missiongraph training check out/overview/pack.json",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usage(cmd, graph.Errorf(graph.BadInput, "build needs a folder to write to").WithHint("-o FOLDER"))
			}
			return a.buildTraining(args[0], out, revision)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "folder to write; an earlier course in it is replaced")
	cmd.Flags().StringVar(&revision, "revision", "", "revision to draw from: a number, HEAD, HEAD~1 or a moment")
	return cmd
}

func (a *app) buildTraining(file, out, revision string) error {
	plan, err := readPlan(file)
	if err != nil {
		return err
	}
	if err := replaceable(out); err != nil {
		return err
	}
	past, err := a.openPast()
	if err != nil {
		return err
	}
	defer past.close()
	snapshot, err := past.snapshot(revision)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	steps := len(plan.Parts) * (1 + len(plan.Formats))
	bar := a.progress("building")
	defer bar.stop()
	packs, err := plan.build(snapshot, past.view.Ontology, func(n int) { bar.update(n, steps) })
	if err != nil {
		return err
	}
	files, questions := 0, 0
	err = inPlaceOf(out, func(folder string) error {
		for i, pack := range packs {
			questions += len(pack.Questions)
			part := filepath.Join(folder, plan.Parts[i].Name)
			if err := os.Mkdir(part, 0o755); err != nil {
				return err
			}
			for _, format := range plan.Formats {
				f, err := training.Write(pack, format)
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(part, f.Name), f.Data, 0o644); err != nil {
					return err
				}
				files++
				bar.update(len(packs)+files, steps)
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, courseFile), text, 0o644)
	})
	if err != nil {
		return err
	}
	bar.stop()
	if a.json {
		return a.printJSON(map[string]any{"folder": out, "parts": len(packs), "files": files, "questions": questions, "revision": snapshot.Revision()})
	}
	fmt.Fprintf(a.out, "%s: %s, %s and %s from revision %d\n", out, count(len(packs), "part"), count(files, "file"), count(questions, "question"), snapshot.Revision())
	return nil
}

// replaceable refuses a folder that has other things than a course in it.
func replaceable(out string) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return graph.Errorf(graph.BadInput, "%s is no folder to write to", out)
	}
	if _, err := os.Stat(filepath.Join(out, courseFile)); err != nil {
		return graph.Errorf(graph.BadInput, "%s has files that are no course", out).WithHint("name a folder that is empty or not yet there; nothing was written")
	}
	return nil
}

// inPlaceOf fills a new folder beside out and then puts it in its place, so
// that out is as it was unless all went well.
func inPlaceOf(out string, fill func(folder string) error) error {
	out = filepath.Clean(out)
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	next, err := os.MkdirTemp(filepath.Dir(out), ".training-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	if err := os.Chmod(next, 0o755); err != nil {
		return err
	}
	if err := fill(next); err != nil {
		return err
	}
	before := next + "-before"
	if err := os.Rename(out, before); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(next, out); err != nil {
		return errors.Join(err, os.Rename(before, out))
	}
	return os.RemoveAll(before)
}

func (a *app) trainingCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check PACK...",
		Short: "Check published packs against the graph as it is now",
		Long: "check reads pack.json files and lists the items that became false, unproven or better since\n" +
			"they were made. It exits with 1 when an item is false or unproven.",
		Example: "  missiongraph training check out/overview/pack.json\n  missiongraph training check out/*/pack.json --json",
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.checkTraining(cmd.Context(), args) },
	}
}

type packReport struct {
	Pack     string             `json:"pack"`
	Revision graph.Revision     `json:"revision"` // the pack's
	Now      graph.Revision     `json:"now"`
	Items    int                `json:"items"`
	Findings []training.Finding `json:"findings"`
}

func (a *app) checkTraining(ctx context.Context, files []string) error {
	past, err := a.openPast()
	if err != nil {
		return err
	}
	defer past.close()
	snapshot, err := past.snapshot("")
	if err != nil {
		return err
	}
	defer snapshot.Close()
	reports := make([]packReport, len(files))
	bad := false
	bar := a.progress("checking")
	defer bar.stop()
	for i, file := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return graph.Errorf(graph.BadInput, "%s cannot be read", file)
		}
		pack, err := training.ReadPack(data)
		if err != nil {
			return err
		}
		found, err := training.Check(graph.NewView(snapshot, past.view.Ontology, pack.Lens.Lens(), nil), pack)
		if err != nil {
			return err
		}
		for _, f := range found {
			bad = bad || f.Status != training.Better
		}
		reports[i] = packReport{file, pack.Revision, snapshot.Revision(), len(pack.Items()), found}
		bar.update(i+1, len(files))
	}
	bar.stop()
	if err := a.printPacks(reports); err != nil {
		return err
	}
	if bad {
		return errTraining
	}
	return nil
}

func (a *app) printPacks(reports []packReport) error {
	if a.json {
		return a.printJSON(reports)
	}
	for _, r := range reports {
		fmt.Fprintf(a.out, "%s: %s of revision %d, checked at revision %d: %s\n", r.Pack, count(r.Items, "item"), r.Revision, r.Now, count(len(r.Findings), "finding"))
		for _, f := range r.Findings {
			fact := ""
			if f.Fact != "" {
				fact = " (" + f.Fact + ")"
			}
			fmt.Fprintf(a.out, "%-8s %s: %s%s\n", f.Status, f.Item, f.Reason, fact)
		}
	}
	return nil
}
