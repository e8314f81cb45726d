//go:build linux

// Thread-dies shows what becomes of the threads of goroutines that end: with
// the thread unlocked, and without.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

func init() {
	// zh: main 占住主线程，别的 goroutine 就不会在上面运行
	// en: main keeps the main thread, so no other goroutine runs there
	runtime.LockOSThread()
}

func main() {
	// region threads
	const n = 10
	unlocked, locked := make(chan int), make(chan int)
	release := make(chan struct{})
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			unlocked <- syscall.Gettid()
			<-release
		})
		wg.Go(func() {
			runtime.LockOSThread()
			locked <- syscall.Gettid()
			<-release
			// zh: 不解锁就结束
			// en: end without unlocking
		})
	}
	kept, gone := receive(unlocked, n), receive(locked, n)
	close(release)
	wg.Wait()
	for alive(gone) > 0 {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("ended unlocked: %d of %d threads left\n", alive(kept), n)
	fmt.Printf("ended locked: %d of %d threads left\n", alive(gone), n)
	// endregion
}

func receive(tids <-chan int, n int) []int {
	var all []int
	for range n {
		all = append(all, <-tids)
	}
	return all
}

// region alive
// zh: 一个线程在 /proc/self/task 里有一个目录
// en: a thread has a directory in /proc/self/task
func alive(tids []int) int {
	count := 0
	for _, tid := range tids {
		if _, err := os.Stat("/proc/self/task/" + strconv.Itoa(tid)); err == nil {
			count++
		}
	}
	return count
}

// endregion
