// Branching-tree lets every process start two children, two levels deep.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 {
		level, err := strconv.Atoi(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		grow(os.Args[1], level)
		return
	}
	grow("root", 2)
}

// region grow
func grow(name string, level int) {
	fmt.Printf("%s pid=%d ppid=%d\n", name, os.Getpid(), os.Getppid())
	if level == 0 {
		return
	}
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	// zh: 两个都启动了，才开始等
	// en: both are started before either is waited for
	var children []*exec.Cmd
	for _, side := range []string{"left", "right"} {
		cmd := exec.Command(self, name+"-"+side, strconv.Itoa(level-1))
		cmd.Stdout = os.Stdout
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			log.Fatal(err)
		}
		children = append(children, cmd)
	}
	for _, cmd := range children {
		if err := cmd.Wait(); err != nil {
			log.Fatal(err)
		}
	}
}

// endregion
