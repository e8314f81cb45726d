// Any-name hands names to child processes exactly as they were given to it:
// the name in its argument, or those on the lines of its standard input.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"os/exec"
)

// region roles
func main() {
	log.SetFlags(0)
	switch {
	// zh: 只有子进程有两个参数，所以连 "child" 也可以是名字
	// en: only a child has two arguments, so even "child" may be a name
	case len(os.Args) == 3 && os.Args[1] == "child":
		fmt.Printf("Run child process %s (%d)...\n", os.Args[2], os.Getpid())
	case len(os.Args) == 2:
		start(os.Args[1])
	default:
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			start(lines.Text())
		}
		if err := lines.Err(); err != nil {
			log.Fatal(err)
		}
	}
}

// endregion

// region start
func start(name string) {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "child", name)
	cmd.Stdout = os.Stdout
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
}

// endregion
