//go:build unix

// Timeout-clone runs a command for a limited time and exits with the codes
// of timeout(1). Without arguments it tries itself on some commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 1 {
		examples()
		return
	}
	limit, err := time.ParseDuration(os.Args[1])
	if err != nil || len(os.Args) < 3 {
		log.Print("usage: timeout-clone DURATION COMMAND [ARGUMENT]...")
		os.Exit(125)
	}
	os.Exit(timeout(limit, os.Args[2:]))
}

// region timeout
func timeout(limit time.Duration, command []string) int {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	late := false
	cmd.Cancel = func() error {
		err := cmd.Process.Signal(syscall.SIGTERM)
		late = err == nil
		return err
	}
	err := cmd.Run()
	switch state := cmd.ProcessState; {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return 127
	case state == nil:
		return 126
	case late:
		return 124
	case state.Exited():
		return state.ExitCode()
	default:
		return 128 + int(state.Sys().(syscall.WaitStatus).Signal())
	}
}

// endregion

// region examples
func examples() {
	try("5s", "sh", "-c", "exit 3")
	try("5s", "sh", "-c", "kill -KILL $$")
	try("100ms", "sleep", "5")
	try("5s", "no-such-program")
	try("5s", "/dev/null")
	try("soon", "true")
}

// endregion

func try(args ...string) {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	if err := cmd.Run(); cmd.ProcessState == nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d\n", strings.Join(args, " "), cmd.ProcessState.ExitCode())
}
