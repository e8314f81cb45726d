//go:build linux

// Ancestors lists its own process and every ancestor it can see.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
)

func main() {
	log.SetFlags(0)
	// zh: 父进程号 0 表示再往上看不到了
	// en: parent 0 means that nothing above can be seen
	for pid := os.Getpid(); pid != 0; {
		name, ppid, err := stat(pid)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d %q\n", pid, name)
		pid = ppid
	}
	fmt.Println("no parent above")
}

// region stat
// zh: stat 文件形如：4711 (name) S 4700 …
// en: a stat file looks like this: 4711 (name) S 4700 …
func stat(pid int) (name string, ppid int, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", 0, err
	}
	line := string(data)
	left, right := strings.Index(line, "("), strings.LastIndex(line, ")")
	// zh: 右括号之后依次是：状态、父进程号……
	// en: after the parenthesis come the state, the parent's pid, and more
	ppid, err = strconv.Atoi(strings.Fields(line[right+1:])[1])
	return line[left+1 : right], ppid, err
}

// endregion
