// Withdraw lets two coroutines share an account, without locks or data races.
package main

import (
	"fmt"
	"iter"
	"os"
)

// region tasks
var balance = 100

// zh: 先看余额，等银行同意，再扣款
// en: look at the balance, wait for the bank, then take the money
func checkFirst(name string) iter.Seq[string] {
	return func(await func(string) bool) {
		if balance < 80 {
			fmt.Println(name, "refused")
			return
		}
		fmt.Println(name, "may have 80 of", balance)
		if !await("the bank") {
			return
		}
		balance -= 80
		fmt.Println(name, "leaves", balance)
	}
}

// endregion

// region reserve
// zh: 先扣款，再等银行；不成就退回
// en: take the money, then wait for the bank; give it back on failure
func reserveFirst(name string) iter.Seq[string] {
	return func(await func(string) bool) {
		if balance < 80 {
			fmt.Println(name, "refused")
			return
		}
		balance -= 80
		fmt.Println(name, "reserves 80, leaves", balance)
		if !await("the bank") {
			balance += 80
			return
		}
		fmt.Println(name, "has the money")
	}
}

// endregion

// region main
func main() {
	withdraw := checkFirst
	if len(os.Args) > 1 && os.Args[1] == "reserve" {
		withdraw = reserveFirst
	}
	run(withdraw("a:"), withdraw("b:"))
}

// run resumes each task in turn until all have ended.
func run(tasks ...iter.Seq[string]) {
	var ready []func() (string, bool)
	for _, task := range tasks {
		next, stop := iter.Pull(task)
		defer stop()
		ready = append(ready, next)
	}
	for len(ready) > 0 {
		next := ready[0]
		ready = ready[1:]
		if _, ok := next(); ok {
			ready = append(ready, next)
		}
	}
}

// endregion
