// Pool lets three worker processes share five tasks.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"time"
)

// region task
// task holds the arguments of one call of longTimeTask.
type task struct {
	N   int
	Max time.Duration
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		work()
		return
	}
	longest := flag.Duration("max", 300*time.Millisecond, "longest time of a task")
	count := flag.Int("n", 5, "number of tasks")
	flag.Parse()

	// region master
	tasks := make(chan task)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() { serve(tasks) })
	}
	go func() {
		for n := range *count {
			// zh: 三个工作进程都忙时，在这里等
			// en: waits here while all three workers are busy
			tasks <- task{n, *longest}
		}
		close(tasks)
	}()
	fmt.Println("Waiting for all subprocess done...")
	workers.Wait()
	fmt.Println("All subprocess done.")
	// endregion
}

// region serve
// serve starts a worker process and hands it one task after another.
func serve(tasks <-chan task) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	results, w, err := os.Pipe()
	check(err)
	defer results.Close()
	cmd.ExtraFiles = []*os.File{w}
	check(cmd.Start())
	check(w.Close())

	send, receive := json.NewEncoder(stdin), json.NewDecoder(results)
	for t := range tasks {
		var done int
		check(send.Encode(t))
		check(receive.Decode(&done))
	}
	// zh: 没有任务了：关闭它的标准输入，再等它退出
	// en: no more tasks: close its standard input, then wait for it to exit
	check(stdin.Close())
	check(cmd.Wait())
}

// endregion

// region worker
// work does the tasks on standard input and reports each on descriptor 3.
func work() {
	tasks := json.NewDecoder(os.Stdin)
	results := json.NewEncoder(os.NewFile(3, "results"))
	for {
		var t task
		err := tasks.Decode(&t)
		if err == io.EOF {
			return
		}
		check(err)
		longTimeTask(t)
		check(results.Encode(t.N))
	}
}

func longTimeTask(t task) {
	fmt.Printf("Run task %d (%d)...\n", t.N, os.Getpid())
	start := time.Now()
	time.Sleep(rand.N(t.Max + 1))
	fmt.Printf("Task %d run %0.2f seconds.\n", os.Getpid(), time.Since(start).Seconds())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
