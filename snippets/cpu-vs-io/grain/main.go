// Grain counts the primes below 200,000 with a goroutine for each block of
// numbers, and makes the blocks smaller and smaller.
package main

import (
	"fmt"
	"log"
	"sync"
	"sync/atomic"
	"time"
)

const limit = 200_000

func main() {
	log.SetFlags(0)
	for _, block := range []int{100_000, 10_000, 100, 1} {
		start := time.Now()
		if n := count(block); n != 17984 {
			log.Fatalf("%d primes", n)
		}
		fmt.Printf("%d goroutines: %.0f ms\n", limit/block, time.Since(start).Seconds()*1000)
	}
}

// region count
func count(block int) int64 {
	var total atomic.Int64
	var wg sync.WaitGroup
	for first := 0; first < limit; first += block {
		wg.Go(func() {
			var primes int64
			for k := range block {
				if isPrime(first + k) {
					primes++
				}
			}
			total.Add(primes)
		})
	}
	wg.Wait()
	return total.Load()
}

// endregion

func isPrime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n >= 2
}
