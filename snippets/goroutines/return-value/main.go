// Return-value gets the result of a function that ran in a goroutine.
package main

import (
	"fmt"
	"sync"
)

func sum(n int) int {
	total := 0
	for i := 1; i <= n; i++ {
		total += i
	}
	return total
}

func main() {
	// region variable
	var result int
	var wg sync.WaitGroup
	wg.Go(func() { result = sum(100) })
	wg.Wait()
	fmt.Println("from a variable:", result)
	// endregion

	later := async(func() int { return sum(100) })
	fmt.Println("main goes on")
	fmt.Println("from a channel:", <-later)
}

// region async
func async[T any](f func() T) <-chan T {
	// zh: 容量为 1：没有人来取，goroutine 也能结束
	// en: capacity 1 lets the goroutine end even if nobody receives
	c := make(chan T, 1)
	go func() { c <- f() }()
	return c
}

// endregion
