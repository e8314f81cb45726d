// Turns has one process write first and the other read first.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

const n = 1 << 20

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	parent()
}

// region turns
// child reads everything, and only then writes.
func child() {
	message, err := io.ReadAll(os.Stdin)
	check(err)
	_, err = os.Stdout.Write(message)
	check(err)
}

// parent writes everything, and only then reads.
func parent() {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stderr = os.Stderr
	toChild, err := cmd.StdinPipe()
	check(err)
	fromChild, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())

	wrote, err := toChild.Write(make([]byte, n))
	check(err)
	check(toChild.Close())
	answer, err := io.ReadAll(fromChild)
	check(err)
	check(cmd.Wait())
	fmt.Printf("wrote %d, then read %d\n", wrote, len(answer))
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
