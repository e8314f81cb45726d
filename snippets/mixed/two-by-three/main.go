// Two-by-three shares ten requests among two processes of three goroutines.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"time"
)

// A message is a request or, with the same ID, its answer.
type message struct{ ID, N, PID int }

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	// region master
	answers := make(chan message)
	var workers sync.WaitGroup
	for first := range 2 {
		workers.Go(func() { serve(first, answers) })
	}
	go func() {
		workers.Wait()
		close(answers)
	}()
	squares, pids := make([]int, 10), make(map[int]bool)
	for a := range answers {
		fmt.Printf("answer %d: %d, from %d\n", a.ID, a.N, a.PID)
		squares[a.ID] = a.N
		pids[a.PID] = true
	}
	fmt.Println(squares)
	fmt.Println("processes:", len(pids))
	// endregion
}

// region serve
// serve sends every other request to one worker, and passes its answers on.
func serve(first int, answers chan<- message) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	go func() {
		// zh: 只管发，不等回答
		// en: send on and on, without waiting for answers
		requests := json.NewEncoder(stdin)
		for id := first; id < 10; id += 2 {
			check(requests.Encode(message{ID: id, N: id}))
		}
		check(stdin.Close())
	}()
	receive(stdout, answers)
	check(cmd.Wait())
}

// endregion

// region worker
func work() {
	requests := make(chan message)
	var mu sync.Mutex
	answers := json.NewEncoder(os.Stdout) // guarded by mu
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for m := range requests {
				// zh: 当作在等数据库
				// en: as if waiting for a database
				time.Sleep(rand.N(20 * time.Millisecond))
				mu.Lock()
				check(answers.Encode(message{m.ID, m.N * m.N, os.Getpid()}))
				mu.Unlock()
			}
		})
	}
	receive(os.Stdin, requests)
	close(requests)
	wg.Wait()
}

// endregion

// receive passes on the messages from r until its end.
func receive(r io.Reader, to chan<- message) {
	messages := json.NewDecoder(r)
	for {
		var m message
		err := messages.Decode(&m)
		if err == io.EOF {
			return
		}
		check(err)
		to <- m
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
