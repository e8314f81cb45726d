//go:build unix

// Two-kinds does three tasks one by one and then all at once, first tasks that
// wait and then tasks that compute.
package main

import (
	"fmt"
	"log"
	"sync"
	"syscall"
	"time"
)

const tasks = 3

func main() {
	log.SetFlags(0)
	report("waiting", wait)
	report("computing", compute)
}

// region report
func report(kind string, task func()) {
	measure(kind+", one by one", func() {
		for range tasks {
			task()
		}
	})
	measure(kind+", all at once", func() {
		var wg sync.WaitGroup
		for range tasks {
			wg.Go(task)
		}
		wg.Wait()
	})
}

// endregion

// region tasks
// zh: wait 好比提一个问题，100 ms 之后才有回答
// en: wait stands for a question whose answer comes 100 ms later
func wait() {
	time.Sleep(100 * time.Millisecond)
}

// zh: compute 数 400000 以内的素数
// en: compute counts the primes below 400,000
func compute() {
	count := 0
	for n := range 400_000 {
		if isPrime(n) {
			count++
		}
	}
	if count != 33860 {
		log.Fatalf("%d primes", count)
	}
}

func isPrime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n >= 2
}

// endregion

// region measure
func measure(what string, f func()) {
	start, before := time.Now(), cpuTime()
	f()
	wall, cpu := time.Since(start), cpuTime()-before
	fmt.Printf("%s: %.2fs, CPU %.2fs\n", what, wall.Seconds(), cpu.Seconds())
}

// zh: cpuTime 返回整个进程至今用掉的 CPU 时间
// en: cpuTime returns the CPU time that the whole process has used so far
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// endregion
