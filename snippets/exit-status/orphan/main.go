//go:build linux

// Orphan starts a child that starts another one and exits.
package main

import (
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
	switch {
	case len(os.Args) == 2 && os.Args[1] == "middle":
		middle()
	case len(os.Args) == 3 && os.Args[1] == "leaf":
		leaf(os.Args[2])
	default:
		parent()
	}
}

func parent() {
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()

	// region parent
	fmt.Printf("parent: %d\n", os.Getpid())
	middle := start(w, "middle")
	check(w.Close())
	check(middle.Wait())
	// zh: 孙进程不归这里等；它一结束，管道就读到头
	// en: the leaf is not for this process to wait for; its end is the end of the pipe
	_, err = io.ReadAll(r)
	check(err)
	fmt.Println("parent: the leaf has ended")
	// endregion
}

// region middle
func middle() {
	fmt.Printf("middle: %d, my parent is %d\n", os.Getpid(), os.Getppid())
	start(os.NewFile(3, "end"), "leaf", strconv.Itoa(os.Getpid()))
	// zh: 不等，直接退出
	// en: exit without waiting
}

func leaf(parent string) {
	for strconv.Itoa(os.Getppid()) == parent {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("leaf: parent was %s, now %d\n", parent, os.Getppid())
}

// endregion

func start(pipe *os.File, role ...string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{pipe}
	check(cmd.Start())
	return cmd
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
