// Shared-offset has two children write to one file at the same time. The file
// was opened once, or once for each of them.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	// region parent
	f := open(0)
	write("opened once", f, f)
	write("opened twice", open(0), open(0))
	write("opened twice, O_APPEND", open(os.O_APPEND), open(os.O_APPEND))
	// endregion
}

// region child
func child(name string) {
	for i := range 200 {
		fmt.Printf("child %s line %03d\n", name, i)
	}
}

// endregion

const path = "lines.txt"

func open(flag int) *os.File {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|flag, 0o644)
	check(err)
	return f
}

// region write
// write starts two children, a with standard output fa and b with fb, and
// counts the lines that the file holds in the end.
func write(name string, fa, fb *os.File) {
	exe, err := os.Executable()
	check(err)
	a, b := exec.Command(exe, "child", "a"), exec.Command(exe, "child", "b")
	a.Stdout, b.Stdout = fa, fb
	check(a.Start())
	check(b.Start())
	check(a.Wait())
	check(b.Wait())
	fa.Close()
	fb.Close()
	text, err := os.ReadFile(path)
	check(err)
	fmt.Printf("%s: %d lines of 400\n", name, bytes.Count(text, []byte("\n")))
	check(os.Remove(path))
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
