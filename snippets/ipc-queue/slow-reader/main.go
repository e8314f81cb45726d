// Slow-reader makes a fast writer wait for a slow reader.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
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
	writer := start(w, "write")
	reader := start(r, "read")
	check(r.Close())
	check(w.Close())
	check(writer.Wait())
	check(reader.Wait())
}

func start(end *os.File, role string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{end}
	check(cmd.Start())
	return cmd
}

// region children
func write(q *json.Encoder) {
	// zh: 一条消息远大于管道的容量
	// en: one message is much larger than the pipe
	large := strings.Repeat("x", 4<<20)
	for i := range 4 {
		fmt.Printf("Put %d...\n", i+1)
		check(q.Encode(large))
		fmt.Printf("Put %d done.\n", i+1)
	}
}

func read(q *json.Decoder) {
	for n := 1; ; n++ {
		time.Sleep(100 * time.Millisecond)
		var large string
		err := q.Decode(&large)
		if err == io.EOF {
			return
		}
		check(err)
		fmt.Printf("Get %d.\n", n)
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
