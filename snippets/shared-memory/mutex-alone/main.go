//go:build linux || darwin

// Mutex-alone puts a sync.Mutex where two processes share memory. A lab, not
// for use: a Mutex works within one process.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"unsafe"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	parent()
}

// region child
func child() {
	mu := mutex(os.NewFile(3, "mutex"))
	mu.Lock()
	fmt.Println("child: locked")
	check(os.NewFile(4, "ready").Close())
	// zh: 标准输入到了尽头，就是父进程不在了
	// en: standard input ends when the parent is gone
	_, err := io.Copy(io.Discard, os.Stdin)
	check(err)
	mu.Unlock()
	fmt.Println("child: unlocked")
}

// endregion

func parent() {
	f, err := os.CreateTemp("", "mutex-*")
	check(err)
	check(os.Remove(f.Name()))
	check(f.Truncate(int64(os.Getpagesize())))
	mu := mutex(f)

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	ready, w, err := os.Pipe()
	check(err)
	cmd.ExtraFiles = []*os.File{f, w}
	check(cmd.Start())
	check(w.Close())
	// zh: 等子进程拿到锁
	// en: wait until the child has the lock
	_, err = io.Copy(io.Discard, ready)
	check(err)

	// region parent
	fmt.Println("TryLock:", mu.TryLock())
	mu.Lock()
	fmt.Println("parent: locked")
	check(stdin.Close())
	check(cmd.Wait())
	// endregion
}

func mutex(f *os.File) *sync.Mutex {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*sync.Mutex)(unsafe.Pointer(&page[0]))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
