// Two-pipes has two processes write to each other before they read.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strconv"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		n, err := strconv.Atoi(os.Args[2])
		check(err)
		child(n)
		return
	}
	talk(64 << 10)
	talk(64<<10 + 1)
}

// region child
// child writes n bytes, and only then reads.
func child(n int) {
	_, err := os.Stdout.Write(make([]byte, n))
	check(err)
	got, err := io.Copy(io.Discard, os.Stdin)
	check(err)
	fmt.Fprintf(os.Stderr, "child: wrote %d, then read %d\n", n, got)
}

// endregion

func talk(n int) {
	childIn, toChild, err := os.Pipe()
	check(err)
	fromChild, childOut, err := os.Pipe()
	check(err)
	defer fromChild.Close()
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", strconv.Itoa(n))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = childIn, childOut, os.Stdout
	check(cmd.Start())
	check(childIn.Close())
	check(childOut.Close())

	// region talk
	message := make([]byte, n)
	check(toChild.SetWriteDeadline(time.Now().Add(time.Second)))
	wrote, err := toChild.Write(message)
	fmt.Printf("parent: wrote %d of %d: %v\n", wrote, n, err)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		// zh: 换自己先读，子进程就写得完
		// en: read first, and the child can finish its write
		_, err = io.ReadFull(fromChild, message)
		check(err)
		check(toChild.SetWriteDeadline(time.Time{}))
		_, err = toChild.Write(message[wrote:])
	}
	check(err)
	check(toChild.Close())
	// endregion
	check(cmd.Wait())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
