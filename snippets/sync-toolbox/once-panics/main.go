// Once-panics shows what is remembered of a first call that panics.
package main

import (
	"fmt"
	"sync"
)

// region panics
func main() {
	var once sync.Once
	var addr string
	for range 2 {
		try("Once", func() {
			once.Do(func() { addr = load() })
			fmt.Printf("Once: returned, addr is %q\n", addr)
		})
	}

	value := sync.OnceValue(load)
	for range 2 {
		try("OnceValue", func() {
			fmt.Printf("OnceValue: returned, addr is %q\n", value())
		})
	}
}

func load() string {
	panic("no config file")
}

// endregion

// try calls f and prints the value it panics with, if it does.
func try(name string, f func()) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Printf("%s: panic: %v\n", name, v)
		}
	}()
	f()
}
