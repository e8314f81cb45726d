package main

import (
	"io"
	"net"
)

// region impostors
// impostor does not know the key: its proof is made up.
func impostor(c net.Conn) error {
	return pretend(c, func(workers []byte) []byte { return make([]byte, size) })
}

// mirror does not know it, either: it returns the worker's own proof.
func mirror(c net.Conn) error {
	return pretend(c, func(workers []byte) []byte { return workers })
}

// pretend is like admit, but lets everybody in, and proves with prove.
func pretend(c net.Conn, prove func(workers []byte) []byte) error {
	if _, err := c.Write(make([]byte, size)); err != nil {
		return err
	}
	answer := make([]byte, 2*size)
	if _, err := io.ReadFull(c, answer); err != nil {
		return err
	}
	_, err := c.Write(prove(answer[size:]))
	return err
}

// endregion

// silent listens, and says nothing.
func silent(c net.Conn) error {
	_, err := io.Copy(io.Discard, c)
	return err
}
