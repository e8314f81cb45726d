// Ordered makes transfers in both directions at once, which lock the two
// accounts in one and the same order.
package main

import (
	"fmt"
	"sync"
)

type account struct {
	mu      sync.Mutex
	id      int
	balance int
}

// region transfer
func transfer(from, to *account, n int) {
	if from == to {
		return
	}
	// zh: 编号小的先锁，不管钱往哪边走
	// en: the smaller id first, whichever way the money goes
	first, second := from, to
	if second.id < first.id {
		first, second = second, first
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock()
	defer second.mu.Unlock()
	from.balance -= n
	to.balance += n
}

// endregion

func main() {
	// region main
	a := &account{id: 1, balance: 100}
	b := &account{id: 2, balance: 100}
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 100_000 {
			transfer(a, b, 1)
		}
	})
	wg.Go(func() {
		for range 100_000 {
			transfer(b, a, 1)
		}
	})
	wg.Wait()
	fmt.Println("both done:", a.balance, b.balance)
	// endregion
}
