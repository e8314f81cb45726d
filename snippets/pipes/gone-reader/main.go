// Gone-reader closes the read end in the middle of a write.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		write(os.NewFile(3, "queue"))
		return
	}
	parent()
}

// region write
func write(queue *os.File) {
	n, err := queue.Write(make([]byte, 1<<20))
	fmt.Printf("writer: %d bytes accepted, then EPIPE: %t\n", n, errors.Is(err, syscall.EPIPE))
}

// endregion

func parent() {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	cmd := exec.Command(exe, "write")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{w}
	check(cmd.Start())
	check(w.Close())

	// region parent
	n, err := io.ReadFull(r, make([]byte, 10))
	check(err)
	fmt.Printf("reader: %d bytes read\n", n)
	check(r.Close())
	check(cmd.Wait())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
