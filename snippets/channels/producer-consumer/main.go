// Producer-consumer sends six items to a consumer that is slower.
package main

import (
	"flag"
	"fmt"
	"time"
)

func main() {
	capacity := flag.Int("cap", 0, "capacity of the channel")
	flag.Parse()
	// region main
	items := make(chan int, *capacity)
	go produce(items)
	for n := range items {
		fmt.Println("got", n)
		time.Sleep(5 * time.Millisecond)
	}
	// endregion
}

// region produce
func produce(items chan<- int) {
	defer close(items)
	for n := 1; n <= 6; n++ {
		// zh: 先打印，再发送
		// en: print first, then send
		fmt.Println("put", n)
		items <- n
	}
}

// endregion
