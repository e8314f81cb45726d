// Pipe-basic sends three lines to a child process through a pipe.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	// zh: 第 0 项在子进程里是 3 号描述符
	// en: element 0 is descriptor 3 in the child
	cmd.ExtraFiles = []*os.File{r}
	check(cmd.Start())
	check(r.Close())

	for _, line := range []string{"a", "b", "c"} {
		_, err := fmt.Fprintln(w, line)
		check(err)
	}
	// zh: 不再写了；子进程因此读到文件结束
	// en: nothing more to write, so the child will reach the end of file
	check(w.Close())
	fmt.Println("wait", cmd.Wait())
}

// endregion

// region child
func child() {
	lines := bufio.NewScanner(os.NewFile(3, "pipe"))
	for lines.Scan() {
		fmt.Printf("child got %s\n", lines.Text())
	}
	check(lines.Err())
	fmt.Println("child: EOF")
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
