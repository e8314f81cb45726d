// Package child tests a worker process: the test binary itself.
package child

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// region main
func TestMain(m *testing.M) {
	// zh: 先看角色，再谈测试
	// en: the role first, and then the tests
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	m.Run()
}

// work squares the numbers on standard input.
func work() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		n, err := strconv.Atoi(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		fmt.Println(n * n)
	}
}

// endregion

// region tests
// start returns a worker that is not started yet and ends with the test.
func start(t *testing.T, input string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Log("child:", filepath.Base(exe))
	cmd := exec.CommandContext(t.Context(), exe, "worker")
	cmd.Stdin = strings.NewReader(input)
	return cmd
}

func TestSquares(t *testing.T) {
	out, err := start(t, "3\n4\n").Output()
	if got := string(out); err != nil || got != "9\n16\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestBadInput(t *testing.T) {
	_, err := start(t, "three\n").Output()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 3 {
		t.Fatalf("got %v, want exit status 3", err)
	}
	t.Logf("it says: %s", exit.Stderr)
}

// endregion
