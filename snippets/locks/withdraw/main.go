// Withdraw has two goroutines each take 80 from an account that holds 100,
// first by two locked steps, then by one.
package main

import (
	"fmt"
	"sync"
)

type account struct {
	mu      sync.Mutex
	balance int // guarded by mu
}

func (a *account) get() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
}

// region one-step
func (a *account) withdraw(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.balance < n {
		return false
	}
	a.balance -= n
	return true
}

// endregion

func main() {
	twoSteps()
	oneStep()
}

// region two-steps
func twoSteps() {
	a := account{balance: 100}
	var looked, wg sync.WaitGroup
	looked.Add(2)
	for range 2 {
		wg.Go(func() {
			enough := a.get() >= 80
			// zh: 两个都看过余额，才往下走
			// en: go on only when both have seen the balance
			looked.Done()
			looked.Wait()
			if enough {
				a.add(-80)
			}
		})
	}
	wg.Wait()
	fmt.Println("in two steps:", a.get())
}

// endregion

func oneStep() {
	a := account{balance: 100}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { a.withdraw(80) })
	}
	wg.Wait()
	fmt.Println("in one step:", a.get())
}
