//go:build linux || darwin

// Inherited-lock shows that an inherited descriptor shares its lock.
package main

import (
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
	parent()
}

func parent() {
	f, err := os.CreateTemp("", "lock-*")
	check(err)
	defer os.Remove(f.Name())
	defer f.Close()
	exe, err := os.Executable()
	check(err)
	// region parent
	check(syscall.Flock(int(f.Fd()), syscall.LOCK_EX))
	fmt.Println("parent: locked")
	cmd := exec.Command(exe, "child", f.Name())
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{f}
	check(cmd.Run())
	// endregion
}

// region child
func child(path string) {
	inherited := os.NewFile(3, "inherited")
	own, err := os.Open(path)
	check(err)
	try("own", own)
	try("inherited", inherited)
	fmt.Println("child: unlock inherited")
	check(syscall.Flock(int(inherited.Fd()), syscall.LOCK_UN))
	try("own", own)
}

func try(name string, f *os.File) {
	// zh: LOCK_NB：拿不到就返回错误，不等
	// en: LOCK_NB: return an error instead of waiting
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	fmt.Printf("child: lock %s: %v\n", name, err)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
