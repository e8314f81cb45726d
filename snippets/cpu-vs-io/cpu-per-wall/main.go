//go:build unix

// Cpu-per-wall lets two goroutines compute for 200 ms, first with one P and
// then with two, and says how many CPUs they kept busy.
package main

import (
	"fmt"
	"log"
	"runtime"
	"sync"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	for _, p := range []int{1, 2} {
		runtime.GOMAXPROCS(p)
		fmt.Printf("GOMAXPROCS=%d: %.2f CPUs busy\n", p, busy())
	}
}

// region busy
func busy() float64 {
	start, before := time.Now(), cpuTime()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for time.Since(start) < 200*time.Millisecond {
			}
		})
	}
	wg.Wait()
	cpu, wall := cpuTime()-before, time.Since(start)
	return cpu.Seconds() / wall.Seconds()
}

// endregion

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
