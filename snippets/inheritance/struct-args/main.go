// Struct-args hands a struct to a child process, and tries to hand on functions
// and channels.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

// region task
type task struct {
	Name    string
	Numbers []int
	OnDone  func()
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	// region parent
	t := task{Name: "sum", Numbers: []int{1, 2, 3}, OnDone: func() { fmt.Println("done") }}
	var args bytes.Buffer
	check(gob.NewEncoder(&args).Encode(t))

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdin = &args
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
	// endregion

	// region refused
	fmt.Println("JSON, task:", encodeJSON(t))
	fmt.Println("gob, function:", encodeGob(t.OnDone))
	fmt.Println("gob, channel:", encodeGob(make(chan int)))
	// endregion
}

func encodeJSON(v any) error { return json.NewEncoder(io.Discard).Encode(v) }

func encodeGob(v any) error { return gob.NewEncoder(io.Discard).Encode(v) }

// region child
func child() {
	var t task
	check(gob.NewDecoder(os.Stdin).Decode(&t))
	fmt.Printf("child got %s %v, OnDone is nil: %t\n", t.Name, t.Numbers, t.OnDone == nil)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
