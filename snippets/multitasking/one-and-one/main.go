// One-and-one runs three tasks in one child process, in its one goroutine.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 {
		for n := range 3 {
			fmt.Printf("single task %d in pid %d\n", n, os.Getpid())
		}
		return
	}
	fmt.Printf("parent %d\n", os.Getpid())
	fmt.Println("-- one and one")
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "single")
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("-- done")
}
