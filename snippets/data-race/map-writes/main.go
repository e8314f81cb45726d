// Map-writes has two goroutines write to one map, and tries to recover from
// what comes of it.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	// zh: 就算只有一个核，也让两个线程轮流执行
	// en: two threads, even if they must take turns on one core
	runtime.GOMAXPROCS(2)
	visits := map[string]int{"home": 0}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			defer func() {
				fmt.Println("recovered:", recover())
			}()
			for {
				visits["home"]++
			}
		})
	}
	wg.Wait()
}
