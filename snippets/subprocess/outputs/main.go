// Outputs runs one child in three ways and shows where its output went.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
	}
	parent()
}

// region child
func child() {
	fmt.Println(1)
	fmt.Fprintln(os.Stderr, 2)
	fmt.Println(3)
	os.Exit(4)
}

// endregion

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}

	out, err := exec.Command(exe, "child").Output()
	fmt.Printf("Output          %q, %v, Stderr %q\n", out, err, stderrOf(err))

	out, err = exec.Command(exe, "child").CombinedOutput()
	fmt.Printf("CombinedOutput  %q, %v, Stderr %q\n", out, err, stderrOf(err))

	cmd := exec.Command(exe, "child")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	fmt.Printf("Run             %q and %q, %v, Stderr %q\n",
		&stdout, &stderr, err, stderrOf(err))
}

func stderrOf(err error) []byte {
	exitErr, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		log.Fatal("not an exit error: ", err)
	}
	return exitErr.Stderr
}

// endregion
