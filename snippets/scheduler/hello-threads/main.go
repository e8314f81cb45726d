//go:build linux

// Hello-threads counts the threads of a program that does nothing else.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("hello from a process with %d threads\n", len(threads))
}
