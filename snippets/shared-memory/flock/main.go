//go:build linux || darwin

// Flock has two processes take turns at one counter by locking a file.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"syscall"
	"unsafe"
)

const adds = 20_000

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		worker(os.Args[2])
		return
	}
	parent()
}

func parent() {
	f, err := os.CreateTemp("", "counter-*")
	check(err)
	defer os.Remove(f.Name())
	check(f.Truncate(int64(os.Getpagesize())))
	n := counter(f)

	exe, err := os.Executable()
	check(err)
	var workers []*exec.Cmd
	for range 2 {
		cmd := exec.Command(exe, "worker", f.Name())
		cmd.Stderr = os.Stderr
		check(cmd.Start())
		workers = append(workers, cmd)
	}
	for _, cmd := range workers {
		check(cmd.Wait())
	}
	fmt.Printf("n = %d of %d\n", *n, 2*adds)
}

// region worker
func worker(path string) {
	// zh: 每个进程自己打开文件
	// en: each process opens the file for itself
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	check(err)
	n := counter(f)
	for range adds {
		check(flock(f, syscall.LOCK_EX))
		*n++
		check(flock(f, syscall.LOCK_UN))
	}
}

func flock(f *os.File, how int) error {
	for {
		// zh: 等锁的时候可能被信号打断，那就再等
		// en: a signal may interrupt the wait: wait again
		err := syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR {
			return err
		}
	}
}

// endregion

func counter(f *os.File) *int64 {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*int64)(unsafe.Pointer(&page[0]))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
