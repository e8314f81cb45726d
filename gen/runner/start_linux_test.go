package runner

import (
	"os/exec"
	"strings"
	"testing"
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
