// Broken-pipe writes to a pipe that has no reader left.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		_, err := fmt.Fprintln(os.NewFile(3, "queue"), "a")
		fmt.Println(err)
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
	defer w.Close()
	check(r.Close())

	cmd := exec.Command(exe, "write")
	cmd.Stdout = os.Stdout
	cmd.ExtraFiles = []*os.File{w}
	fmt.Println("descriptor 3:", cmd.Run())

	cmd = exec.Command(exe, "write")
	cmd.Stdout = w
	cmd.ExtraFiles = []*os.File{w}
	fmt.Println("descriptor 1:", cmd.Run())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
