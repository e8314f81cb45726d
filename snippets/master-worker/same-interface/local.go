package main

import "fmt"

// region local
// local does the tasks in the goroutine that calls do.
type local struct{}

func startLocal() (worker, error) { return local{}, nil }

func (local) do(n int) (result int, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return square(n), nil
}

func (local) stop() error { return nil }

// endregion
