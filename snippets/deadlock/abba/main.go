// Abba makes two transfers lock the same two accounts in opposite orders.
package main

import (
	"fmt"
	"sync"
)

// region transfer
type account struct {
	mu      sync.Mutex
	name    string
	balance int
}

// transfer moves n from one account to another. It calls pause when it holds
// the first of its two locks.
func transfer(from, to *account, n int, pause func()) {
	from.mu.Lock()
	defer from.mu.Unlock()
	fmt.Printf("%s to %s: holds %s\n", from.name, to.name, from.name)
	pause()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= n
	to.balance += n
}

// endregion

func main() {
	// region main
	a := &account{name: "A", balance: 100}
	b := &account{name: "B", balance: 100}

	// zh: 拿到第一把锁，等对方也拿到了，再往下走
	// en: with the first lock taken, wait until the other has one, too
	var first sync.WaitGroup
	first.Add(2)
	meet := func() {
		first.Done()
		first.Wait()
	}

	var wg sync.WaitGroup
	wg.Go(func() { transfer(a, b, 10, meet) })
	wg.Go(func() { transfer(b, a, 20, meet) })
	wg.Wait()
	fmt.Println("both done")
	// endregion
}
