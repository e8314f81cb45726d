package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huoye/gen/problem"
	"huoye/gen/runner"
)

// doFunc is what a command does. It returns what is wrong with the book; the
// error is for failures of the generator or the machine.
type doFunc func(ctx context.Context, o options, stdout, stderr io.Writer) (problem.List, error)

// perform has c do its work, reports how it went in the format that o asks
// for, and returns the exit status.
func perform(ctx context.Context, c *command, o options, stdout, stderr io.Writer) int {
	start := time.Now()
	r := &problem.Report{Command: o.command, Dir: reportDir(o)}
	if root, err := os.OpenRoot(o.dir); err == nil {
		defer root.Close()
		r.Files = root.FS()
	}
	o.report = r
	results := stdout
	if o.format.IsDocument() {
		results = stderr // stdout is for the document alone
	}
	problems, status, err := attempt(ctx, c, o, results, stderr)
	problems.Sort()
	r.Problems, r.Err, r.Elapsed = problems, err, time.Since(start)
	if r.Err != nil {
		fmt.Fprintf(stderr, "huoye: %v\n", r.Err)
	}
	if err := writeReport(o, stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "huoye: writing the report: %v\n", err)
		return exitFailed
	}
	return status
}

// attempt has c do its work if it can, and says with which status it ended.
func attempt(ctx context.Context, c *command, o options, stdout, stderr io.Writer) (problem.List, int, error) {
	if o.isolated && !runner.Isolated() {
		return nil, exitFailed, fmt.Errorf("-require-isolation: runs on this machine are isolated by less than all means: %s; "+
			"run \"gen doctor\" to see what is refused, and the remedy", runner.Isolation())
	}
	problems, err := c.do(ctx, o, stdout, stderr)
	switch {
	case ctx.Err() != nil && c.endless && err == nil:
		return problems, exitOK, nil
	case ctx.Err() != nil:
		return nil, exitInterrupted, errors.New("interrupted; nothing was changed by halves")
	case err != nil:
		return problems, exitFailed, err
	case problems.Failing():
		return problems, exitProblems, nil
	}
	return problems, exitOK, nil
}

// reportDir is the book's root for the reader of the report. GitHub knows
// files by their names in the repository, wherever we were called.
func reportDir(o options) string {
	dir := o.dir
	workspace := os.Getenv("GITHUB_WORKSPACE")
	if workspace != "" && (o.format == problem.FormatGitHub || o.format == problem.FormatSARIF) {
		abs, err := filepath.Abs(dir)
		if rel, relErr := filepath.Rel(workspace, abs); err == nil && relErr == nil && filepath.IsLocal(rel) {
			dir = rel
		}
	}
	return filepath.ToSlash(dir)
}

// writeReport writes the report of o: text for people to stderr, all other
// formats to stdout.
func writeReport(o options, stdout, stderr io.Writer) error {
	switch o.format {
	case "", problem.FormatText:
		o.report.Colors = colors(stderr)
		return o.report.Write(stderr, problem.FormatText)
	case problem.FormatGitHub:
		return errors.Join(o.report.Write(stdout, o.format), addSummary(o.report))
	}
	return o.report.Write(stdout, o.format)
}

// maxSummary is what GitHub takes as summary of one step of a job.
const maxSummary = 1 << 20

// addSummary adds the report to the summary of the step that runs us, if there
// is one, behind what is there already.
func addSummary(r *problem.Report) error {
	name := os.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(r.Summary(maxSummary - int(min(info.Size(), maxSummary))))
	}
	return errors.Join(err, f.Close())
}

// defaultFormat is the format for the place where we are run.
func defaultFormat() problem.Format {
	if os.Getenv("GITHUB_ACTIONS") == "true" {
		return problem.FormatGitHub
	}
	return problem.FormatText
}

// parseFormat reads the value of -format.
func parseFormat(s string) (problem.Format, error) {
	if f := problem.Format(s); slices.Contains(problem.Formats, f) {
		return f, nil
	}
	var names []string
	for _, f := range problem.Formats {
		names = append(names, string(f))
	}
	return "", fmt.Errorf("the formats are %s", strings.Join(names, ", "))
}
