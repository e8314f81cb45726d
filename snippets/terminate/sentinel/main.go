// Sentinel ends the reader of a queue with a last message.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "write" {
		longest, err := time.ParseDuration(os.Args[2])
		check(err)
		write(json.NewEncoder(os.NewFile(3, "queue")), longest)
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.NewFile(3, "queue")))
		return
	}
	longest := flag.Duration("max", 300*time.Millisecond, "longest pause after a put")
	flag.Parse()

	// region parent
	r, w, err := os.Pipe()
	check(err)
	defer w.Close()
	writer := start(w, "write", longest.String())
	reader := start(r, "read")
	check(r.Close())
	check(writer.Wait())
	// zh: nil 编码成 null，排在所有消息之后
	// en: nil is encoded as null and comes after all other messages
	check(json.NewEncoder(w).Encode(nil))
	fmt.Println("reader:", reader.Wait())
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

func write(q *json.Encoder, longest time.Duration) {
	fmt.Printf("Process to write: %d\n", os.Getpid())
	for _, value := range []string{"a", "b", "c"} {
		fmt.Printf("Put %s to queue...\n", value)
		check(q.Encode(value))
		time.Sleep(rand.N(longest + 1))
	}
}

// region read
func read(q *json.Decoder) {
	fmt.Printf("Process to read: %d\n", os.Getpid())
	for {
		var value *string
		check(q.Decode(&value))
		if value == nil {
			return
		}
		fmt.Printf("Get %s from queue.\n", *value)
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
