//go:build unix

// Keep-to-itself gets a pipe as descriptor 3 and looks whether the processes it
// starts get it, too.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	// region parent
	r, w, err := os.Pipe()
	check(err)
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{w}
	check(cmd.Start())
	check(w.Close())
	text, err := io.ReadAll(r)
	check(err)
	check(cmd.Wait())
	fmt.Printf("parent got %q\n", text)
	// endregion
}

// region child
func child() {
	try("as inherited")
	syscall.CloseOnExec(3)
	try("after CloseOnExec")
}

func try(name string) {
	err := exec.Command("sh", "-c", "echo hello >&3").Run()
	fmt.Printf("%s: grandchild has it: %t\n", name, err == nil)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
