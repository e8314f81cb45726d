// One-writer lets four goroutines write messages to one pipe, each message in
// two writes, with or without a lock.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"sync"
)

func main() {
	log.SetFlags(0)
	locked := len(os.Args) > 1 && os.Args[1] == "locked"
	r, w, err := os.Pipe()
	check(err)
	// region writers
	var mu sync.Mutex // guards w
	var writers sync.WaitGroup
	for g := range 4 {
		writers.Go(func() {
			for n := range 5000 {
				body := strings.Repeat("abcd"[g:g+1], 1+n%50)
				if locked {
					mu.Lock()
				}
				check(send(w, body))
				if locked {
					mu.Unlock()
				}
			}
		})
	}
	// endregion
	go func() {
		writers.Wait()
		check(w.Close())
	}()

	stream, good := bufio.NewReader(r), 0
	for receive(stream) == nil {
		good++
	}
	fmt.Println("good messages:", good)
	_, err = io.Copy(io.Discard, stream)
	check(err)
}

// region send
// send writes a message, its length first.
func send(w io.Writer, body string) error {
	if _, err := w.Write([]byte{byte(len(body))}); err != nil {
		return err
	}
	_, err := io.WriteString(w, body)
	return err
}

// endregion

// receive reads a message, which must be of one letter.
func receive(r *bufio.Reader) error {
	size, err := r.ReadByte()
	if err != nil {
		return err
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	if size == 0 || strings.Trim(string(body), string(body[:1])) != "" {
		return fmt.Errorf("damaged message %q", body)
	}
	return nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
