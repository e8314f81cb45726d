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
	// zh: 允许两个线程同时运行 Go 代码；等其余线程都睡下再 fork
	// en: let two threads run Go code at once; fork when all the others sleep
	runtime.GOMAXPROCS(2)
	before := settle()
	pid, _, errno := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0)
	if errno != 0 {
		log.Fatal(errno)
	}
	// zh: 从这里起是两个进程；在子进程里 pid 是 0
	// en: from here on there are two processes; in the child, pid is 0
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
		default:
			log.Fatalf("child: unknown mode %q", os.Args[1])
		}
		os.Exit(0)
	}
	waitFor(int(pid), 2*time.Second)
	// endregion
}

// region wait
func waitFor(pid int, limit time.Duration) {
	child, err := os.FindProcess(pid)
	if err != nil {
		log.Fatal(err)
	}
	timer := time.AfterFunc(limit, func() { child.Kill() })
	state, err := child.Wait()
	if err != nil {
		log.Fatal(err)
	}
	late := !timer.Stop()
	switch {
	case state.Exited():
		fmt.Printf("parent: child exited with %d\n", state.ExitCode())
	case late:
		fmt.Printf("parent: child hung, killed after %v\n", limit)
	default:
		fmt.Printf("parent: child died: %v\n", state)
	}
}

// endregion

// settle waits until all other threads sleep and returns the number of threads.
//
// zh: 看一遍若花得太久，运行时也许已经叫醒了别的线程，就从头再看
// en: a look that took long does not count: the runtime may have woken a thread
func settle() int {
	for {
		time.Sleep(time.Millisecond)
		start := time.Now()
		all, awake := threads()
		if awake == 1 && time.Since(start) < 5*time.Millisecond {
			return all
		}
	}
}

// zh: 数一数本进程的线程，其中有几个没有在睡（S）
// en: count the threads of this process, and those not sleeping (S)
func threads() (all, awake int) {
	files, _ := filepath.Glob("/proc/self/task/*/stat")
	for _, file := range files {
		if stat, _ := os.ReadFile(file); !bytes.Contains(stat, []byte(") S ")) {
			awake++
		}
	}
	return len(files), awake
}
