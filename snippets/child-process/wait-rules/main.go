// Wait-rules shows the errors of a Cmd that is used in the wrong order.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		return
	}
	parent()
}

// region rules
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "child")

	// zh: 还没有启动就等
	// en: wait for what was not started
	fmt.Println(cmd.Wait())

	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	// zh: 启动第二次
	// en: start a second time
	fmt.Println(cmd.Start())

	if err := cmd.Wait(); err != nil {
		log.Fatal(err)
	}
	// zh: 等第二次
	// en: wait a second time
	fmt.Println(cmd.Wait())
	// zh: 杀死一个已经等到的进程
	// en: kill a process that has been waited for
	fmt.Println(cmd.Process.Kill())
}

// endregion
