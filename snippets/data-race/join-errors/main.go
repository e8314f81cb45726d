// Join-errors asks for several files at the same time, and keeps every error.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

func main() {
	fmt.Println(statAll("/", "no-such-file", "neither"))
}

// region stat
// statAll reports which of the named files are not there.
func statAll(names ...string) error {
	errs := make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			_, errs[i] = os.Stat(name)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// endregion
