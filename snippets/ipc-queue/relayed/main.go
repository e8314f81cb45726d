// Relayed passes the children's output on, and loses the order between them.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		write(json.NewEncoder(os.NewFile(3, "queue")))
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.NewFile(3, "queue")))
		return
	}
	r, w, err := os.Pipe()
	check(err)
	var children sync.WaitGroup
	children.Go(func() { relay(w, "write") })
	children.Go(func() { relay(r, "read") })
	children.Wait()
	fmt.Println("both done")
}

// region relay
// relay starts a child and prints what it reads from the child's output.
func relay(end *os.File, role string) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role)
	cmd.Stderr = os.Stderr
	cmd.ExtraFiles = []*os.File{end}
	out, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	check(end.Close())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		fmt.Println(lines.Text())
	}
	check(lines.Err())
	check(cmd.Wait())
}

// endregion

func write(q *json.Encoder) {
	for _, value := range []string{"a", "b", "c"} {
		fmt.Printf("Put %s to queue...\n", value)
		check(q.Encode(value))
		time.Sleep(20 * time.Millisecond)
	}
}

func read(q *json.Decoder) {
	var value string
	err := q.Decode(&value)
	for ; err == nil; err = q.Decode(&value) {
		fmt.Printf("Get %s from queue.\n", value)
	}
	if err != io.EOF {
		log.Fatal(err)
	}
	fmt.Println("reader: end of queue")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
