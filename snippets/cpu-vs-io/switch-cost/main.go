//go:build unix

// Switch-cost passes a token to and fro between two goroutines, two threads,
// and two processes.
package main

import (
	"fmt"
	"log"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	goroutines, threads, processes := channels(false), channels(true), pipes()
	fmt.Println("goroutines:", goroutines)
	fmt.Println("threads:", threads)
	fmt.Println("processes:", processes)
	fmt.Println("goroutines cheaper than threads:", goroutines < threads)
	fmt.Println("goroutines cheaper than processes:", goroutines < processes)
}

// region cost
// zh: fastest 测 5 遍，每遍来回 500 次，返回最快一遍里单程的用时
// en: fastest times 500 round trips, five times over, and returns how long
// en: one way took at best
func fastest(trip func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		for range 500 {
			trip()
		}
		best = min(best, time.Since(start)/1000)
	}
	return best
}

// zh: lock 让两个 goroutine 各占一个线程
// en: lock gives each of the two goroutines a thread of its own
func channels(lock bool) time.Duration {
	ping, pong := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		if lock {
			runtime.LockOSThread()
		}
		for range ping {
			pong <- struct{}{}
		}
	})
	if lock {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	best := fastest(func() {
		ping <- struct{}{}
		<-pong
	})
	close(ping)
	wg.Wait()
	return best
}

// zh: 另一头是 cat，读到什么就写什么
// en: at the other end is cat, which writes what it reads
func pipes() time.Duration {
	cmd := exec.Command("cat")
	ping, err := cmd.StdinPipe()
	check(err)
	pong, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	token := make([]byte, 1)
	best := fastest(func() {
		_, err := ping.Write(token)
		check(err)
		_, err = pong.Read(token)
		check(err)
	})
	check(ping.Close())
	check(cmd.Wait())
	return best
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
