// Pid-ppid starts a child and lets both processes say who they are.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	// zh: 先看角色：子进程运行的是同一个程序，也从 main 开始
	// en: role first: the child runs this same program, from main on
	if len(os.Args) > 1 && os.Args[1] == "child" {
		child()
		return
	}
	parent()
}

// region parent
func parent() {
	fmt.Printf("I am parent (%d)\n", os.Getpid())

	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(self, "child")
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("I (%d) started a child process (%d)\n", os.Getpid(), cmd.Process.Pid)
}

// endregion

// region child
func child() {
	fmt.Printf("I am child (%d) and my parent is %d\n", os.Getpid(), os.Getppid())
}

// endregion
