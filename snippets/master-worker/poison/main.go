// Poison gives up a task that crashes every worker that tries it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
)

// region task
const limit = 3

// task is a task in the queue.
type task struct {
	n     int
	tries int // that failed
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		work(os.Args[2])
		return
	}
	// region master
	var done, givenUp []int
	pending := []task{{n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}}
	for len(pending) > 0 {
		t := pending[0]
		pending = pending[1:]
		err := do(t.n)
		if err == nil {
			done = append(done, t.n)
			continue
		}
		t.tries++
		fmt.Printf("task %d, try %d: %v\n", t.n, t.tries, err)
		if t.tries < limit {
			pending = append(pending, t)
		} else {
			givenUp = append(givenUp, t.n)
		}
	}
	fmt.Println("done:", done)
	fmt.Println("given up:", givenUp)
	// endregion
}

// do has a worker process of its own do task n.
func do(n int) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe, "worker", strconv.Itoa(n))
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// work cannot do task 3.
func work(n string) {
	if n == "3" {
		panic("cannot do task 3")
	}
}
