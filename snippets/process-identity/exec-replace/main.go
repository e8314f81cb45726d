//go:build unix

// Exec-replace replaces itself by a new run of its own binary.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "stage-2" {
		stage2(os.Args[2])
		return
	}
	stage1()
}

// region stage1
func stage1() {
	fmt.Println("stage 1")
	defer fmt.Println("never printed")

	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	// zh: args[0] 写什么都行：它只是约定，不是文件名
	// en: args[0] may be anything: it is a convention, not the file's name
	args := []string{"any-name", "stage-2", strconv.Itoa(os.Getpid())}
	err = syscall.Exec(self, args, os.Environ())
	// zh: 能走到这里，只说明替换失败了
	// en: getting here means one thing only: exec failed
	log.Fatal(err)
}

// endregion

// region stage2
func stage2(pidBefore string) {
	fmt.Println("stage 2")
	fmt.Printf("same pid: %t\n", strconv.Itoa(os.Getpid()) == pidBefore)
	fmt.Printf("arguments: %q\n", os.Args[:2])
}

// endregion
