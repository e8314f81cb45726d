//go:build unix

// Stalled-peer gives up on a process that stops in the middle of a message.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	parent()
}

// region child
func child(path string) {
	c, err := net.Dial("unix", path)
	check(err)
	// zh: 一条完整的消息；另一条说好 5 个字节，只来 2 个
	// en: one whole message; of the five bytes of another, only two
	_, err = c.Write([]byte("\x00\x00\x00\x03one" + "\x00\x00\x00\x05he"))
	check(err)
	// zh: 对方断开，Read 才返回
	// en: this returns when the other side hangs up
	_, _ = c.Read(make([]byte, 1))
	fmt.Println("child: the parent has hung up")
}

// endregion

// region get
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
	l, err := net.Listen("unix", "socket")
	check(err)
	defer l.Close()
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", "socket")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	// region parent
	c, err := l.Accept()
	check(err)
	text, err := get(c)
	check(err)
	fmt.Printf("got %q\n", text)

	check(c.SetReadDeadline(time.Now().Add(200 * time.Millisecond)))
	_, err = get(c)
	fmt.Println("parent:", err)
	fmt.Println("timeout:", errors.Is(err, os.ErrDeadlineExceeded))
	// zh: 前一半已经取走，这条连接不能再用了
	// en: half of it has been taken, so this connection is of no use anymore
	check(c.Close())
	check(cmd.Wait())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
