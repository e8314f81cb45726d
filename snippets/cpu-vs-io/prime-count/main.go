// Prime-count counts the same primes in one goroutine, in eight, and in two
// processes.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		i, err := strconv.Atoi(os.Args[2])
		check(err)
		fmt.Println(count(i, 2))
		return
	}
	// region main
	report("1 goroutine", 1, func(i int) int { return count(i, 1) })
	report("8 goroutines", 8, func(i int) int { return count(i, 8) })
	report("2 processes", 2, child)
	// endregion
}

// region ways
// zh: count 数第 i 块、第 i+n 块、第 i+2n 块……里的素数
// en: count counts the primes in the blocks i, i+n, i+2n, and so on
func count(i, n int) int {
	const limit, block = 1_000_000, 10_000
	primes := 0
	for first := i * block; first < limit; first += n * block {
		for k := range block {
			if isPrime(first + k) {
				primes++
			}
		}
	}
	return primes
}

// zh: child 让子进程来数
// en: child has a child process do the count
func child(i int) int {
	exe, err := os.Executable()
	check(err)
	out, err := exec.Command(exe, "child", strconv.Itoa(i)).Output()
	check(err)
	var primes int
	_, err = fmt.Sscan(string(out), &primes)
	check(err)
	return primes
}

// zh: report 同时数 n 份，再相加
// en: report counts n parts at once, and adds them up
func report(how string, n int, part func(i int) int) {
	start := time.Now()
	counts := make([]int, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { counts[i] = part(i) })
	}
	wg.Wait()
	total := 0
	for _, c := range counts {
		total += c
	}
	fmt.Printf("%s: %d primes, %.2fs\n", how, total, time.Since(start).Seconds())
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

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
