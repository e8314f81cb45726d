// One-p-order starts five goroutines of which only one can run at a time.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	// zh: 同一时刻最多只有一个线程执行 Go 代码
	// en: at most one thread executes Go code at a time
	runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			fmt.Printf("goroutine %d\n", i)
		})
	}
	wg.Wait()
	fmt.Println("all done")
}
