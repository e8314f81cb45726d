// Late-signal kills a child more than once.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		for {
			time.Sleep(time.Second)
		}
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())

	fmt.Println("Kill:", cmd.Process.Kill())
	// zh: 标准输出读到头，说明内核已经在收拾它了
	// en: the end of its output: the kernel is already cleaning up after it
	_, err = io.Copy(io.Discard, stdout)
	check(err)
	fmt.Println("Kill again:", cmd.Process.Kill())
	fmt.Println("Wait:", cmd.Wait())
	err = cmd.Process.Kill()
	fmt.Println("Kill after Wait:", err)
	fmt.Println("is ErrProcessDone:", errors.Is(err, os.ErrProcessDone))
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
