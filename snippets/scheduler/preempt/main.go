// Preempt lets main run again and again beside a loop that never stops to wait,
// although only one of the two can run at a time.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

func main() {
	runtime.GOMAXPROCS(1)
	var stop atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		// zh: 不等待，不调用函数，没有一处让出
		// en: no wait, no call, nothing that yields
		for !stop.Load() {
		}
		fmt.Println("loop: stopped")
	})
	for turn := range 3 {
		// zh: 排到队尾，让别人先运行
		// en: go to the end of the queue and let others run
		runtime.Gosched()
		fmt.Printf("main: turn %d\n", turn)
	}
	stop.Store(true)
	wg.Wait()
}
