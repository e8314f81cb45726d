//go:build unix

// Nohup tells which of a program's decisions about SIGHUP a child inherits.
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
	// region nohup
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	try("Notify")
	signal.Ignore(syscall.SIGHUP)
	try("Ignore")
	// endregion
}

// region try
func try(name string) {
	child := exec.Command("sleep", "60")
	check(child.Start())
	check(child.Process.Signal(syscall.SIGHUP))
	check(child.Process.Signal(syscall.SIGTERM))
	fmt.Printf("%s: %v\n", name, child.Wait())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
