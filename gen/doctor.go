package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"

	"huoye/gen/problem"
	"huoye/gen/runner"
)

// doctor says what this machine can do for a book.
func doctor(ctx context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	say := func(what, format string, args ...any) {
		if what != "" {
			what += ":"
		}
		fmt.Fprintf(stdout, "%-11s %s\n", what, fmt.Sprintf(format, args...))
	}
	say("toolchain", "%s", toolchain(ctx, o.dir))
	say("platform", "%s/%s, %s", runtime.GOOS, runtime.GOARCH, count(runtime.NumCPU(), "processor"))
	say("isolation", "%s", runner.Isolation())
	seen := map[string]bool{}
	for _, r := range runner.Refusals() {
		if seen[r.Err.Error()] {
			continue // weaker ones, refused for the same reason
		}
		seen[r.Err.Error()] = true
		say("", "refused: %s", r.Isolation)
		say("", "  because: %v", r.Err)
		if r.Remedy != "" {
			say("", "  remedy: %s", r.Remedy)
		}
	}
	if runner.Isolated() {
		say("", "the strongest there is; -require-isolation is satisfied")
	}
	if runtime.GOOS == "linux" {
		say("limits", "%s", strings.Join(runner.DefaultLimits(), ", "))
	} else {
		say("limits", "time and output only")
	}
	if err := runner.RaceDetector(ctx); err != nil {
		say("race", "runs with race: true cannot be built: %v", err)
	} else {
		say("race", "runs with race: true can be built")
	}
	say("browser", "%s", browser())
	return nil, ctx.Err()
}

// toolchain says which go command builds the programs of the book in dir.
func toolchain(ctx context.Context, dir string) string {
	cmd := exec.CommandContext(ctx, "go", "env", "GOVERSION", "GOROOT")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOTOOLCHAIN=local")
	out, err := cmd.Output()
	if err != nil {
		return fmt.Sprintf("no go command: %v", err)
	}
	version, root, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	s := version + " in " + root
	if version != runtime.Version() {
		s += "; the generator itself was built by " + runtime.Version()
	}
	return s
}

// browser says which browser tests of the pages would use.
func browser() string {
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser", "chrome"} {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	return "none found; only tests of the generator need one, they are skipped"
}
