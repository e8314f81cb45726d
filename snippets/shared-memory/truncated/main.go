//go:build linux || darwin

// Truncated shortens a file that is still mapped, and reads the mapping.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"syscall"
)

func main() {
	log.SetFlags(0)
	f, err := os.CreateTemp("", "short-*")
	check(err)
	check(os.Remove(f.Name()))
	// region truncated
	check(f.Truncate(int64(os.Getpagesize())))
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(), syscall.PROT_READ, syscall.MAP_SHARED)
	check(err)
	fmt.Println(first(page))
	check(f.Truncate(0))
	fmt.Println("still a page long:", len(page) == os.Getpagesize())
	fmt.Println(first(page))
	// endregion
}

// region first
func first(page []byte) (b byte, err error) {
	// zh: 只管当前的 goroutine；不设，就是救不回来的 fatal error
	// en: for this goroutine only; without it, a fatal error beyond recovery
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	return page[0], nil
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
