// Queue-eof passes three values from a writer process to a reader process.
package main

import (
	"encoding/json"
	"flag"
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
	writer := start(w, "write", longest.String())
	reader := start(r, "read")
	// zh: 父进程自己不读也不写，两端都要关闭
	// en: the parent neither reads nor writes, so it closes both its ends
	check(r.Close())
	check(w.Close())
	check(writer.Wait())
	check(reader.Wait())
	fmt.Println("both done")
	// endregion
}

// region start
func start(end *os.File, role ...string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{end}
	check(cmd.Start())
	return cmd
}

// endregion

// region children
func write(q *json.Encoder, longest time.Duration) {
	fmt.Printf("Process to write: %d\n", os.Getpid())
	for _, value := range []string{"a", "b", "c"} {
		fmt.Printf("Put %s to queue...\n", value)
		check(q.Encode(value))
		time.Sleep(rand.N(longest + 1))
	}
}

func read(q *json.Decoder) {
	fmt.Printf("Process to read: %d\n", os.Getpid())
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

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
