// Call runs five commands and tells the ways to fail apart.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// region call
func call(dir, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	err := cmd.Run()

	// zh: 没有启动过，或者死于信号，退出码都是 -1
	// en: never started, or ended by a signal: both give the exit code -1
	fmt.Printf("%d %v -- %s\n", cmd.ProcessState.ExitCode(), err, kind(err))
}

func kind(err error) string {
	exitErr, ran := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return "succeeded"
	case ran && exitErr.Exited():
		return "failed"
	case ran:
		return "killed"
	case errors.Is(err, exec.ErrNotFound):
		return "not found"
	default:
		return "not started"
	}
}

// endregion

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "call")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	// zh: 0o644：可读可写，没有执行权限
	// en: 0o644: to be read and written, not to be executed
	err = os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("echo hello\n"), 0o644)
	if err != nil {
		log.Fatal(err)
	}

	// region main
	call(dir, "true")
	call(dir, "sh", "-c", "exit 3")
	call(dir, "sh", "-c", "kill -TERM $$")
	call(dir, "no-such-program")
	call(dir, "./notes.txt")
	// endregion
}
