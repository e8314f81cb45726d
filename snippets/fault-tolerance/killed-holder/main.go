//go:build unix

// Killed-holder hands out tasks over TCP, and takes back those of a worker that dies.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"sync"
)

// A task becomes its result once Square is set.
type task struct{ N, Attempt, Square int }

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

	// region master
	tasks, results := make(chan task, 10), make(chan task)
	for n := range 10 {
		tasks <- task{N: n, Attempt: 1}
	}
	var workers sync.WaitGroup
	for range 2 {
		cmd := exec.Command(exe, l.Addr().String())
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		check(cmd.Start())
		conn, err := l.Accept()
		check(err)
		workers.Go(func() {
			serve(conn, tasks, results)
			if err := cmd.Wait(); err != nil {
				fmt.Println("worker ended:", err)
			}
		})
	}
	squares := make([]int, 10)
	for range squares {
		t := <-results
		squares[t.N] = t.Square
	}
	close(tasks)
	workers.Wait()
	fmt.Println("results:", squares)
	// endregion
}

// region serve
// serve hands out tasks on conn. A task belongs to the connection until its
// result is in; if the connection ends before that, the task is put back.
func serve(conn net.Conn, tasks chan task, results chan<- task) {
	defer conn.Close()
	send, receive := json.NewEncoder(conn), json.NewDecoder(conn)
	for t := range tasks {
		err := send.Encode(t)
		if err == nil {
			err = receive.Decode(&t)
		}
		if err != nil {
			fmt.Printf("task %d: connection lost in attempt %d, put back\n", t.N, t.Attempt)
			tasks <- task{N: t.N, Attempt: t.Attempt + 1}
			return
		}
		results <- t
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
