// Hello-process starts a child process and waits for it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

// region role
func main() {
	log.SetFlags(0)
	// zh: 先问自己是谁：子进程只做子进程的事，做完就返回
	// en: first of all, who am I? A child does the child's work and returns
	if len(os.Args) == 3 && os.Args[1] == "child" {
		runProc(os.Args[2])
		return
	}
	parent()
}

func runProc(name string) {
	fmt.Printf("Run child process %s (%d)...\n", name, os.Getpid())
}

// endregion

// region parent
func parent() {
	fmt.Printf("Parent process %d.\n", os.Getpid())
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	// zh: 同一个程序，换一个角色；"test" 是交给子进程的参数
	// en: the same program in another role; "test" is the child's argument
	cmd := exec.Command(exe, "child", "test")
	cmd.Stdout = os.Stdout
	fmt.Println("Child process will start.")
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("Child process end.")
}

// endregion
