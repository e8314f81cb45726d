//go:build linux || darwin

// Crash-lock kills the holders of two kinds of locks and sees who is let in.
package main

import (
	"fmt"
	"io"
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

// child takes both locks and never releases them.
func child(path string) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	check(err)
	// zh: 把 f 留在手里：没有人用的文件会被垃圾回收关闭，锁就放开了
	// en: keep f: the garbage collector closes a file that nobody uses
	defer f.Close()
	fmt.Println("child: flock:", tryFile(f))
	fmt.Println("child: word:", mapWord(f).CompareAndSwap(0, 1))
	check(os.NewFile(3, "ready").Close())
	time.Sleep(time.Minute)
}

func parent() {
	f, err := os.CreateTemp("", "lock-*")
	check(err)
	defer os.Remove(f.Name())
	defer f.Close()
	check(f.Truncate(int64(os.Getpagesize())))
	// region parent
	word := mapWord(f)
	cmd := start(f.Name())
	fmt.Println("parent: flock:", tryFile(f))
	fmt.Println("parent: word:", word.CompareAndSwap(0, 1))
	check(cmd.Process.Kill())
	fmt.Println("child:", cmd.Wait())
	fmt.Println("parent: flock:", tryFile(f))
	fmt.Println("parent: word:", word.CompareAndSwap(0, 1))
	// endregion
}

// tryFile locks f, unless somebody else has, and reports whether it did.
func tryFile(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// start starts a child and waits until it has both locks.
func start(path string) *exec.Cmd {
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
	_, err = io.Copy(io.Discard, r)
	check(err)
	return cmd
}

// mapWord maps f and returns the integer at its beginning.
func mapWord(f *os.File) *atomic.Int32 {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*atomic.Int32)(unsafe.Pointer(&page[0]))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
