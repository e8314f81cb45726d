// Loop-variable counts the values that goroutines see in a loop variable.
package main

import (
	"fmt"
	"log"
	"os"
	"sync"
)

func main() {
	log.SetFlags(0)
	modes := map[string]func(){"own": own, "shared": shared}
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: loop-variable own|shared")
	}
	modes[os.Args[1]]()
}

// region own
func own() {
	seen := make(chan int, 5)
	var wg sync.WaitGroup
	// zh: i 由循环声明，每一轮都是新的变量
	// en: the loop declares i, a new variable in each iteration
	for i := 0; i < 5; i++ {
		wg.Go(func() { seen <- i })
	}
	wg.Wait()
	fmt.Println(count(seen))
}

// endregion

// region shared
func shared() {
	seen := make(chan int, 5)
	looped := make(chan struct{})
	var wg sync.WaitGroup
	// zh: i 在循环之外声明，五轮共用一个变量
	// en: i is declared outside: one variable for all five iterations
	var i int
	for i = 0; i < 5; i++ {
		wg.Go(func() {
			<-looped
			seen <- i
		})
	}
	close(looped)
	wg.Wait()
	fmt.Println(count(seen))
}

// endregion

func count(seen chan int) map[int]int {
	close(seen)
	times := make(map[int]int)
	for i := range seen {
		times[i]++
	}
	return times
}
