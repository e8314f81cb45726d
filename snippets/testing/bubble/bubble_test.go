// Package bubble has tests from which something can be left out.
package bubble

import (
	"flag"
	"sync"
	"testing"
	"testing/synctest"
)

var without = flag.String("without", "", "what to leave out: close or receive")

// region close
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := make(chan int)
		var wg sync.WaitGroup
		wg.Go(func() {
			for n := range tasks {
				t.Log("task", n)
			}
		})
		tasks <- 1
		if *without != "close" {
			close(tasks)
		}
		wg.Wait()
	})
}

// endregion

// region receive
func TestReceive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan int)
		go func() { answer <- 42 }()
		if *without != "receive" {
			t.Log("answer", <-answer)
		}
	})
}

// endregion
