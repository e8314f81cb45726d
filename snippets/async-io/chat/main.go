// Chat is a server whose state belongs to one goroutine, an event loop.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"net/textproto"
)

// region room
// A room is an event loop: one goroutine calls the functions it receives.
type room struct {
	events  chan func()
	members map[chan string]bool // for the loop only
}

func (r *room) run() {
	for do := range r.events {
		do()
	}
}

// say is for the loop, which must not wait for a slow member.
func (r *room) say(text string) {
	for out := range r.members {
		select {
		case out <- text:
		default:
		}
	}
}

// endregion

// region serve
func (r *room) serve(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	if !lines.Scan() {
		return
	}
	name := lines.Text()
	out := make(chan string, 16)
	go func() {
		for text := range out {
			// zh: 写不出去，是对方走了；下面的 Scan 也会知道
			// en: it fails when the member has gone; Scan, below, finds out, too
			_, _ = fmt.Fprintln(conn, text)
		}
	}()
	r.events <- func() { r.members[out] = true; r.say(name + " joins") }
	for lines.Scan() {
		text := lines.Text()
		r.events <- func() { r.say(name + ": " + text) }
	}
	r.events <- func() { delete(r.members, out); close(out); r.say(name + " leaves") }
}

// endregion

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	r := &room{make(chan func()), make(map[chan string]bool)}
	go r.run()
	go func() {
		for {
			conn, err := l.Accept()
			check(err)
			go r.serve(conn)
		}
	}()
	// region main
	ann := join(l, "ann")
	hear("ann", ann)
	bob := join(l, "bob")
	hear("ann", ann)
	hear("bob", bob)
	check(ann.PrintfLine("hi"))
	hear("ann", ann)
	hear("bob", bob)
	check(bob.Close())
	hear("ann", ann)
	// endregion
}

func join(l net.Listener, name string) *textproto.Conn {
	conn, err := textproto.Dial("tcp", l.Addr().String())
	check(err)
	check(conn.PrintfLine("%s", name))
	return conn
}

func hear(name string, conn *textproto.Conn) {
	line, err := conn.ReadLine()
	check(err)
	fmt.Printf("%s hears: %s\n", name, line)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
