// Worker-count does 32 tasks of each kind with ever more workers.
package main

import (
	"fmt"
	"log"
	"sync"
	"time"
)

const tasks = 32

func main() {
	log.SetFlags(0)
	for _, workers := range []int{1, 2, 4, 8, 32} {
		fmt.Printf("%d workers: waiting %.2fs, computing %.2fs\n",
			workers, run(workers, wait), run(workers, compute))
	}
}

// region run
func run(workers int, task func()) float64 {
	start := time.Now()
	queue := make(chan struct{})
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range queue {
				task()
			}
		})
	}
	for range tasks {
		queue <- struct{}{}
	}
	close(queue)
	wg.Wait()
	return time.Since(start).Seconds()
}

// endregion

func wait() {
	time.Sleep(10 * time.Millisecond)
}

// compute counts the primes below 60,000.
func compute() {
	count := 0
	for n := range 60_000 {
		if isPrime(n) {
			count++
		}
	}
	if count != 6057 {
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
