//go:build unix

// Broken-stdout writes to pipes without readers, on three terms.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	end("stdout")
	end("fd 3")
	end("stdout, SIGPIPE ignored")
}

// region child
func child(mode string) {
	out := os.Stdout
	switch mode {
	case "fd 3":
		out = os.NewFile(3, "fd 3")
	case "stdout, SIGPIPE ignored":
		signal.Ignore(syscall.SIGPIPE)
	}
	_, err := out.WriteString("hello\n")
	fmt.Fprintln(os.Stderr, "child: is EPIPE:", errors.Is(err, syscall.EPIPE))
}

// endregion

// region end
func end(mode string) {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer w.Close()
	// zh: 从这里起，管道没有读端
	// en: from here on, the pipe has no read end
	check(r.Close())
	cmd := exec.Command(exe, "child", mode)
	cmd.Stdout, cmd.Stderr = w, os.Stdout
	cmd.ExtraFiles = []*os.File{w}
	fmt.Printf("%s: %v\n", mode, cmd.Run())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
