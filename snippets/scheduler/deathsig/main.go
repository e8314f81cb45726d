//go:build linux

// Deathsig starts a child that is to be killed when its parent dies, and has it
// killed by the end of a thread.
package main

import (
	"fmt"
	"log"
	"os/exec"
	"runtime"
	"syscall"
)

func init() {
	// zh: 主线程不会结束，所以留给 main 用
	// en: the main thread never ends, so it is left to main
	runtime.LockOSThread()
}

func main() {
	log.SetFlags(0)
	// region deathsig
	cmd := exec.Command("sleep", "60")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		started <- cmd.Start()
		// zh: 不解锁就结束，线程也结束
		// en: end without unlocking, and so end the thread
	}()
	if err := <-started; err != nil {
		log.Fatal(err)
	}
	fmt.Println("child:", cmd.Wait())
	fmt.Println("parent: still running")
	// endregion
}
