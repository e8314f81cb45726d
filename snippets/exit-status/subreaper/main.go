//go:build linux

// Subreaper adopts its own orphaned grandchild, and reaps it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 2 && os.Args[1] == "middle":
		start(os.NewFile(3, "report"), "leaf", strconv.Itoa(os.Getpid()))
	case len(os.Args) == 3 && os.Args[1] == "leaf":
		leaf(os.Args[2])
	default:
		parent()
	}
}

// region parent
// zh: 出自 <linux/prctl.h>，syscall 包里没有
// en: from <linux/prctl.h>; package syscall lacks it
const prSetChildSubreaper = 36

func parent() {
	_, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0)
	if errno != 0 {
		log.Fatal(errno)
	}
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	middle := start(w, "middle")
	check(w.Close())
	check(middle.Wait())

	var leaf, adopter int
	_, err = fmt.Fscan(r, &leaf, &adopter)
	check(err)
	fmt.Println("reparented to me:", adopter == os.Getpid())

	// zh: 现在它是自己的子进程，可以等
	// en: it is a child of this process now, and can be waited for
	p, err := os.FindProcess(leaf)
	check(err)
	state, err := p.Wait()
	check(err)
	fmt.Println("reaped:", state.Pid() == leaf)
	fmt.Println(state)
}

// endregion

// region leaf
func leaf(parent string) {
	for strconv.Itoa(os.Getppid()) == parent {
		time.Sleep(time.Millisecond)
	}
	_, err := fmt.Fprintln(os.NewFile(3, "report"), os.Getpid(), os.Getppid())
	check(err)
	os.Exit(7)
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
