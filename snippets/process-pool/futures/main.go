// Futures gives every task a channel of its own for the answer.
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

// region submit
type task struct {
	n      int
	answer chan<- int
}

// submit waits for a free worker and returns where the answer will be.
func submit(tasks chan<- task, n int) <-chan int {
	// zh: 容量 1：没有人来取，也能放下答案去做下一个任务
	// en: room for one: the answer can be left here before anybody asks
	answer := make(chan int, 1)
	tasks <- task{n, answer}
	return answer
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		work()
		return
	}
	// region main
	tasks := make(chan task)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() { serve(tasks) })
	}
	var answers []<-chan int
	for n := range 5 {
		answers = append(answers, submit(tasks, n))
	}
	close(tasks)
	for n, answer := range answers {
		fmt.Printf("square of %d: %d\n", n, <-answer)
	}
	workers.Wait()
	// endregion
}

// serve hands tasks to a worker process and puts each answer in its place.
func serve(tasks <-chan task) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())

	// region serve
	send, receive := json.NewEncoder(stdin), json.NewDecoder(stdout)
	for t := range tasks {
		var square int
		check(send.Encode(t.n))
		check(receive.Decode(&square))
		t.answer <- square
	}
	// endregion
	check(stdin.Close())
	check(cmd.Wait())
}

func work() {
	tasks, results := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var n int
		err := tasks.Decode(&n)
		if err == io.EOF {
			return
		}
		check(err)
		check(results.Encode(n * n))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
