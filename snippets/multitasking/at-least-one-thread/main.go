//go:build linux

// At-least-one-thread shows that a process has a main thread whose id is the
// process's own.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"syscall"
)

func init() {
	// zh: init 在主线程上运行；锁定之后，main 也留在主线程上
	// en: init runs on the main thread; locked here, main stays on it too
	runtime.LockOSThread()
}

func main() {
	log.SetFlags(0)
	fmt.Printf("main thread id equals pid: %t\n", syscall.Gettid() == os.Getpid())

	// zh: 每个线程在这里有一个目录，目录名是线程号
	// en: each thread has a directory here, named after its id
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("at least one thread: %t\n", len(threads) >= 1)
}
