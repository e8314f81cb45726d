// Three-locks makes three goroutines deadlock, of which any two could not.
package main

import (
	"fmt"
	"sync"
)

func main() {
	// region three
	var a, b, c sync.Mutex
	var first, wg sync.WaitGroup
	first.Add(3)
	lock := func(name string, x, y *sync.Mutex) {
		x.Lock()
		defer x.Unlock()
		fmt.Println(name, "holds its first lock")
		first.Done()
		first.Wait()
		y.Lock()
		defer y.Unlock()
		fmt.Println(name, "holds both")
	}
	wg.Go(func() { lock("a, b", &a, &b) })
	wg.Go(func() { lock("b, c", &b, &c) })
	wg.Go(func() { lock("c, a", &c, &a) })
	wg.Wait()
	// endregion
}
