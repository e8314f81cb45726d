// Exit-three shows the error of a child that exits with 3, and exits with
// the same code itself.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		os.Exit(3)
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "child")
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	err = cmd.Wait()
	fmt.Println("Wait returned:", err)

	// zh: 子进程跑完了，只是退出码不是 0
	// en: the child did run; its exit code was not 0, that is all
	exitErr, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		log.Fatal("not an exit error: ", err)
	}
	fmt.Println("exit code:", exitErr.ExitCode())
	os.Exit(exitErr.ExitCode())
}

// endregion
