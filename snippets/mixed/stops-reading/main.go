//go:build unix

// Stops-reading has two callers write to a worker that does not read anymore.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
	"time"
)

// region sender
// A sender lets several goroutines write messages to one pipe.
type sender struct {
	mu  sync.Mutex
	w   *os.File // guarded by mu
	err error    // guarded by mu; set once a message was not sent whole
}

var errBroken = errors.New("part of a message is missing")

func (s *sender) send(message []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if err := s.w.SetWriteDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		return err
	}
	_, err := s.w.Write(message)
	if err != nil {
		// zh: 也许只写了一半，这条管道不能再用了
		// en: maybe half of it was written, and the pipe is of no use anymore
		s.err = errBroken
	}
	return err
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	r, w, err := os.Pipe()
	check(err)
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stdin, cmd.Stderr = r, os.Stderr
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	check(r.Close())

	s := &sender{w: w}
	var bigErr, smallErr error
	var callers sync.WaitGroup
	callers.Go(func() { bigErr = s.send(make([]byte, 4<<20)) })
	// zh: 工作进程收到第一个字节：大消息先拿到了锁
	// en: the worker has a first byte, so the big message got the lock first
	_, err = io.ReadFull(stdout, make([]byte, 1))
	check(err)
	callers.Go(func() { smallErr = s.send([]byte("small")) })
	callers.Wait()
	fmt.Println("big:", bigErr)
	fmt.Println("small:", smallErr)
	check(cmd.Process.Kill())
	fmt.Println("worker:", cmd.Wait())
}

// work reads one byte, says so, and then reads no more.
func work() {
	b := make([]byte, 1)
	_, err := io.ReadFull(os.Stdin, b)
	check(err)
	_, err = os.Stdout.Write(b)
	check(err)
	time.Sleep(time.Minute)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
