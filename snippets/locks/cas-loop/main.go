// Cas-loop withdraws from an account by compare-and-swap, without a lock.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// region account
type account struct {
	balance atomic.Int64
}

func (a *account) withdraw(n int64) bool {
	for {
		b := a.balance.Load()
		if b < n {
			return false
		}
		// zh: 余额还是 b，才换成 b-n；已经变了，就重来
		// en: from b to b-n, if it still is b; else begin again
		if a.balance.CompareAndSwap(b, b-n) {
			return true
		}
	}
}

// endregion

// region main
func main() {
	var a account
	a.balance.Store(300_000)
	var refused atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100_000 {
				if !a.withdraw(1) {
					refused.Add(1)
				}
			}
		})
	}
	wg.Wait()
	fmt.Println("balance:", a.balance.Load())
	fmt.Println("refused:", refused.Load())
}

// endregion
