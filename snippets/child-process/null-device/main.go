// Null-device shows what a child gets if Stdin and Stdout are left nil.
package main

import (
	"fmt"
	"io"
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

func child() {
	b, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("child read %q\n", b)
}

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}

	fmt.Println("-- neither")
	cmd := exec.Command(exe, "child")
	run(cmd)

	fmt.Println("-- Stdout only")
	cmd = exec.Command(exe, "child")
	cmd.Stdout = os.Stdout
	run(cmd)

	fmt.Println("-- Stdin and Stdout")
	cmd = exec.Command(exe, "child")
	cmd.Stdin = os.Stdin
	cmd.Stdout = os.Stdout
	run(cmd)
}

// endregion

func run(cmd *exec.Cmd) {
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
}
