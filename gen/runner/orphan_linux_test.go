package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huoye/gen/book"
)

// The go command of a generator that was killed replaces no binaries of the next
// one: who runs a file that is just being replaced is told that it is not there.
func TestBuildKilled(t *testing.T) {
	command, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := writeBook(t, map[string]string{"snippets/a/prog/main.go": hello})
	cache, signs := t.TempDir(), t.TempDir()
	sign := func(name string) string { return filepath.Join(signs, name) }
	exists := func(name string) func() bool {
		return func() bool { _, err := os.Stat(sign(name)); return err == nil }
	}
	// The first generator's go command waits until it is told to build.
	script := fmt.Sprintf("#!/bin/sh\ntouch %s\nuntil [ -e %s ]; do sleep 0.01; done\n%s \"$@\"\ntouch %s\n",
		sign("begun"), sign("go"), command, sign("ended"))
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	killed := exec.Command(exe)
	killed.Env = append(os.Environ(), "RUNNER_TEST_BUILD="+dir, "RUNNER_TEST_CACHE="+cache,
		"TMPDIR="+t.TempDir(), "PATH="+bin+":"+os.Getenv("PATH"))
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the first build to begin", exists("begun"))
	_ = killed.Process.Kill()
	_ = killed.Wait() // killed

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := buildProg(ctx, t, dir, cache); !errors.Is(err, context.Canceled) {
		t.Errorf("a build that nobody waits for: got %v", err)
	}
	var binary string
	done := make(chan error, 1)
	go func() {
		var err error
		binary, err = buildProg(t.Context(), t, dir, cache)
		done <- err
	}()
	select {
	case err = <-done: // it did not wait for the other
		done <- err
	case <-time.After(500 * time.Millisecond):
	}
	// What is up to date is not replaced.
	other := strings.Replace(hello, "hello", "hello again", 1)
	if err := os.WriteFile(filepath.Join(dir, "snippets/a/prog/main.go"), []byte(other), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sign("go"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	built, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the first build to end", exists("ended"))
	now, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(built, now) {
		t.Error("the binary was replaced")
	}
	if _, err := os.Stat(filepath.Join(cache, "bin", "unfinished")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the mark of an unfinished build: %v", err)
	}
}

// buildProg builds the program of TestBuildKilled.
func buildProg(ctx context.Context, t testing.TB, dir, cache string) (string, error) {
	programs := loadPrograms(t, dir)
	bins, problems, err := Build(ctx, &book.Book{Dir: dir, Programs: programs}, cache, programs, 0)
	if err = errors.Join(err, problems.Err()); err != nil {
		return "", err
	}
	return bins.paths["a/prog"], nil
}
