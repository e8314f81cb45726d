// Backpressure lets a writer run ahead of its reader as far as it can.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"time"
)

const (
	size     = 4096
	messages = 64
	fit      = 65536 / size // messages in a full pipe
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		write(os.NewFile(3, "queue"), os.NewFile(4, "receipts"))
		return
	}
	parent()
}

// region write
func write(queue, receipts *os.File) {
	for range messages {
		_, err := queue.Write(make([]byte, size))
		check(err)
		// zh: 写完一条，才写一个字节的回执
		// en: a receipt of one byte follows each message that was written
		_, err = receipts.Write([]byte{'.'})
		check(err)
	}
}

// endregion

func parent() {
	exe, err := os.Executable()
	check(err)
	queue, w, err := os.Pipe()
	check(err)
	receipts, w2, err := os.Pipe()
	check(err)
	cmd := exec.Command(exe, "write")
	cmd.Stderr = os.Stderr
	cmd.ExtraFiles = []*os.File{w, w2}
	check(cmd.Start())
	check(w.Close())
	check(w2.Close())

	// region parent
	// zh: 先不读 queue，只等回执
	// en: do not read the queue yet, and wait for receipts
	n, err := io.ReadFull(receipts, make([]byte, fit))
	check(err)
	fmt.Println("messages written before the reader began:", n)
	check(receipts.SetReadDeadline(time.Now().Add(200 * time.Millisecond)))
	_, err = receipts.Read(make([]byte, 1))
	fmt.Println("writer waited:", errors.Is(err, os.ErrDeadlineExceeded))

	total, err := io.Copy(io.Discard, queue)
	check(err)
	fmt.Println("read", total)
	// endregion
	check(cmd.Wait())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
