//go:build unix

// Close-on-exec shows which of its open files a child gets.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 4 && os.Args[1] == "child" {
		fd, err := strconv.Atoi(os.Args[3])
		check(err)
		child(os.Args[2], uintptr(fd))
		return
	}
	exe, err := os.Executable()
	check(err)
	// region parent
	f, err := os.Open(exe)
	check(err)
	defer f.Close()
	run("os.Open", f.Fd())

	fd, err := syscall.Open(exe, syscall.O_RDONLY, 0)
	check(err)
	defer syscall.Close(fd)
	run("syscall.Open", uintptr(fd))

	run("os.Open, ExtraFiles", 3, f)
	// endregion
}

// region child
// child tells whether fd is the file of its own program.
func child(name string, fd uintptr) {
	exe, err := os.Executable()
	check(err)
	want, err := os.Stat(exe)
	check(err)
	got, err := os.NewFile(fd, "inherited").Stat()
	fmt.Printf("%s: %t\n", name, err == nil && os.SameFile(got, want))
}

// endregion

// run starts a child that looks at its descriptor fd.
func run(name string, fd uintptr, extra ...*os.File) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", name, fmt.Sprint(fd))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = extra
	check(cmd.Run())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
