//go:build unix

// Late-result has a worker stopped until its task has been done by another.
package main

import (
	"fmt"
	"log"
	"net"
	"net/rpc"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 {
		work(os.Args[1], os.Args[2])
		return
	}
	q := &Queue{until: map[int]time.Duration{}, results: map[int]int{}}
	for n := range 10 {
		q.waiting = append(q.waiting, n)
	}
	check(rpc.Register(q))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go rpc.Accept(l)

	// region master
	slow := start("slow", l.Addr().String())
	var status syscall.WaitStatus
	_, err = syscall.Wait4(slow.Process.Pid, &status, syscall.WUNTRACED, nil)
	check(err)
	fmt.Println("slow stopped:", status.Stopped())

	q.advance(time.Minute)
	quick := start("quick", l.Addr().String())
	check(quick.Wait())

	check(slow.Process.Signal(syscall.SIGCONT))
	check(slow.Wait())
	// endregion
	q.report()
}

func start(role, addr string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role, addr)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	return cmd
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
