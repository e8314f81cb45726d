package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestInterrupt interrupts builds of a tiny book at random moments, by a signal
// and by the terminal's Ctrl-C, and looks at what is left.
func TestInterrupt(t *testing.T) {
	rounds := 10
	if testing.Short() {
		rounds = 3
	}
	dir, tmp := tinyBook(t), t.TempDir()
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("TMPDIR", tmp) // also the mark of the go command's processes
	build := func(args ...string) *exec.Cmd {
		cmd := exec.Command("huoye", append([]string{"build", "-update"}, args...)...)
		cmd.Dir = dir
		return cmd
	}
	site := filepath.Join(dir, "site", "index.html")
	goldenFile := filepath.Join(dir, "snippets", "hello", "greet", "greet.golden")
	mark := fmt.Sprint("interrupted-", os.Getpid()) // of the program's processes
	runs := "runs:\n  - args: [" + mark + "]\n"
	if err := os.WriteFile(filepath.Join(dir, "snippets", "hello", "greet", "runs.yaml"), []byte(runs), 0o666); err != nil {
		t.Fatal(err)
	}
	interrupted := 0
	for i := range rounds {
		// Another program each time, so that it is compiled, run and recorded.
		slowProgram(t, dir, 400*time.Millisecond+time.Duration(i))
		if err := os.RemoveAll(goldenFile); err != nil {
			t.Fatal(err)
		}
		after := rand.N(3500 * time.Millisecond)
		how, status, out := "SIGINT", 0, ""
		if i%2 == 0 {
			status, out = interruptBySignal(t, build(), after)
		} else {
			how = "Ctrl-C"
			status, out = interruptByTerminal(t, build(), after)
		}
		t.Logf("%s after %v: status %d", how, after, status)
		switch status {
		case exitInterrupted:
			interrupted++
			if strings.Contains(out, "problem") {
				t.Errorf("%s after %v: reports what the interrupt did:\n%s", how, after, out)
			}
		case exitOK: // it had been quicker
		default:
			t.Errorf("%s after %v: status %d, want %d\n%s", how, after, status, exitInterrupted, out)
		}
		if left := leftProcesses(t, tmp, mark); len(left) > 0 {
			t.Errorf("%s after %v: processes are left: %q", how, after, left)
		}
		if left := leftFiles(t, tmp); len(left) > 0 {
			t.Errorf("%s after %v: %d temporary files are left, the first %s", how, after, len(left), left[0])
			if err := os.RemoveAll(left[0]); err != nil {
				t.Fatal(err)
			}
		}
		for _, file := range leftFiles(t, dir) {
			if strings.Contains(file, ".new-") || strings.HasPrefix(filepath.Base(file), ".") {
				t.Errorf("%s after %v: %s is left", how, after, file)
			}
		}
		if data, err := os.ReadFile(goldenFile); err == nil && !bytes.HasSuffix(data, []byte(" p1 out | hello\n")) {
			t.Errorf("%s after %v: half an output is recorded:\n%s", how, after, data)
		}
		if data, err := os.ReadFile(site); err == nil && !bytes.HasSuffix(bytes.TrimSpace(data), []byte("</html>")) {
			t.Errorf("%s after %v: half a page is written", how, after)
		}
	}
	if interrupted < rounds/3 {
		t.Errorf("only %d of %d builds were interrupted; this test needs other times", interrupted, rounds)
	}
	if out, err := build().CombinedOutput(); err != nil {
		t.Errorf("the next build: %v\n%s", err, out)
	}
	check := exec.Command("huoye", "check")
	check.Dir = dir
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
}

// TestInterruptRender interrupts a build while a long book is being rendered.
func TestInterruptRender(t *testing.T) {
	dir := tinyBook(t)
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	first := exec.Command("huoye", "build", "-update", "-q")
	first.Dir = dir
	if out, err := first.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	index := filepath.Join(dir, "site", "index.html")
	before, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	slugs := []string{"hello"}
	for n := range 1000 {
		slug := fmt.Sprint("chapter-", n)
		slugs = append(slugs, slug)
		to := filepath.Join(dir, "content", slug)
		if err := os.CopyFS(to, os.DirFS(filepath.Join(dir, "content", "hello"))); err != nil {
			t.Fatal(err)
		}
	}
	listing := "title: {zh: 长书, en: A Long Book}\nparts:\n  - title: {zh: 第一部分, en: Part One}\n    chapters: [" + strings.Join(slugs, ", ") + "]\n"
	if err := os.WriteFile(filepath.Join(dir, "content", "book.yaml"), []byte(listing), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("huoye", "build")
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	staged := filepath.Join(dir, ".site.new-*", "zh", "chapter-1*")
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if found, _ := filepath.Glob(staged); len(found) > 0 {
			break
		}
		if time.Now().After(end) {
			t.Error("no page has been rendered")
			break
		}
	}
	start := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if status := exitStatus(t, cmd.Wait()); status != exitInterrupted {
		t.Errorf("status %d, want %d\n%s", status, exitInterrupted, out.String())
	}
	t.Logf("ended %v after the interrupt", time.Since(start).Round(time.Millisecond))
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if after, err := os.ReadFile(index); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the site has changed (%v)", err)
	}
}

func interruptBySignal(t *testing.T, cmd *exec.Cmd, after time.Duration) (int, string) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Signal(os.Interrupt) // it may have ended
	return exitStatus(t, cmd.Wait()), out.String()
}

func interruptByTerminal(t *testing.T, cmd *exec.Cmd, after time.Duration) (int, string) {
	t.Helper()
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	var out bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(&out, tty) // ends with EIO
	}()
	time.Sleep(after)
	_, _ = tty.WriteString("\x03") // it may have ended
	err = cmd.Wait()
	<-read
	return exitStatus(t, err), out.String()
}

// exitStatus is as a shell has it.
func exitStatus(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &exit):
		t.Fatal(err)
	}
	if w := exit.Sys().(syscall.WaitStatus); w.Signaled() {
		return 128 + int(w.Signal())
	}
	return exit.ExitCode()
}

// leftProcesses are the processes of a build with the temporary directory tmp:
// of the go command, supervisors, and programs with mark as an argument.
func leftProcesses(t *testing.T, tmp, mark string) []string {
	t.Helper()
	huoye, err := exec.LookPath("huoye")
	if err != nil {
		t.Fatal(err)
	}
	huoye, err = filepath.EvalSymlinks(huoye)
	if err != nil {
		t.Fatal(err)
	}
	// Supervisors see that the generator is gone, and end a moment later.
	for end := time.Now().Add(time.Second); ; time.Sleep(10 * time.Millisecond) {
		left := runningProcesses(t, huoye, tmp, mark)
		if len(left) == 0 || time.Now().After(end) {
			return left
		}
	}
}

// runningProcesses are those that the file huoye is run by, that have tmp for
// their temporary files, or mark among their arguments.
func runningProcesses(t *testing.T, huoye, tmp, mark string) []string {
	t.Helper()
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, dir := range dirs {
		if dir == fmt.Sprint("/proc/", os.Getpid()) {
			continue
		}
		// A process may end while we look.
		env, _ := os.ReadFile(filepath.Join(dir, "environ"))
		args, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		exe, _ := os.Readlink(filepath.Join(dir, "exe"))
		vars := strings.Split(string(env), "\x00")
		if slices.Contains(vars, "TMPDIR="+tmp) || exe == huoye || bytes.Contains(args, []byte(mark)) {
			left = append(left, fmt.Sprintf("%s: %s", dir, bytes.ReplaceAll(args, []byte{0}, []byte{' '})))
		}
	}
	return left
}

// leftFiles are the names of all files below dir.
func leftFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err == nil && file != dir {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
