// Deadline limits how long a read may wait, and reads on afterwards.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"time"
)

func main() {
	log.SetFlags(0)
	client, server := connect()
	// region deadline
	check(client.SetReadDeadline(time.Now().Add(50 * time.Millisecond)))
	b := make([]byte, 5)
	_, err := client.Read(b)
	fmt.Println(err)
	netErr, ok := errors.AsType[net.Error](err)
	fmt.Println("Timeout:", ok && netErr.Timeout())
	fmt.Println("DeadlineExceeded:", errors.Is(err, os.ErrDeadlineExceeded))

	_, err = io.WriteString(server, "hello")
	check(err)
	_, err = client.Read(b)
	fmt.Println("second read:", errors.Is(err, os.ErrDeadlineExceeded))

	check(client.SetReadDeadline(time.Now().Add(5 * time.Second)))
	_, err = io.ReadFull(client, b)
	check(err)
	fmt.Printf("third read: %q\n", b)
	// endregion
	check(client.Close())
	check(server.Close())
}

// connect returns both ends of a connection.
func connect() (client, server net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	check(err)
	server, err = l.Accept()
	check(err)
	return client, server
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
