// Limit serves 100 clients, never more than 50 of them at once.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/textproto"
	"sync"
	"time"
)

// region serve
func serve(l net.Listener, limit int) {
	places := make(chan struct{}, limit)
	for {
		// zh: 先占位，再接受：多出来的连接在内核里等
		// en: take a place, then accept: further connections wait in the kernel
		places <- struct{}{}
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		check(err)
		go func() {
			defer func() { <-places }()
			handle(conn)
		}()
	}
}

// endregion

var (
	mu         sync.Mutex
	open, most int
)

func count(change int) {
	mu.Lock()
	defer mu.Unlock()
	open += change
	most = max(most, open)
}

func handle(conn net.Conn) {
	count(+1)
	defer count(-1)
	defer conn.Close()
	line, err := bufio.NewReader(conn).ReadString('\n')
	check(err)
	time.Sleep(20 * time.Millisecond)
	_, err = io.WriteString(conn, line)
	check(err)
}

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go serve(l, 50)
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			conn, err := textproto.Dial("tcp", l.Addr().String())
			check(err)
			defer conn.Close()
			check(conn.PrintfLine("hello"))
			_, err = conn.ReadLine()
			check(err)
		})
	}
	wg.Wait()
	mu.Lock()
	fmt.Println("all answered, most at once:", most)
	mu.Unlock()
	check(l.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
