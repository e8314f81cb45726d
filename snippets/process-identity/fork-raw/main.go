//go:build linux && amd64

// Fork-raw forks a Go process behind the runtime's back. A lab, not for use.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: fork-raw print|goroutine|gc")
	}
	// zh: 至少让两个线程能同时运行 Go 代码，并等其余线程空闲下来。
	// en: Let at least two threads run Go code at once, and let the others go idle.
	runtime.GOMAXPROCS(max(2, runtime.NumCPU()))
	syscall.Nanosleep(&syscall.Timespec{Nsec: 5e6}, nil)
	before := threads()

	// region fork
	pid, _, errno := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0)
	if errno != 0 {
		log.Fatal(errno)
	}
	// zh: 从这一行起有两个进程。子进程里 pid 是 0。
	// en: From this line on there are two processes. In the child, pid is 0.
	if pid == 0 {
		switch os.Args[1] {
		case "print":
			now := threads()
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
		ended, err := syscall.Wait4(pid, &status, syscall.WNOHANG, nil)
		if err != nil {
			log.Fatal(err)
		}
		if ended == pid {
			fmt.Printf("parent: child exited with %d\n", status.ExitStatus())
			return
		}
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		log.Fatal(err)
	}
	if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("parent: child hung, killed after %v\n", limit)
}

// endregion

// zh: /proc/self/task 里，一个线程就是一个目录。
// en: In /proc/self/task, every thread is a directory.
func threads() int {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		log.Fatal(err)
	}
	return len(tasks)
}
