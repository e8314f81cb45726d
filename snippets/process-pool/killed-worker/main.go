// Killed-worker kills one of three idle workers and then submits five tasks.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
)

type worker struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	send    *json.Encoder
	receive *json.Decoder
}

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		// zh: 原样送回每个任务
		// en: send every task back as it came
		_, err := io.Copy(os.Stdout, os.Stdin)
		check(err)
		return
	}
	var pool []*worker
	for range 3 {
		pool = append(pool, start())
	}
	victim := pool[0].cmd.Process
	check(victim.Kill())
	fmt.Printf("killed worker %d\n", victim.Pid)

	// region serve
	tasks := make(chan int)
	state := make([]string, 5)
	var lost, left atomic.Int64
	var workers sync.WaitGroup
	for _, w := range pool {
		workers.Go(func() {
			for n := range tasks {
				if w.do(n) != nil {
					state[n] = "lost"
					lost.Add(1)
					break
				}
				state[n] = "done"
			}
			w.stdin.Close()
			if w.cmd.Wait() == nil {
				left.Add(1)
			}
		})
	}
	// endregion
	for n := range state {
		tasks <- n
	}
	close(tasks)
	workers.Wait()
	for n, s := range state {
		fmt.Printf("task %d: %s\n", n, s)
	}
	fmt.Printf("tasks lost: %d, workers left: %d\n", lost.Load(), left.Load())
}

func start() *worker {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	return &worker{cmd, stdin, json.NewEncoder(stdin), json.NewDecoder(stdout)}
}

// do has the worker do task n.
func (w *worker) do(n int) error {
	if err := w.send.Encode(n); err != nil {
		return err
	}
	return w.receive.Decode(&n)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
