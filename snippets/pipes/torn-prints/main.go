// Torn-prints has four processes build their lines from six prints each.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"regexp"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "write" {
		write(os.NewFile(3, "log"), os.Args[2])
		return
	}
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	ready, set, err := os.Pipe()
	check(err)
	var writers []*exec.Cmd
	for _, name := range []string{"a", "b", "c", "d"} {
		cmd := exec.Command(exe, "write", name)
		cmd.Stdin, cmd.Stderr = ready, os.Stderr
		cmd.ExtraFiles = []*os.File{w}
		check(cmd.Start())
		writers = append(writers, cmd)
	}
	check(w.Close())
	check(ready.Close())
	// zh: 都启动了，一起开始
	// en: all have been started; now they begin
	check(set.Close())
	out, err := io.ReadAll(r)
	check(err)
	for _, cmd := range writers {
		check(cmd.Wait())
	}
	count(out)
}

// region write
func write(out *os.File, name string) {
	// zh: 标准输入读到头，才开始写
	// en: begin at the end of standard input
	_, err := io.ReadAll(os.Stdin)
	check(err)
	for i := range 200 {
		fmt.Fprint(out, "worker ")
		fmt.Fprint(out, name)
		fmt.Fprint(out, ": ")
		fmt.Fprint(out, "line ")
		fmt.Fprint(out, i)
		fmt.Fprint(out, "\n")
	}
}

// endregion

func count(out []byte) {
	whole := regexp.MustCompile(`^worker [a-d]: line \d+\n$`)
	lines, torn := 0, 0
	for line := range bytes.Lines(out) {
		lines++
		if whole.Match(line) {
			continue
		}
		if torn == 0 {
			fmt.Printf("first torn line: %q\n", line)
		}
		torn++
	}
	fmt.Printf("%d bytes, %d lines, %d torn\n", len(out), lines, torn)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
