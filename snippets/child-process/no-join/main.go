// No-join starts a child process and does not wait for it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		fmt.Printf("Run child process %s (%d)...\n", os.Args[2], os.Getpid())
		return
	}
	parent()
}

// region parent
func parent() {
	fmt.Printf("Parent process %d.\n", os.Getpid())
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "child", "test")
	cmd.Stdout = os.Stdout
	fmt.Println("Child process will start.")
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	// zh: 这里本该有 cmd.Wait()
	// en: cmd.Wait() is missing here
	fmt.Println("Child process end.")
}

// endregion
