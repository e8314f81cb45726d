//go:build unix

// Extra-files hands two open files to a child, which could not open them.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	// region parent
	first, second := nameless("apple"), nameless("pear")
	defer first.Close()
	defer second.Close()
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{first, second}
	check(cmd.Run())
	// endregion
}

// region nameless
// nameless returns an open file that holds text and has no name any longer.
func nameless(text string) *os.File {
	f, err := os.CreateTemp("", "extra-files")
	check(err)
	check(os.Remove(f.Name()))
	_, err = f.WriteString(text)
	check(err)
	_, err = f.Seek(0, io.SeekStart)
	check(err)
	return f
}

// endregion

// region child
func child() {
	for fd := uintptr(3); fd <= 4; fd++ {
		f := os.NewFile(fd, fmt.Sprint("fd ", fd))
		text, err := io.ReadAll(f)
		check(err)
		fmt.Printf("%s: %s\n", f.Name(), text)
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
