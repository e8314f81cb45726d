//go:build unix

// Handed-down changes five things about itself and shows which of them its
// child gets.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

var counter = 100

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		report("child")
		return
	}
	// region parent
	check(os.Setenv("GREETING", "hello"))
	check(os.Chdir("/"))
	syscall.Umask(0o027)
	counter++
	go func() { select {} }()
	report("parent")

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
	// endregion
}

// region report
func report(who string) {
	dir, err := os.Getwd()
	check(err)
	// zh: 没有只读的办法：设成 0，得到旧值，再放回去
	// en: it cannot just be read: set it to 0, get the old one, put it back
	umask := syscall.Umask(0)
	syscall.Umask(umask)
	fmt.Printf("%s: GREETING=%s, directory %s, umask %03o\n",
		who, os.Getenv("GREETING"), dir, umask)
	fmt.Printf("%s: counter %d, goroutines %d\n", who, counter, runtime.NumGoroutine())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
