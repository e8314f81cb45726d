// Crc sends messages with a checksum and finds the one that was damaged.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log"
)

// region frames
var errChecksum = errors.New("wrong checksum")

// put writes one message behind its length and a checksum of both.
func put(w io.Writer, text string) error {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	sum := crc32.Update(crc32.ChecksumIEEE(b), crc32.IEEETable, []byte(text))
	b = binary.BigEndian.AppendUint32(b, sum)
	_, err := w.Write(append(b, text...))
	return err
}

// get reads one message; io.EOF means that no message has begun.
func get(r io.Reader) (string, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", err
	}
	n := binary.BigEndian.Uint32(head[:4])
	if n > 1<<20 {
		return "", fmt.Errorf("message of %d bytes", n)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return "", err
	}
	sum := crc32.Update(crc32.ChecksumIEEE(head[:4]), crc32.IEEETable, b)
	if sum != binary.BigEndian.Uint32(head[4:]) {
		return "", errChecksum
	}
	return string(b), nil
}

// endregion

// region main
func main() {
	log.SetFlags(0)
	var stream bytes.Buffer
	for _, text := range []string{"one", "two"} {
		if err := put(&stream, text); err != nil {
			log.Fatal(err)
		}
	}
	read("intact", bytes.Clone(stream.Bytes()))
	// zh: 第二条从第 11 个字节开始：长度、校验和各 4 个，然后是 two
	// en: the second begins at byte 11: four bytes each of length and checksum, then two
	for _, i := range []int{14, 19} {
		damaged := bytes.Clone(stream.Bytes())
		damaged[i] ^= 1
		read(fmt.Sprintf("byte %d damaged", i), damaged)
	}
}

func read(name string, stream []byte) {
	fmt.Println("--", name)
	r := bytes.NewReader(stream)
	text, err := get(r)
	for ; err == nil; text, err = get(r) {
		fmt.Printf("got %q\n", text)
	}
	fmt.Println("end:", err)
}

// endregion
