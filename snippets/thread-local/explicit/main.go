// Explicit hands the student down from one function to the next.
package main

import (
	"fmt"
	"sync"
)

// region explicit
func main() {
	var wg sync.WaitGroup
	wg.Go(func() { processStudent("Alice", "goroutine A") })
	wg.Go(func() { processStudent("Bob", "goroutine B") })
	wg.Wait()
}

func processStudent(student, where string) {
	// zh: 换一个 goroutine 来 greet（并且等它做完）也一样：参数交给谁，谁就有
	// en: another goroutine, if waited for, could greet as well: whoever is given the arguments has them
	greet(student, where)
}

func greet(student, where string) {
	fmt.Printf("Hello, %s (in %s)\n", student, where)
}

// endregion
