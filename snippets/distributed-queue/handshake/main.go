// Handshake shows whom the handshake lets through, and what it does not do.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"sync"
	"time"
)

const limit = time.Minute

var key = []byte("a long and random key")

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "relay" {
		relayed()
		return
	}
	// region cases
	master, worker := meet(admits(key, limit), has(key))
	fmt.Printf("same key: master %v, worker %v\n", master, worker)
	master, worker = meet(admits(key, limit), has([]byte("another key")))
	fmt.Printf("other key: master %v, worker %v\n", master, worker)
	_, worker = meet(impostor, has(key))
	fmt.Printf("impostor: worker %v\n", worker)
	_, worker = meet(mirror, has(key))
	fmt.Printf("mirror: worker %v\n", worker)
	master, _ = meet(admits(key, 100*time.Millisecond), silent)
	fmt.Printf("silent worker: master %v\n", master)
	// endregion
}

// region meet
// A side takes part in a handshake.
type side func(net.Conn) error

func admits(key []byte, limit time.Duration) side {
	return func(c net.Conn) error { return admit(c, key, limit) }
}

func has(key []byte) side {
	return func(c net.Conn) error { return introduce(c, key, limit) }
}

// meet connects the two sides in memory.
func meet(master, worker side) (masterErr, workerErr error) {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	var both sync.WaitGroup
	both.Go(func() { masterErr = take(master, a) })
	both.Go(func() { workerErr = take(worker, b) })
	both.Wait()
	return masterErr, workerErr
}

// take hangs up at an error.
func take(s side, c net.Conn) error {
	err := s(c)
	if err != nil {
		c.Close()
	}
	return err
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
