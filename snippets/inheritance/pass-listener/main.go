//go:build unix

// Pass-listener hands a listening socket to a child, which answers a client
// that connected before the child existed.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	// region parent
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	client, err := net.Dial("tcp", l.Addr().String())
	check(err)
	defer client.Close()

	f, err := l.(*net.TCPListener).File()
	check(err)
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{f}
	check(cmd.Start())
	fmt.Println("started child", cmd.Process.Pid)
	// zh: 父进程不再监听
	// en: the parent listens no longer
	check(f.Close())
	check(l.Close())

	answer, err := io.ReadAll(client)
	check(err)
	fmt.Printf("client got %q\n", answer)
	check(cmd.Wait())
	// endregion
}

// region child
func child() {
	l, err := net.FileListener(os.NewFile(3, "listener"))
	check(err)
	conn, err := l.Accept()
	check(err)
	_, err = fmt.Fprintf(conn, "hello from %d", os.Getpid())
	check(err)
	check(conn.Close())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
