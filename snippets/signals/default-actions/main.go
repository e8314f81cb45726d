//go:build unix

// Default-actions sends signals to sleep and to two kinds of Go programs.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	// region cases
	end("sleep, SIGUSR1", sleep(), syscall.SIGUSR1)
	end("Go, SIGUSR1, SIGHUP", self("plain"), syscall.SIGUSR1, syscall.SIGHUP)
	end("Go with Notify, SIGTERM, SIGKILL", self("notify"), syscall.SIGTERM, syscall.SIGKILL)
	// endregion
}

// region child
func child(mode string) {
	if mode == "notify" {
		// zh: 不写信号，就是全部信号
		// en: no signal named: all of them
		signal.Notify(make(chan os.Signal, 1))
	}
	fmt.Println("ready")
	time.Sleep(time.Minute)
}

// endregion

func sleep() *exec.Cmd {
	return exec.Command("sh", "-c", "echo ready; exec sleep 60")
}

func self(mode string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	return exec.Command(exe, "child", mode)
}

// region end
func end(name string, cmd *exec.Cmd, signals ...os.Signal) {
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	// zh: 等它说 ready
	// en: wait until it says that it is ready
	_, err = stdout.Read(make([]byte, 8))
	check(err)
	for _, sig := range signals {
		check(cmd.Process.Signal(sig))
	}
	fmt.Printf("%s: %v\n", name, cmd.Wait())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
