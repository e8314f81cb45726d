// Readers has four goroutines wait inside a lock until all four are inside.
package main

import (
	"fmt"
	"log"
	"os"
	"sync"
)

func main() {
	log.SetFlags(0)
	// region locks
	locks := map[string]sync.Locker{
		"mutex":   new(sync.Mutex),
		"rwmutex": new(sync.RWMutex).RLocker(),
	}
	// endregion
	if len(os.Args) != 2 || locks[os.Args[1]] == nil {
		log.Fatal("usage: readers mutex|rwmutex")
	}
	read(locks[os.Args[1]])
}

// region read
func read(l sync.Locker) {
	var inside, wg sync.WaitGroup
	inside.Add(4)
	for i := range 4 {
		wg.Go(func() {
			l.Lock()
			defer l.Unlock()
			fmt.Printf("reader %d is inside\n", i)
			// zh: 四个都进来了，才肯出去
			// en: do not leave before all four are inside
			inside.Done()
			inside.Wait()
		})
	}
	wg.Wait()
	fmt.Println("all four were inside together")
}

// endregion
