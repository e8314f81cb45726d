// Http-panic has a handler panic, and then a goroutine that a handler started.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
)

func main() {
	// region handlers
	http.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) {
		panic("boom")
	})
	http.HandleFunc("/hello", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "hello")
	})
	http.HandleFunc("/background", func(http.ResponseWriter, *http.Request) {
		done := make(chan struct{})
		go func() {
			work()
			close(done)
		}()
		<-done
	})
	// endregion
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{ErrorLog: log.New(firstLine{}, "server: ", 0)}
	go func() { log.Fatal(server.Serve(l)) }()
	for _, path := range []string{"/panic", "/hello", "/background"} {
		get(l.Addr(), path)
	}
}

func work() {
	panic("boom again")
}

func get(addr net.Addr, path string) {
	resp, err := http.Get("http://" + addr.String() + path)
	if errors.Is(err, io.EOF) {
		fmt.Printf("GET %s: no answer\n", path)
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("GET %s: %s, %s\n", path, resp.Status, body)
}

// firstLine prints the first line of each message; stacks follow it.
type firstLine struct{}

func (firstLine) Write(p []byte) (int, error) {
	line, _, _ := bytes.Cut(p, []byte("\n"))
	fmt.Printf("%s\n", line)
	return len(p), nil
}
