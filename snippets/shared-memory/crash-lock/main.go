//go:build linux || darwin

// Crash-lock kills the holders of two kinds of locks and sees who is let in.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	parent()
}

// region child
// child takes both locks and never releases them.
func child(path string) {
	f, word := open(path)
	fmt.Println("child: flock:", tryFile(f))
	fmt.Println("child: word:", word.CompareAndSwap(0, 1))
	check(os.NewFile(3, "ready").Close())
	time.Sleep(time.Minute)
}

// endregion

// region parent
func parent() {
	path := create()
	defer os.Remove(path)
	f, word := open(path)
	kill := start(path)
	fmt.Println("parent: flock:", tryFile(f))
	fmt.Println("parent: word:", word.CompareAndSwap(0, 1))
	fmt.Println("child:", kill())
	fmt.Println("parent: flock:", tryFile(f))
	fmt.Println("parent: word:", word.CompareAndSwap(0, 1))
}

// tryFile locks f if nobody else has.
func tryFile(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// endregion

// start starts a child and returns, once it has both locks, what kills it.
func start(path string) (kill func() error) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", path)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	check(cmd.Start())
	check(w.Close())
	r.Read(make([]byte, 1))
	return func() error {
		check(cmd.Process.Kill())
		return cmd.Wait()
	}
}

func create() string {
	f, err := os.CreateTemp("", "lock-*")
	check(err)
	defer f.Close()
	check(f.Truncate(int64(os.Getpagesize())))
	return f.Name()
}

// open opens the file at path and maps the lock word at its beginning.
func open(path string) (*os.File, *atomic.Int32) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	check(err)
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return f, (*atomic.Int32)(unsafe.Pointer(&page[0]))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
