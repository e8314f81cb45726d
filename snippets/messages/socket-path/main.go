//go:build linux

// Socket-path makes the mistakes that one can make with the path of a socket.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strings"
)

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "")
	check(err)
	defer os.RemoveAll(dir)
	check(os.Chdir(dir))

	// region mistakes
	_, err = net.Dial("unix", "s")
	fmt.Println("no file:", err)

	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: "s", Net: "unix"})
	check(err)
	// zh: 像被杀死的进程那样，留下文件
	// en: leave the file behind, as a killed process does
	l.SetUnlinkOnClose(false)
	check(l.Close())
	_, err = net.Dial("unix", "s")
	fmt.Println("left behind:", err)
	_, err = net.Listen("unix", "s")
	fmt.Println("listen again:", err)

	check(os.Remove("s"))
	again, err := net.Listen("unix", "s")
	fmt.Println("after removing it:", err)
	check(again.Close())

	for _, n := range []int{107, 108} {
		l, err := net.Listen("unix", strings.Repeat("s", n))
		fmt.Printf("%d bytes: %t\n", n, err == nil)
		if err != nil {
			fmt.Println("because:", err.(*net.OpError).Err)
			continue
		}
		check(l.Close())
	}
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
