//go:build unix

// Fifo reads from a pipe that has a name.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "")
	check(err)
	defer os.RemoveAll(dir)

	// region fifo
	name := filepath.Join(dir, "queue")
	check(syscall.Mkfifo(name, 0o600))
	writer := exec.Command("sh", "-c", `for x in a b c; do echo $x; done >"$1"`, "sh", name)
	writer.Stderr = os.Stderr
	check(writer.Start())

	// zh: 没有继承，只凭名字打开；等到写进程也打开，Open 才返回
	// en: opened by its name; Open returns once the writer has opened it, too
	queue, err := os.Open(name)
	check(err)
	defer queue.Close()
	lines := bufio.NewScanner(queue)
	for lines.Scan() {
		fmt.Println("got", lines.Text())
	}
	check(lines.Err())
	fmt.Println("EOF")
	check(writer.Wait())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
