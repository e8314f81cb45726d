// Same-interface has one master for two kinds of workers: processes, and the
// goroutines that would otherwise look after them.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
)

// region worker
// worker does one task after another.
type worker interface {
	// do does task n. After an error, the worker has ended.
	do(n int) (int, error)
	// stop ends a worker that has not ended, and is idle.
	stop() error
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	kind := flag.String("workers", "process", "process or goroutine")
	count := flag.Int("n", 5, "number of tasks")
	flag.Parse()
	start := startProcess
	if *kind == "goroutine" {
		start = startLocal
	}
	for n, outcome := range master(*count, start) {
		fmt.Printf("task %d: %s\n", n, outcome)
	}
}

// region square
// square is the work to be done. Tasks 4 and 5 are beyond it.
func square(n int) int {
	switch n {
	case 4:
		panic("cannot do task 4")
	case 5:
		log.Fatal("cannot do task 5")
	}
	return n * n
}

// endregion

// work is a worker process.
func work() {
	tasks, results := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var n int
		err := tasks.Decode(&n)
		if err == io.EOF {
			return
		}
		check(err)
		check(results.Encode(square(n)))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
