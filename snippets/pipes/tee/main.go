// Tee gives three children the same input, also when one of them leaves.
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
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	var children []*exec.Cmd
	var pipes []io.WriteCloser
	for i := range 3 {
		cmd, stdin := start(fmt.Sprint(i + 1))
		children, pipes = append(children, cmd), append(pipes, stdin)
	}
	block := make([]byte, 4096)
	for range 256 {
		tee(pipes, block)
	}
	for i, cmd := range children {
		if pipes[i] != nil {
			check(pipes[i].Close())
		}
		check(cmd.Wait())
	}
}

// region tee
// tee writes block to all pipes, and drops those that nobody reads anymore.
func tee(pipes []io.WriteCloser, block []byte) {
	for i, pipe := range pipes {
		if pipe == nil {
			continue
		}
		_, err := pipe.Write(block)
		if errors.Is(err, syscall.EPIPE) {
			fmt.Println("no reader: child", i+1)
			check(pipe.Close())
			pipes[i] = nil
			continue
		}
		check(err)
	}
}

func child(name string) {
	var in io.Reader = os.Stdin
	if name == "2" {
		in = io.LimitReader(in, 10)
	}
	n, err := io.Copy(io.Discard, in)
	check(err)
	fmt.Printf("child %s: %d bytes\n", name, n)
}

// endregion

func start(name string) (*exec.Cmd, io.WriteCloser) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", name)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	check(cmd.Start())
	return cmd, stdin
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
