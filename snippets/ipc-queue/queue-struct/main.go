// Queue-struct passes structs from a writer process to a reader process.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

// region message
type message struct {
	ID     int
	Text   string
	Sender int
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		write(json.NewEncoder(os.NewFile(3, "queue")))
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.Stdin))
		return
	}
	exe, err := os.Executable()
	check(err)
	// region twice
	sendTo(exec.Command(exe, "read"))
	// zh: cat 不懂消息，只把字节原样写出来
	// en: cat knows nothing of messages and shows the bytes as they are
	sendTo(exec.Command("cat"))
	// endregion
}

func sendTo(reader *exec.Cmd) {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	writer := exec.Command(exe, "write")
	writer.ExtraFiles = []*os.File{w}
	reader.Stdin = r
	for _, cmd := range []*exec.Cmd{writer, reader} {
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		check(cmd.Start())
	}
	check(r.Close())
	check(w.Close())
	check(writer.Wait())
	check(reader.Wait())
}

// region children
func write(q *json.Encoder) {
	for i, text := range []string{"apple", `say "hi"`, "中文"} {
		check(q.Encode(message{i + 1, text, os.Getpid()}))
	}
}

func read(q *json.Decoder) {
	for {
		var m message
		err := q.Decode(&m)
		if err == io.EOF {
			fmt.Println("reader: end of queue")
			return
		}
		check(err)
		fmt.Printf("Get %+v from queue.\n", m)
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
