// Two-writers lets two processes put values into one queue.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "write" {
		write(json.NewEncoder(os.NewFile(3, "queue")), os.Args[2])
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.NewFile(3, "queue")))
		return
	}

	// region parent
	r, w, err := os.Pipe()
	check(err)
	children := []*exec.Cmd{
		start(w, "write", "a"),
		start(w, "write", "b"),
		start(r, "read"),
	}
	check(r.Close())
	check(w.Close())
	for _, cmd := range children {
		check(cmd.Wait())
	}
	fmt.Println("all done")
	// endregion
}

func start(end *os.File, role ...string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{end}
	check(cmd.Start())
	return cmd
}

func write(q *json.Encoder, name string) {
	for i := range 3 {
		value := fmt.Sprint(name, i+1)
		fmt.Printf("Put %s to queue...\n", value)
		check(q.Encode(value))
		time.Sleep(rand.N(50 * time.Millisecond))
	}
}

func read(q *json.Decoder) {
	for {
		var value string
		err := q.Decode(&value)
		if err == io.EOF {
			fmt.Println("reader: end of queue")
			return
		}
		check(err)
		fmt.Printf("Get %s from queue.\n", value)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
