//go:build unix

package main

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"syscall"
)

// region work
// work does tasks until the connection ends.
func work(addr string) {
	conn, err := net.Dial("tcp", addr)
	check(err)
	send, receive := json.NewEncoder(conn), json.NewDecoder(conn)
	for {
		var t task
		err := receive.Decode(&t)
		if err == io.EOF {
			return
		}
		check(err)
		if t.N == 3 && t.Attempt == 1 {
			check(syscall.Kill(os.Getpid(), syscall.SIGKILL))
		}
		t.Square = t.N * t.N
		check(send.Encode(t))
	}
}

// endregion
