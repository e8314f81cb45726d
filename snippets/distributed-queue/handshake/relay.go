package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
)

// region relay
// relay is a connection through a machine in the middle, which does not know
// the key, but reads everything and rewrites what it likes.
type relay struct {
	net.Conn
	seen *bytes.Buffer
}

func (r relay) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.seen.Write(p[:n])
	copy(p, bytes.Replace(p[:n], []byte("pay Bob"), []byte("pay Eve"), 1))
	return n, err
}

func (r relay) Write(p []byte) (int, error) {
	r.seen.Write(p)
	return r.Conn.Write(p)
}

// endregion

// region relayed
func relayed() {
	const task = "pay Bob"
	var seen bytes.Buffer
	master, worker := meet(
		func(c net.Conn) error {
			check(admit(c, key, limit))
			_, err := io.WriteString(c, task)
			return err
		},
		func(c net.Conn) error {
			c = relay{c, &seen}
			check(introduce(c, key, limit))
			got := make([]byte, len(task))
			_, err := io.ReadFull(c, got)
			fmt.Printf("worker got %q\n", got)
			return err
		})
	fmt.Printf("errors: master %v, worker %v\n", master, worker)
	fmt.Println("the key was seen:", bytes.Contains(seen.Bytes(), key))
	fmt.Println("the task was seen:", bytes.Contains(seen.Bytes(), []byte(task)))
}

// endregion
