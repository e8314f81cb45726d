// Two-readers lets two processes read JSON messages from one pipe.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"syscall"
	"time"
)

type message struct{ ID int }

// A report is what a reader has to say at its end.
type report struct {
	Read  int
	Error string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.NewFile(3, "queue")))
		return
	}
	parent()
}

// region read
func read(q *json.Decoder) {
	var m message
	n := 0
	err := q.Decode(&m)
	for ; err == nil; err = q.Decode(&m) {
		n++
		// zh: 每条消息要费一点工夫
		// en: each message takes a little work
		time.Sleep(10 * time.Microsecond)
	}
	check(json.NewEncoder(os.Stdout).Encode(report{n, err.Error()}))
}

// endregion

func parent() {
	// region parent
	r, w, err := os.Pipe()
	check(err)
	first, firstReport := start(r)
	second, secondReport := start(r)
	check(r.Close())
	q := json.NewEncoder(w)
	for id := range 3000 {
		// zh: 两个读者都放弃了，就写不进去了
		// en: nothing can be written once both readers have given up
		err := q.Encode(message{id})
		if errors.Is(err, syscall.EPIPE) {
			break
		}
		check(err)
	}
	check(w.Close())
	one, two := finish(first, firstReport), finish(second, secondReport)
	fmt.Println("first reader:", one.Error)
	fmt.Println("second reader:", two.Error)
	fmt.Printf("read %d of 3000 messages\n", one.Read+two.Read)
	// endregion
}

func start(queue *os.File) (*exec.Cmd, *json.Decoder) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "read")
	cmd.Stderr = os.Stderr
	cmd.ExtraFiles = []*os.File{queue}
	out, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	return cmd, json.NewDecoder(out)
}

func finish(cmd *exec.Cmd, out *json.Decoder) (r report) {
	check(out.Decode(&r))
	check(cmd.Wait())
	return r
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
