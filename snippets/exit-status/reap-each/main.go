//go:build unix

// Reap-each waits for each child in a goroutine of its own.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		code, err := strconv.Atoi(os.Args[2])
		check(err)
		os.Exit(code)
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	check(err)
	var reapers sync.WaitGroup
	for n := range 3 {
		cmd := exec.Command(exe, "child", strconv.Itoa(n))
		check(cmd.Start())
		reapers.Go(func() {
			err := cmd.Wait()
			fmt.Printf("child %d: %v\n", n, err)
		})
	}
	reapers.Wait()
	// zh: 活着的和僵尸都算：一个子进程也没有，才是这个错误
	// en: this is the error if there are no children at all, alive or zombies
	_, err = syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
	fmt.Println("Wait4:", err)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
