// Finish-order waits for five children in the order in which they finish.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "sleep" {
		d, err := time.ParseDuration(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		time.Sleep(d)
		return
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	naps := []string{"250ms", "50ms", "150ms", "100ms", "200ms"}
	type result struct {
		child int
		err   error
	}
	results := make(chan result)
	for i, nap := range naps {
		cmd := exec.Command(exe, "sleep", nap)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			log.Fatal(err)
		}
		// zh: 每个子进程由一个 goroutine 等，而且只由它等
		// en: one goroutine waits for each child, and no other does
		go func() { results <- result{i, cmd.Wait()} }()
	}
	fmt.Printf("started %d children\n", len(naps))
	for range naps {
		r := <-results
		if r.err != nil {
			log.Fatal(r.err)
		}
		fmt.Printf("child %d finished\n", r.child)
	}
	fmt.Println("all finished")
}

// endregion
