//go:build unix

// Silent shows what a stopped worker looks like from the other end of its connection.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 {
		work(os.Args[1])
		return
	}
	exe, err := os.Executable()
	check(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	cmd := exec.Command(exe, l.Addr().String())
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	conn, err := l.Accept()
	check(err)

	// region silent
	check(cmd.Process.Signal(syscall.SIGSTOP))
	var status syscall.WaitStatus
	_, err = syscall.Wait4(cmd.Process.Pid, &status, syscall.WUNTRACED, nil)
	check(err)
	fmt.Println("worker stopped:", status.Stopped())

	_, err = fmt.Fprintln(conn, "task 3")
	fmt.Println("sending a task:", err)

	answers := bufio.NewReader(conn)
	check(conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond)))
	_, err = answers.ReadString('\n')
	fmt.Println("no answer in time:", errors.Is(err, os.ErrDeadlineExceeded))

	check(cmd.Process.Signal(syscall.SIGCONT))
	check(conn.SetReadDeadline(time.Time{}))
	answer, err := answers.ReadString('\n')
	check(err)
	fmt.Print("after SIGCONT: ", answer)
	// endregion

	check(conn.Close())
	check(cmd.Wait())
}

// work answers each line with another.
func work(addr string) {
	conn, err := net.Dial("tcp", addr)
	check(err)
	tasks := bufio.NewScanner(conn)
	for tasks.Scan() {
		_, err := fmt.Fprintln(conn, tasks.Text(), "done")
		check(err)
	}
	check(tasks.Err())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
