//go:build linux

// Affinity starts itself again on one CPU, and prints what the runtime makes of
// it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "child" {
		// region child
		fmt.Printf("NumCPU %d, GOMAXPROCS %d\n", runtime.NumCPU(), runtime.GOMAXPROCS(0))
		// endregion
		return
	}
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	// region parent
	// zh: 亲和性属于线程，子进程从启动它的线程继承。它不再改回去，所以也不解锁
	// en: affinity belongs to a thread; a child inherits that of its starter.
	// en: It is not put back, so the thread is not unlocked
	runtime.LockOSThread()
	if err := oneCPU(); err != nil {
		log.Fatal(err)
	}
	for _, env := range [][]string{nil, {"GOMAXPROCS=3"}} {
		cmd := exec.Command(self, "child")
		cmd.Env = append(os.Environ(), env...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			log.Fatal(err)
		}
	}
	// endregion
}

// oneCPU restricts the calling thread to the first of the CPUs it may use.
func oneCPU() error {
	var mask [128]byte
	if err := affinity(syscall.SYS_SCHED_GETAFFINITY, &mask); err != nil {
		return err
	}
	found := false
	for i := range mask {
		if found {
			mask[i] = 0
			continue
		}
		mask[i] &= -mask[i]
		found = mask[i] != 0
	}
	return affinity(syscall.SYS_SCHED_SETAFFINITY, &mask)
}

func affinity(call uintptr, mask *[128]byte) error {
	_, _, errno := syscall.RawSyscall(call, 0, unsafe.Sizeof(*mask), uintptr(unsafe.Pointer(mask)))
	if errno != 0 {
		return errno
	}
	return nil
}
