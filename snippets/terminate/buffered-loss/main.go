// Buffered-loss ends a reader whose lines are still in a buffer of its own.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.Stdin), json.NewEncoder(os.NewFile(3, "receipts")))
		return
	}
	parent()
}

// region read
func read(q *json.Decoder, receipts *json.Encoder) {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "Process to read: %d\n", os.Getpid())
	for {
		var value string
		check(q.Decode(&value))
		fmt.Fprintf(out, "Get %s from queue.\n", value)
		// zh: 打印之后才写回执
		// en: the receipt follows the print
		check(receipts.Encode(value))
	}
}

// endregion

func parent() {
	exe, err := os.Executable()
	check(err)
	reader := exec.Command(exe, "read")
	reader.Stdout, reader.Stderr = os.Stdout, os.Stderr
	stdin, err := reader.StdinPipe()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	reader.ExtraFiles = []*os.File{w}
	check(reader.Start())
	check(w.Close())

	// region parent
	q, receipts := json.NewEncoder(stdin), json.NewDecoder(r)
	for _, value := range []string{"a", "b", "c"} {
		fmt.Printf("Put %s to queue...\n", value)
		check(q.Encode(value))
		var receipt string
		check(receipts.Decode(&receipt))
		fmt.Printf("Receipt for %s.\n", receipt)
	}
	check(reader.Process.Signal(syscall.SIGTERM))
	fmt.Println("reader:", reader.Wait())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
