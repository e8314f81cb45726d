// Start-cost measures how long it takes to start a goroutine, a thread, and a
// process, and to see it end.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	// zh: 子进程什么也不做
	// en: the child does nothing
	if len(os.Args) == 2 && os.Args[1] == "child" {
		return
	}
	goroutine := fastest(1000, startGoroutine)
	thread := fastest(50, startThread)
	process := fastest(2, startProcess)
	fmt.Println("goroutine:", goroutine)
	fmt.Println("thread:", thread)
	fmt.Println("process:", process)
	fmt.Println("100 goroutines take less than a process:", 100*goroutine < process)
}

// region start
func startGoroutine() {
	var wg sync.WaitGroup
	wg.Go(func() {})
	wg.Wait()
}

// zh: goroutine 结束时还锁着，它的线程就跟着结束，下一次要新建
// en: the goroutine ends while it is locked, so its thread ends, too, and the
// en: next one needs a new thread
func startThread() {
	var wg sync.WaitGroup
	wg.Go(runtime.LockOSThread)
	wg.Wait()
}

func startProcess() {
	exe, err := os.Executable()
	check(err)
	check(exec.Command(exe, "child").Run())
}

// endregion

// region fastest
func fastest(n int, start func()) time.Duration {
	best := time.Hour
	for range 5 {
		begin := time.Now()
		for range n {
			start()
		}
		best = min(best, time.Since(begin)/time.Duration(n))
	}
	return best
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
