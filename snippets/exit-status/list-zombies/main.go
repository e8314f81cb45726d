//go:build linux

// List-zombies starts three children without waiting for them, and lists
// the zombies in /proc.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		return
	}
	exe, err := os.Executable()
	check(err)
	for range 3 {
		check(exec.Command(exe, "child").Start())
	}
	found := mine()
	for len(found) < 3 {
		time.Sleep(time.Millisecond)
		found = mine()
	}
	for _, z := range found {
		fmt.Printf("zombie %s %q, parent %s\n", z.pid, z.name, z.ppid)
	}
}

// region list
type zombie struct{ pid, name, ppid string }

func zombies() []zombie {
	paths, err := filepath.Glob("/proc/[0-9]*/stat")
	check(err)
	var found []zombie
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			// zh: 列出之后、读取之前，它可能已经没了
			// en: it may be gone since it was listed
			continue
		}
		line := string(data)
		left, right := strings.Index(line, "("), strings.LastIndex(line, ")")
		after := strings.Fields(line[right+1:])
		if after[0] == "Z" {
			found = append(found, zombie{strings.TrimSpace(line[:left]), line[left+1 : right], after[1]})
		}
	}
	return found
}

// zh: mine 只留下自己的子进程
// en: mine keeps only children of this process
func mine() []zombie {
	var found []zombie
	for _, z := range zombies() {
		if z.ppid == strconv.Itoa(os.Getpid()) {
			found = append(found, z)
		}
	}
	return found
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
