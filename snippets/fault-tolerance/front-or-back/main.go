// Front-or-back puts a task that always fails back into its queue, in three ways.
package main

import (
	"fmt"
	"math"
	"slices"
)

func main() {
	fmt.Println("front:  ", run(true, math.MaxInt))
	fmt.Println("back:   ", run(false, math.MaxInt))
	fmt.Println("3 times:", run(true, 3))
}

// region run
// run does four tasks, of which bad always fails, in nine attempts.
func run(front bool, limit int) string {
	waiting := []string{"a", "bad", "b", "c"}
	var done, givenUp []string
	failures := 0
	for range 9 {
		if len(waiting) == 0 {
			break
		}
		task := waiting[0]
		waiting = waiting[1:]
		if task != "bad" {
			done = append(done, task)
			continue
		}
		failures++
		switch {
		case failures == limit:
			givenUp = append(givenUp, task)
		case front:
			waiting = slices.Insert(waiting, 0, task)
		default:
			waiting = append(waiting, task)
		}
	}
	return fmt.Sprintf("done %v, given up %v", done, givenUp)
}

// endregion
