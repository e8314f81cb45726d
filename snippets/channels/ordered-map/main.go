// Ordered-map applies a function to many values, a few at a time, and keeps
// the results in order.
package main

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

const limit = 3

func main() {
	in := make(chan int)
	go func() {
		defer close(in)
		for n := 1; n <= 8; n++ {
			in <- n
		}
	}()

	var inside atomic.Int64
	slowSquare := func(n int) int {
		if inside.Add(1) > limit {
			fmt.Println("too many at once")
		}
		defer inside.Add(-1)
		time.Sleep(rand.N(20 * time.Millisecond))
		return n * n
	}
	for v := range orderedMap(in, slowSquare) {
		fmt.Println(v)
	}
}

// region map
// orderedMap sends f of each value from in, in the same order. At most limit
// calls of f go on at once. The result must be received to the end.
func orderedMap[T, R any](in <-chan T, f func(T) R) <-chan R {
	// zh: 排着队的，是装结果的通道
	// en: what waits in line are channels for results
	queue := make(chan chan R, limit-1)
	go func() {
		defer close(queue)
		for v := range in {
			result := make(chan R, 1)
			queue <- result
			go func() { result <- f(v) }()
		}
	}()

	out := make(chan R)
	go func() {
		defer close(out)
		for result := range queue {
			out <- <-result
		}
	}()
	return out
}

// endregion
