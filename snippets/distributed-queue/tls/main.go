// Tls replaces the key by certificates, and the connection by one that nobody
// can read or rewrite on the way.
package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
)

const task = "pay Bob"

func main() {
	log.SetFlags(0)
	// region config
	masterID, trustMaster := newIdentity("master")
	workerID, trustWorker := newIdentity("worker")
	server := &tls.Config{
		Certificates: []tls.Certificate{masterID},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    trustWorker,
	}
	worker := &tls.Config{
		Certificates: []tls.Certificate{workerID},
		ServerName:   "master",
		RootCAs:      trustMaster,
	}
	stranger := worker.Clone()
	stranger.Certificates = nil
	// endregion

	// region serve
	l, err := tls.Listen("tcp", "127.0.0.1:0", server)
	check(err)
	for _, config := range []*tls.Config{worker, stranger} {
		result := make(chan string)
		go func() { result <- call(l.Addr().String(), config) }()
		c, err := l.Accept()
		check(err)
		// zh: 第一次写的时候握手；握手失败，就是不让对方进来
		// en: the first write shakes hands; if that fails, the other is refused
		_, err = io.WriteString(c, task)
		c.Close()
		fmt.Println("master:", err)
		fmt.Println("worker:", <-result)
	}
	check(l.Close())
	// endregion
}

// region call
// call connects to addr, and returns what it got, or why it did not.
func call(addr string, config *tls.Config) string {
	raw, err := net.Dial("tcp", addr)
	check(err)
	var seen bytes.Buffer
	c := tls.Client(relay{raw, &seen}, config)
	defer c.Close()
	got, err := io.ReadAll(c)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("got %q, seen on the way: %t", got, bytes.Contains(seen.Bytes(), got))
}

// endregion

// relay is a connection of which somebody keeps a copy.
type relay struct {
	net.Conn
	seen *bytes.Buffer
}

func (r relay) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.seen.Write(p[:n])
	return n, err
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
