// Split does without a reentrant lock.
package main

import (
	"fmt"
	"sync"
)

// region split
type account struct {
	mu      sync.Mutex
	balance int
}

// Deposit adds n to the balance.
func (a *account) Deposit(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.depositLocked(n)
}

// AddInterest adds a tenth of the balance to it.
func (a *account) AddInterest() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.depositLocked(a.balance / 10)
}

// depositLocked adds n to the balance. The caller holds a.mu.
func (a *account) depositLocked(n int) {
	a.balance += n
}

// endregion

func main() {
	var a account
	a.Deposit(100)
	a.AddInterest()
	fmt.Println("balance:", a.balance)
}
