// Process-tree starts a chain of processes, each the child of the one before.
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
	if len(os.Args) > 1 {
		depth, err := strconv.Atoi(os.Args[1])
		if err != nil {
			log.Fatal(err)
		}
		grow(fmt.Sprintf("depth %d", depth), depth-1)
		return
	}
	grow("root", 3)
}

// region grow
// zh: 先打印，再启动下一个，最后等它结束：每一代都比下一代先开口
// en: print first, then start the next one, then wait: every generation
// en: speaks before the one below it
func grow(name string, next int) {
	fmt.Printf("%s pid=%d ppid=%d\n", name, os.Getpid(), os.Getppid())
	if next == 0 {
		return
	}
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(self, strconv.Itoa(next))
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
}

// endregion
