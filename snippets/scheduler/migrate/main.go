//go:build linux

// Migrate counts the threads on which one goroutine runs in the course of its
// life.
package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

func main() {
	// region count
	if len(os.Args) > 1 && os.Args[1] == "locked" {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	seen := make(map[int]bool)
	for range 200 {
		seen[syscall.Gettid()] = true
		time.Sleep(100 * time.Microsecond)
	}
	fmt.Printf("distinct thread ids: %d\n", len(seen))
	// endregion
}
