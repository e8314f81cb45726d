//go:build unix

// Drain-pool is a pool of workers that SIGTERM stops gracefully.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work(json.NewDecoder(os.Stdin), json.NewEncoder(os.NewFile(3, "results")))
		return
	}
	// region master
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tasks, results := make(chan int), make(chan int)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() { serve(tasks, results) })
	}
	accepted := 0
	go func() {
		accepted = submit(ctx, tasks)
		workers.Wait()
		close(results)
	}()

	finished := 0
	for range results {
		finished++
		if finished == 5 {
			fmt.Println("got 5 results, sending SIGTERM")
			check(syscall.Kill(os.Getpid(), syscall.SIGTERM))
			// zh: 信号送到之前不收别的结果，所以一定会提前停下
			// en: no other results before it is here, so this is sure to stop early
			<-ctx.Done()
		}
	}
	fmt.Println("cause:", context.Cause(ctx))
	fmt.Printf("accepted %d of 100 tasks, finished %d\n", accepted, finished)
	// endregion
}

// region submit
// submit hands out tasks until there are no more or ctx is done,
// and returns how many it has handed out.
func submit(ctx context.Context, tasks chan<- int) int {
	defer close(tasks)
	for n := range 100 {
		if ctx.Err() != nil {
			return n
		}
		select {
		case tasks <- n:
		case <-ctx.Done():
			return n
		}
	}
	return 100
}

// endregion

// region serve
// serve starts a worker process and hands it one task after another.
func serve(tasks <-chan int, results chan<- int) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	// zh: 自成一组，终端里的 Ctrl-C 就到不了工作进程
	// en: a group of its own, out of reach of Ctrl-C in a terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	check(cmd.Start())
	check(w.Close())

	send, receive := json.NewEncoder(stdin), json.NewDecoder(r)
	for n := range tasks {
		check(send.Encode(n))
		check(receive.Decode(&n))
		results <- n
	}
	check(stdin.Close())
	check(cmd.Wait())
}

// endregion

// work does the tasks that it gets and reports each result.
func work(tasks *json.Decoder, results *json.Encoder) {
	for {
		var n int
		err := tasks.Decode(&n)
		if err == io.EOF {
			return
		}
		check(err)
		fmt.Printf("Run task %d (%d)...\n", n, os.Getpid())
		time.Sleep(rand.N(60 * time.Millisecond))
		fmt.Printf("Task %d done (%d).\n", n, os.Getpid())
		check(results.Encode(n))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
