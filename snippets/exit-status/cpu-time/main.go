//go:build unix

// Cpu-time compares how long children were there with how long they computed.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

const ms = time.Millisecond

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	// region parent
	wall, cpu := run("busy")
	fmt.Println("busy: cpu time at least 100 ms:", cpu >= 100*ms)
	cpus := time.Duration(runtime.NumCPU())
	fmt.Println("busy: cpu time <= wall time * CPUs:", cpu <= wall*cpus)

	wall, cpu = run("asleep")
	fmt.Println("asleep: cpu time under 10% of wall:", cpu < wall/10)

	_, cpu = run("waiting")
	fmt.Println("waiting for a busy child: cpu time at least 100 ms:", cpu >= 100*ms)
	// endregion
}

// region child
func child(mode string) {
	switch mode {
	case "busy":
		for own() < 100*ms {
		}
	case "asleep":
		time.Sleep(300 * ms)
	case "waiting":
		run("busy")
	}
}

// zh: own 返回自己用掉的 CPU 时间
// en: own returns the CPU time that this process has used
func own() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// endregion

// region run
func run(mode string) (wall, cpu time.Duration) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", mode)
	start := time.Now()
	check(cmd.Run())
	wall = time.Since(start)
	return wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
