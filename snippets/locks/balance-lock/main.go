// Balance-lock lets two goroutines change one account, under a mutex.
package main

import (
	"fmt"
	"sync"
)

// region account
type account struct {
	mu      sync.Mutex
	balance int // guarded by mu
}

func (a *account) change(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
	a.balance -= n
}

// endregion

// region main
func main() {
	// zh: 零值就是一把开着的锁
	// en: the zero value is an unlocked mutex
	var a account
	var wg sync.WaitGroup
	for _, n := range []int{5, 8} {
		wg.Go(func() {
			for range 1_000_000 {
				a.change(n)
			}
		})
	}
	wg.Wait()
	fmt.Println("balance =", a.balance)
}

// endregion
