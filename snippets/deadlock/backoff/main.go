// Backoff gives way as in livelock, but waits for a random time afterwards.
package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// region both
// lockBoth returns when it holds both locks. It never waits for one while it
// holds the other.
func lockBoth(first, second *sync.Mutex) {
	for {
		first.Lock()
		if second.TryLock() {
			return
		}
		first.Unlock()
		time.Sleep(rand.N(time.Millisecond))
	}
}

// endregion

func main() {
	// region main
	var a, b sync.Mutex
	var wg sync.WaitGroup
	n := 0
	work := func(first, second *sync.Mutex) {
		for range 1000 {
			lockBoth(first, second)
			n++
			second.Unlock()
			first.Unlock()
		}
	}
	wg.Go(func() { work(&a, &b) })
	wg.Go(func() { work(&b, &a) })
	wg.Wait()
	fmt.Println("both done:", n)
	// endregion
}
