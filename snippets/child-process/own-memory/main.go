// Own-memory adds one to a variable in a goroutine and in a child process.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"sync"
)

var counter = 100

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		counter++
		fmt.Println("child counter", counter)
		return
	}

	// zh: goroutine 与 main 在同一个地址空间里
	// en: a goroutine lives in the same address space as main
	var wg sync.WaitGroup
	wg.Go(func() { counter++ })
	wg.Wait()
	fmt.Println("after goroutine", counter)

	// zh: 子进程有自己的地址空间，也从头执行自己的初始化
	// en: a child has its own address space and initializes it afresh
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "child")
	cmd.Stdout = os.Stdout
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("after process", counter)
}
