//go:build linux

// Unix-socket listens at a path and asks the kernel who is calling.
package main

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "client" {
		client(os.Args[2])
		return
	}
	server()
}

// region server
func server() {
	dir, err := os.MkdirTemp("", "")
	check(err)
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "socket")
	l, err := net.Listen("unix", path)
	check(err)

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "client", path)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())

	c, err := l.Accept()
	check(err)
	cred := peer(c.(*net.UnixConn))
	fmt.Println("peer pid is my child:", int(cred.Pid) == cmd.Process.Pid)
	fmt.Println("peer uid is mine:", int(cred.Uid) == os.Getuid())

	var text string
	check(gob.NewDecoder(c).Decode(&text))
	fmt.Println("server got", text)
	check(gob.NewEncoder(c).Encode("pong"))
	check(cmd.Wait())

	check(c.Close())
	check(l.Close())
	_, err = os.Stat(path)
	fmt.Println("socket file removed on Close:", errors.Is(err, fs.ErrNotExist))
}

// endregion

// region peer
// peer returns what the kernel noted about the process that has connected.
func peer(c *net.UnixConn) (cred *syscall.Ucred) {
	raw, err := c.SyscallConn()
	check(err)
	check(raw.Control(func(fd uintptr) {
		cred, err = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}))
	check(err)
	return cred
}

// endregion

// region client
func client(path string) {
	c, err := net.Dial("unix", path)
	check(err)
	defer c.Close()
	check(gob.NewEncoder(c).Encode("ping"))
	var text string
	check(gob.NewDecoder(c).Decode(&text))
	fmt.Println("client got", text)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
