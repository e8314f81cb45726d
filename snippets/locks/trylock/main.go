// Trylock tries to lock a mutex, which another goroutine then unlocks.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	fmt.Println(mu.TryLock())
	fmt.Println(mu.TryLock())
	var wg sync.WaitGroup
	// zh: 由另一个 goroutine 来解锁
	// en: another goroutine unlocks it
	wg.Go(mu.Unlock)
	wg.Wait()
	fmt.Println(mu.TryLock())
}
