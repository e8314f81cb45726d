//go:build unix

// Socketpair asks a child process something, over one socket for both ways.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"syscall"
)

type message struct {
	ID   int
	Text string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child(os.NewFile(3, "socket"))
		return
	}
	parent()
}

// region parent
func parent() {
	mine, theirs := socketpair()
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{theirs}
	check(cmd.Start())
	check(theirs.Close())

	c, err := net.FileConn(mine)
	check(err)
	defer c.Close()
	check(mine.Close())
	requests, replies := json.NewEncoder(c), json.NewDecoder(c)
	check(requests.Encode(message{42, "duplex"}))
	var reply message
	check(replies.Decode(&reply))
	fmt.Println("parent got", reply)

	// zh: 只关闭去的方向：子进程读到文件结束，还能回话
	// en: close one direction only: the child sees the end, and can still answer
	check(c.(*net.UnixConn).CloseWrite())
	check(replies.Decode(&reply))
	fmt.Println("parent got", reply)
	check(cmd.Wait())
}

// endregion

// region socketpair
// socketpair returns the two ends of a connection, which only ExtraFiles hands on.
func socketpair() (a, b *os.File) {
	// zh: 两步之间不许启动子进程，否则两端都会漏过去
	// en: start no child between the two steps, or it gets both ends
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	check(err)
	syscall.CloseOnExec(fds[0])
	syscall.CloseOnExec(fds[1])
	return os.NewFile(uintptr(fds[0]), "socket"), os.NewFile(uintptr(fds[1]), "socket")
}

// endregion

// region child
func child(socket *os.File) {
	requests, replies := json.NewDecoder(socket), json.NewEncoder(socket)
	for n := 0; ; n++ {
		var m message
		err := requests.Decode(&m)
		if err == io.EOF {
			check(replies.Encode(message{n, "in all"}))
			return
		}
		check(err)
		fmt.Println("child got", m)
		check(replies.Encode(message{m.ID, m.Text + " reply"}))
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
