// Cancel-read ends a read that waits when its context is canceled.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"time"
)

// region read
// read is c.Read, but returns early when ctx is canceled.
func read(ctx context.Context, c net.Conn, b []byte) (int, error) {
	expired := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(expired)
		// zh: 过去的时间让正在等的 Read 立刻返回；只有 c 关闭了才会出错
		// en: a time in the past ends a Read that waits; it fails only if c is closed
		_ = c.SetReadDeadline(time.Unix(1, 0))
	})
	n, err := c.Read(b)
	if !stop() {
		<-expired
		_ = c.SetReadDeadline(time.Time{})
		return n, context.Cause(ctx)
	}
	return n, err
}

// endregion

func main() {
	log.SetFlags(0)
	client, server := connect()
	// region main
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err := read(ctx, client, make([]byte, 1))
		fmt.Println("read:", err)
	}()
	// zh: 多半已经在等；没有也一样
	// en: it is probably waiting by now; if not, the output is the same
	time.Sleep(20 * time.Millisecond)
	fmt.Println("main: cancel")
	cancel(errors.New("shutting down"))
	<-done
	// endregion
	check(client.Close())
	check(server.Close())
}

// connect returns both ends of a connection.
func connect() (client, server net.Conn) {
	l, err := net.Listen("unix", "socket")
	check(err)
	defer l.Close()
	client, err = net.Dial("unix", "socket")
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
