// Pipeline takes five squares from stages that would go on forever.
package main

import (
	"context"
	"fmt"
	"sync"
)

func main() {
	// region main
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	numbers, squares := make(chan int), make(chan int)
	var stages sync.WaitGroup
	stages.Go(func() { count(ctx, numbers) })
	stages.Go(func() { square(ctx, numbers, squares) })

	for range 5 {
		fmt.Println(<-squares)
	}
	cancel()
	stages.Wait()
	fmt.Println("both stages have returned")
	// endregion
}

// region stages
// count sends 1, 2, 3, … until ctx is done.
func count(ctx context.Context, out chan<- int) {
	defer close(out)
	for n := 1; ; n++ {
		select {
		case out <- n:
		case <-ctx.Done():
			return
		}
	}
}

// square sends the squares of what it receives, until there is no more or
// ctx is done.
func square(ctx context.Context, in <-chan int, out chan<- int) {
	defer close(out)
	for n := range in {
		select {
		case out <- n * n:
		case <-ctx.Done():
			return
		}
	}
}

// endregion
