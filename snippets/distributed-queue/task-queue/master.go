package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/rpc"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// region master
func master(intruder bool) {
	// zh: 端口 0：由内核挑一个空闲的
	// en: port 0: the kernel picks a free one
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	addr, key := l.Addr().String(), rand.Text()
	tasks, results := make(chan int), make(chan int)
	var serving sync.WaitGroup
	serving.Go(func() { serve(l, []byte(key), &Queue{tasks, results}) })
	if intruder {
		fmt.Println("intruder:", startWorker(addr, rand.Text()).Wait())
	}
	workers := []*exec.Cmd{startWorker(addr, key), startWorker(addr, key)}

	go func() {
		for n := 1; n <= 10; n++ {
			tasks <- n
		}
	}()
	sum := 0
	for range 10 {
		sum += <-results
	}
	fmt.Println("sum", sum)
	// endregion

	// region end
	// zh: 十份结果都到了，没有人还在放任务
	// en: all ten results are here, so nobody is still sending tasks
	close(tasks)
	for _, w := range workers {
		check(w.Wait())
	}
	check(l.Close())
	serving.Wait()
	fmt.Println("master exit.")
	// endregion
}

// region start
// startWorker starts a worker, and tells it the key on standard input.
func startWorker(addr, key string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker", addr)
	cmd.Stdin = strings.NewReader(key)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	return cmd
}

// endregion

// region serve
// serve lets those who know the key call q, until l is closed and they are gone.
func serve(l net.Listener, key []byte, q *Queue) {
	server := rpc.NewServer()
	check(server.Register(q))
	var conns sync.WaitGroup
	defer conns.Wait()
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		check(err)
		conns.Go(func() {
			defer c.Close()
			if err := admit(c, key, handshakeLimit); err != nil {
				fmt.Println("master: refused a worker:", err)
				return
			}
			server.ServeConn(c)
		})
	}
}

// endregion
