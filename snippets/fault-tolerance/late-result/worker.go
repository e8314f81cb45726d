//go:build unix

package main

import (
	"fmt"
	"net/rpc"
	"os"
	"os/signal"
	"syscall"
)

// region work
// work does tasks until none is waiting.
func work(role, addr string) {
	client, err := rpc.Dial("tcp", addr)
	check(err)
	for {
		var t Task
		check(client.Call("Queue.Take", struct{}{}, &t))
		if !t.OK {
			break
		}
		if role == "slow" {
			fmt.Println("slow: took task", t.N)
			stop()
		}
		var first bool
		check(client.Call("Queue.Finish", Result{t.N, t.N * t.N}, &first))
		if !first {
			fmt.Printf("%s: too late with task %d\n", role, t.N)
		}
	}
	check(client.Close())
}

// endregion

// stop stops this process until it gets SIGCONT.
func stop() {
	// zh: SIGSTOP 生效之前，还可能往下走几步，所以要等到 SIGCONT
	// en: SIGSTOP may take a few steps to work, so wait for the SIGCONT
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	check(syscall.Kill(os.Getpid(), syscall.SIGSTOP))
	<-awake
}
