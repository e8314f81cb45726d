// Pipe-rules shows what becomes of a pipe whose other end has gone away.
package main

import (
	"fmt"
	"io"
	"log"
	"os/exec"
	"strings"
)

func main() {
	log.SetFlags(0)

	// region wait-first
	cmd := exec.Command("sh", "-c", "echo hello")
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	// zh: Wait 关闭了管道，那行 hello 就此丢失
	// en: Wait closes the pipe, and the hello is lost
	check(cmd.Wait())
	data, err := io.ReadAll(stdout)
	fmt.Printf("read after Wait: %q, %v\n", data, err)
	// endregion

	// region nobody-reads
	// zh: 1 MiB，管道里放不下，程序 true 又不读输入
	// en: 1 MiB does not fit into a pipe, and the program true reads no input
	input := strings.Repeat("x", 1<<20)

	cmd = exec.Command("true")
	stdin, err := cmd.StdinPipe()
	check(err)
	check(cmd.Start())
	_, err = io.WriteString(stdin, input)
	fmt.Println("write to StdinPipe:", err)
	check(cmd.Wait())

	cmd = exec.Command("true")
	cmd.Stdin = strings.NewReader(input)
	fmt.Println("the same as cmd.Stdin:", cmd.Run())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
