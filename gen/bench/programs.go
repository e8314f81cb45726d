package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// plain builds all programs of the book in dir into out, as fast as the go
// command can, and runs each once.
func plain(dir, out string) error {
	cmd := exec.Command("go", "build", "-o", out+string(filepath.Separator), "-buildvcs=false", "-ldflags=-s -w", "./snippets/...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOGC=off")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, text)
	}
	return each(out, func(file string) error { return exec.Command(file).Run() }, "*")
}

// goRun runs each program of the book in dir by go run.
func goRun(dir string) error {
	return each(dir, func(file string) error {
		cmd := exec.Command("go", "run", file)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		return cmd.Run()
	}, "snippets/*/*/main.go")
}
