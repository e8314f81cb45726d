// Leak asks three servers ten times, takes the answer that comes first, and
// counts the goroutines that are left.
package main

import (
	"flag"
	"fmt"
	"runtime"
)

const (
	queries = 10
	servers = 3
)

func main() {
	capacity := flag.Int("cap", 0, "capacity of the channel for answers")
	flag.Parse()
	// region main
	for range queries {
		first(*capacity)
	}
	// zh: 每次提问，一个答案有人接收，缓冲区再存下几个，其余的没有去处
	// en: of each query, one answer is received, the buffer holds some more,
	// en: and the rest have nowhere to go
	stuck := queries * max(0, servers-1-*capacity)
	// zh: 别的 goroutine 都会退出，等它们退出再数
	// en: the other goroutines are going to exit; wait for that, then count
	for runtime.NumGoroutine() > 1+stuck {
		runtime.Gosched()
	}
	fmt.Println("goroutines:", runtime.NumGoroutine())
	// endregion
}

// region first
// first returns the answer of the server that is first to answer.
func first(capacity int) int {
	answers := make(chan int, capacity)
	for server := range servers {
		go func() { answers <- ask(server) }()
	}
	return <-answers
}

// endregion

func ask(server int) int {
	return server
}
