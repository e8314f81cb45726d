//go:build linux && amd64

// Fork-raw forks a Go process behind the runtime's back. A lab, not for use.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: fork-raw print|goroutine|gc")
	}

	// region fork
	// zh: 允许两个线程同时运行 Go 代码；等其余线程都睡下再 fork。
	// en: Let two threads run Go code at once; fork when all the others sleep.
	runtime.GOMAXPROCS(2)
	before, awake := threads()
	for awake > 1 {
		before, awake = threads()
	}
	pid, _, errno := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0)
	if errno != 0 {
		log.Fatal(errno)
	}
	// zh: 从这里起是两个进程。在子进程里 pid 是 0。
	// en: From here on there are two processes. In the child, pid is 0.
	if pid == 0 {
		switch os.Args[1] {
		case "print":
			now, _ := threads()
			fmt.Printf("child: threads %d, parent had more: %t\n", now, before > now)
		case "goroutine":
			said := make(chan string)
			go func() { said <- "a new goroutine still runs" }()
			fmt.Printf("child: %s\n", <-said)
		case "gc":
			runtime.GC()
			fmt.Println("child: garbage collected")
		}
		os.Exit(0)
	}
	waitFor(int(pid), 2*time.Second)
	// endregion
}

// region wait
func waitFor(pid int, limit time.Duration) {
	var status syscall.WaitStatus
	for start := time.Now(); time.Since(start) < limit; time.Sleep(10 * time.Millisecond) {
		if ended, _ := syscall.Wait4(pid, &status, syscall.WNOHANG, nil); ended == pid {
			fmt.Printf("parent: child exited with %d\n", status.ExitStatus())
			return
		}
	}
	syscall.Kill(pid, syscall.SIGKILL)
	syscall.Wait4(pid, &status, 0, nil)
	fmt.Printf("parent: child hung, killed after %v\n", limit)
}

// endregion

// zh: 数一数本进程的线程，其中有几个没有在睡（S）。
// en: Count the threads of this process, and those not sleeping (S).
func threads() (all, awake int) {
	files, _ := filepath.Glob("/proc/self/task/*/stat")
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		if !bytes.Contains(stat, []byte(") S ")) {
			awake++
		}
	}
	return len(files), awake
}
