// Half-message kills a writer in the middle of a message.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "write" {
		write(os.NewFile(3, "queue"), os.Args[2])
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "number" {
		parent("7\n12") // the next number was to be 123
		return
	}
	parent(`"a"` + "\n" + `"b`)
}

// region write
// write puts a message and a half into the queue and never gets any further.
func write(q *os.File, text string) {
	_, err := io.WriteString(q, text)
	check(err)
	time.Sleep(time.Hour)
}

// endregion

// region parent
func parent(text string) {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	writer := exec.Command(exe, "write", text)
	writer.Stderr = os.Stderr
	writer.ExtraFiles = []*os.File{w}
	check(writer.Start())
	check(w.Close())

	q := json.NewDecoder(r)
	var value any
	check(q.Decode(&value))
	fmt.Printf("got %v\n", value)
	// zh: 后面的半条已经写出
	// en: half of the next message has been written by now
	check(writer.Process.Kill())
	_ = writer.Wait() // signal: killed

	for err = q.Decode(&value); err == nil; err = q.Decode(&value) {
		fmt.Printf("got %v\n", value)
	}
	fmt.Printf("end: %v\n", err)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
