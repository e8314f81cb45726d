// No-boundaries writes two messages into a pipe, without and with their lengths.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	// region bare
	r, w, err := os.Pipe()
	check(err)
	_, err = io.WriteString(w, "one")
	check(err)
	_, err = io.WriteString(w, "two")
	check(err)

	buf := make([]byte, 64)
	n, err := r.Read(buf)
	check(err)
	fmt.Printf("two writes, one read: %q\n", buf[:n])
	// endregion

	// region framed
	check(put(w, "one"))
	check(put(w, "two"))
	n, err = r.Read(buf)
	check(err)
	fmt.Printf("framed: % x\n", buf[:n])
	// endregion
}

// region put
// put writes one message behind its length in four bytes.
func put(w io.Writer, text string) error {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	_, err := w.Write(append(b, text...))
	return err
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
