// Length-prefix sends the length of each message, in four bytes, ahead of it.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		write(os.NewFile(3, "queue"))
		return
	}
	parent()
}

func write(q *os.File) {
	for _, text := range []string{"a", "two\nlines", "", "123"} {
		check(put(q, text))
	}
	// zh: 说好 3 个字节，只写 2 个就退出
	// en: promise three bytes, write two, and exit
	_, err := q.Write([]byte{0, 0, 0, 3, '1', '2'})
	check(err)
}

// region frames
// put writes one message in one write.
func put(w io.Writer, text string) error {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	_, err := w.Write(append(b, text...))
	return err
}

// get reads one message; io.EOF means that no message has begun.
func get(r io.Reader) (string, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return "", err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > 1<<20 {
		return "", fmt.Errorf("message of %d bytes", n)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return string(b), err
}

// endregion

func parent() {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	writer := exec.Command(exe, "write")
	writer.Stderr = os.Stderr
	writer.ExtraFiles = []*os.File{w}
	check(writer.Start())
	check(w.Close())
	text, err := get(r)
	for ; err == nil; text, err = get(r) {
		fmt.Printf("got %q\n", text)
	}
	fmt.Printf("end: %v\n", err)
	check(writer.Wait())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
