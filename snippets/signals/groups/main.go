//go:build unix

// Groups sends SIGINT to its process group, as a terminal does upon Ctrl-C.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		// zh: 标准输入读到头就退出
		// en: end at the end of standard input
		_, err := io.Copy(io.Discard, os.Stdin)
		check(err)
		return
	}
	parent()
}

// region parent
func parent() {
	// zh: shell 在终端里启动程序，会给它一个组；这里自己保证
	// en: in a terminal, the shell gives it a group; here it sees to that itself
	if syscall.Getpgrp() != os.Getpid() {
		check(syscall.Setpgid(0, 0))
	}
	member, _ := start(nil)
	loner, stdin := start(&syscall.SysProcAttr{Setpgid: true})
	fmt.Println("member is in my group:", group(member) == syscall.Getpgrp())
	fmt.Println("loner leads its own group:", group(loner) == loner.Process.Pid)

	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	// zh: 0 表示自己所在的整个组
	// en: 0 means all of one's own group
	check(syscall.Kill(0, syscall.SIGINT))
	fmt.Println("parent: got", <-interrupted)
	fmt.Println("member:", member.Wait())
	check(stdin.Close())
	fmt.Println("loner:", loner.Wait())
}

// endregion

func start(attr *syscall.SysProcAttr) (*exec.Cmd, io.Closer) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.SysProcAttr = attr
	stdin, err := cmd.StdinPipe()
	check(err)
	check(cmd.Start())
	return cmd, stdin
}

func group(cmd *exec.Cmd) int {
	pgid, err := syscall.Getpgid(cmd.Process.Pid)
	check(err)
	return pgid
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
