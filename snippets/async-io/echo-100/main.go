// Echo-100 has 100 clients wait 100 ms each, all at once.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"runtime/metrics"
	"sync"
	"time"
)

// region server
func serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		check(err)
		go handle(conn)
	}
}

func handle(conn net.Conn) {
	defer conn.Close()
	line, err := bufio.NewReader(conn).ReadString('\n')
	check(err)
	// zh: 代替一次数据库查询
	// en: stands for a query to a database
	time.Sleep(100 * time.Millisecond)
	_, err = io.WriteString(conn, line)
	check(err)
}

// endregion

// region main
func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go serve(l)

	start := time.Now()
	var wg sync.WaitGroup
	for n := range 100 {
		wg.Go(func() { ask(l.Addr().String(), fmt.Sprintf("hello %d\n", n)) })
	}
	wg.Wait()
	fmt.Println("under 5 s:", time.Since(start) < 5*time.Second)
	fmt.Println("threads:", threads())
}

// endregion

func ask(address, question string) {
	conn, err := net.Dial("tcp", address)
	check(err)
	defer conn.Close()
	_, err = io.WriteString(conn, question)
	check(err)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	check(err)
	if answer != question {
		log.Fatalf("asked %q, got %q", question, answer)
	}
}

func threads() uint64 {
	sample := []metrics.Sample{{Name: "/sched/threads/total:threads"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
