package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A supervisor begins before the packages that take long to initialise do.
func TestStartsEarly(t *testing.T) {
	cmd := &exec.Cmd{
		Path: "/proc/self/exe",
		Args: []string{"huoye-supervisor"}, // without an order it ends at once
		Env:  []string{"GODEBUG=inittrace=1"},
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "init os ") {
		t.Fatalf("no trace of initialisation:\n%s", out)
	}
	for line := range strings.Lines(string(out)) {
		for _, late := range []string{"chroma", "goldmark", " regexp ", "template"} {
			if strings.Contains(line, late) {
				t.Errorf("a supervisor waits for %s", line)
			}
		}
	}
}

// TestGetReady has supervisors start before there is a run, and end if none comes.
func TestGetReady(t *testing.T) {
	if strongest() == 0 {
		t.Skip("runs are not isolated here")
	}
	waitForSupervisors(t, 0) // of other tests
	getReady(3)
	waitForSupervisors(t, 3)
	getReady(2)
	waitForSupervisors(t, 3) // they are enough
	waitForSupervisors(t, 0)
}

// waitForSupervisors waits until this process has so many.
func waitForSupervisors(t *testing.T, want int) {
	t.Helper()
	got := 0
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if got = supervisors(t, os.Getpid()); got == want {
			return
		}
	}
	t.Fatalf("%d supervisors, want %d", got, want)
}

// supervisors counts those below a process: children of its starter.
func supervisors(t *testing.T, pid int) (n int) {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	if len(tasks) == 0 && pid == os.Getpid() {
		t.Skip("this kernel does not list the children of threads")
	}
	for _, task := range tasks {
		children, _ := os.ReadFile(task) // the thread may have ended
		for _, child := range strings.Fields(string(children)) {
			line, _ := os.ReadFile("/proc/" + child + "/cmdline") // so may the process
			id, _ := strconv.Atoi(child)
			switch name, _, _ := strings.Cut(string(line), "\x00"); name {
			case "huoye-starter":
				n += supervisors(t, id)
			case "huoye-supervisor":
				n++
			}
		}
	}
	return n
}
