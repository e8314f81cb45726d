// Own-lock locks a mutex and lets a child try to lock it, too.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"sync"
)

var mu sync.Mutex

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		fmt.Println("child: TryLock", mu.TryLock())
		return
	}
	// region parent
	mu.Lock()
	defer mu.Unlock()
	fmt.Println("parent: TryLock", mu.TryLock())

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
