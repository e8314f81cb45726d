//go:build linux

// Thread-limit lets a child need more threads than it may have, and prints the
// beginning of what the child's runtime says.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime/debug"
	"sync"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "child" {
		if err := child(); err != nil {
			log.Fatal(err)
		}
		return
	}
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(self, "child")
	cmd.Stderr = &stderr
	err = cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		log.Fatal("child: ", err)
	}
	// zh: 后面还有所有 goroutine 的栈，只看前两行
	// en: the stacks of all goroutines follow: show two lines
	for range 2 {
		line, err := stderr.ReadString('\n')
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(line)
	}
	fmt.Println("child:", err)
}

// region child
func child() error {
	debug.SetMaxThreads(15)
	p := make([]int, 2)
	if err := syscall.Pipe(p); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			// zh: 没有人写，一直阻塞
			// en: nobody writes: this blocks forever
			syscall.Read(p[0], make([]byte, 1))
		})
	}
	wg.Wait()
	return nil
}

// endregion
