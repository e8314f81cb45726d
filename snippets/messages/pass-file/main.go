//go:build unix

// Pass-file sends an open file to a process that could not open it itself.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	parent()
}

// region parent
func parent() {
	f, err := os.Create("secret")
	check(err)
	_, err = io.WriteString(f, "first line\nsecond line\n")
	check(err)
	_, err = f.Seek(int64(len("first line\n")), io.SeekStart)
	check(err)
	// zh: 文件从此没有名字，谁也打不开
	// en: from here on the file has no name, and nobody can open it
	check(os.Remove("secret"))

	l, err := net.Listen("unix", "socket")
	check(err)
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", "socket")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	c, err := l.Accept()
	check(err)
	defer c.Close()
	rights := syscall.UnixRights(int(f.Fd()))
	_, _, err = c.(*net.UnixConn).WriteMsgUnix([]byte("f"), rights, nil)
	check(err)
	check(cmd.Wait())
	check(l.Close())

	at, err := f.Seek(0, io.SeekCurrent)
	check(err)
	fmt.Println("parent: offset", at)
}

// endregion

// region child
func child(path string) {
	_, err := os.Open("secret")
	fmt.Println("child:", err)
	c, err := net.Dial("unix", path)
	check(err)
	defer c.Close()
	control := make([]byte, syscall.CmsgSpace(4))
	_, n, _, _, err := c.(*net.UnixConn).ReadMsgUnix(make([]byte, 1), control)
	check(err)
	messages, err := syscall.ParseSocketControlMessage(control[:n])
	check(err)
	if len(messages) != 1 {
		log.Fatal("no descriptor came")
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	check(err)
	rest, err := io.ReadAll(os.NewFile(uintptr(fds[0]), "received"))
	check(err)
	fmt.Printf("child read %q\n", rest)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
