//go:build linux || darwin

// Shared-page lets a parent and its child write into the same page of memory.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
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
	private := flag.Bool("private", false, "let the child map the page for itself")
	flag.Parse()
	mode := "shared"
	if *private {
		mode = "private"
	}
	parent(mode)
}

// region parent
func parent(mode string) {
	f, err := os.CreateTemp("", "page-*")
	check(err)
	// zh: 名字用不着，可以马上删；文件等谁都不用了才消失
	// en: nobody needs its name; the file lives until nobody uses it
	check(os.Remove(f.Name()))
	check(f.Truncate(int64(os.Getpagesize())))
	page := mmap(f, syscall.MAP_SHARED)

	fmt.Println("parent writes hello")
	copy(page, "hello")
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", mode)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{f}
	check(cmd.Run())
	fmt.Printf("parent reads %s\n", page[:5])
}

// endregion

// region child
func child(mode string) {
	flags := syscall.MAP_SHARED
	if mode == "private" {
		flags = syscall.MAP_PRIVATE
	}
	// zh: ExtraFiles 的第一个文件，在子进程里是 3 号
	// en: the first of ExtraFiles is descriptor 3 in the child
	page := mmap(os.NewFile(3, "page"), flags)
	fmt.Printf("child reads %s\n", page[:5])
	upper := bytes.ToUpper(page[:5])
	fmt.Printf("child writes %s\n", upper)
	copy(page, upper)
}

func mmap(f *os.File, flags int) []byte {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, flags)
	check(err)
	return page
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
