//go:build unix

// Ignore-sigchld tells the kernel to keep no record of children that end.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		os.Exit(3)
	}
	// region parent
	signal.Ignore(syscall.SIGCHLD)
	fmt.Println("ignored:", run())
	signal.Reset(syscall.SIGCHLD)
	fmt.Println("after Reset:", run())
	signal.Notify(make(chan os.Signal, 1), syscall.SIGCHLD)
	fmt.Println("after Notify:", run())
	// endregion
}

func run() error {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	return exec.Command(exe, "child").Run()
}
