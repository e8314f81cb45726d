//go:build linux

// Locked-threads counts the threads on which 20 goroutines run, with or
// without locking each to a thread of its own.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
)

func main() {
	lock := len(os.Args) < 2 || os.Args[1] != "unlocked"
	// region count
	tids := make(chan int)
	release := make(chan struct{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if lock {
				runtime.LockOSThread()
				defer runtime.UnlockOSThread()
			}
			tids <- syscall.Gettid()
			// zh: 报出线程号之后不结束，锁住的线程就不会让给别人
			// en: stay after telling the thread id: a locked thread is not shared
			<-release
		})
	}
	distinct := make(map[int]bool)
	for range 20 {
		distinct[<-tids] = true
	}
	close(release)
	wg.Wait()
	fmt.Printf("distinct thread ids: %d\n", len(distinct))
	// endregion
}
