// Worker-dies crashes a worker process while three callers wait for it.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
)

type message struct {
	ID   int
	Text string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	// region main
	first, second := start(), start()
	errs := make([]error, 3)
	var callers sync.WaitGroup
	for i := range errs {
		callers.Go(func() { _, errs[i] = first.call("please wait") })
	}
	callers.Wait()
	for i, err := range errs {
		fmt.Printf("call %d: %v\n", i+1, err)
	}
	_, err := first.call("hello")
	fmt.Println("call 4:", err)
	text, err := second.call("hello")
	fmt.Println("second worker:", text, err)
	// endregion
	check(second.stdin.Close())
	<-second.ended
}

func start() *client {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	c := &client{cmd: cmd, stdin: stdin, ended: make(chan struct{}), pending: make(map[int]chan result)}
	go c.deliver(json.NewDecoder(stdout))
	return c
}

// work answers greetings, and panics when three other requests wait for it.
func work() {
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	waiting := 0
	for {
		var m message
		err := requests.Decode(&m)
		if err == io.EOF {
			return
		}
		check(err)
		if m.Text == "hello" {
			check(answers.Encode(message{m.ID, "hello yourself"}))
			continue
		}
		waiting++
		if waiting == 3 {
			panic("boom")
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
