// Join-panic runs functions in goroutines and returns their panics as errors.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

// region start
var errGoexit = errors.New("goroutine called runtime.Goexit")

// start calls f in a new goroutine. The channel delivers how f ended.
func start(f func() error) <-chan error {
	result := make(chan error, 1)
	go func() {
		// zh: 没有人改过它，就是 f 没有返回，也没有 panic
		// en: stays like this if f neither returns nor panics
		err := errGoexit
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v", v)
			}
			result <- err
		}()
		err = f()
	}()
	return result
}

// endregion

// region main
func main() {
	var scores []int
	tasks := []<-chan error{
		start(func() error { return nil }),
		start(func() error { return errors.New("no such file") }),
		start(func() error { panic("boom") }),
		start(func() error { scores[0]++; return nil }),
		start(func() error { runtime.Goexit(); return nil }),
	}
	for _, task := range tasks {
		fmt.Println(<-task)
	}
}

// endregion
