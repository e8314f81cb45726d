//go:build linux

// Zombie looks at a child that has exited but has not been waited for.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		os.Exit(3)
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child")
	check(cmd.Start())
	dir := fmt.Sprintf("/proc/%d", cmd.Process.Pid)

	fields := stat(dir)
	for fields[0] != "Z" {
		time.Sleep(time.Millisecond)
		fields = stat(dir)
	}
	fmt.Println("before Wait:", fields[0])
	cmdline, err := os.ReadFile(dir + "/cmdline")
	check(err)
	fmt.Println("command line empty:", len(cmdline) == 0)
	// zh: 第 52 个字段是退出状态，fields 从第 3 个开始
	// en: field 52 is the exit status; fields begins with field 3
	fmt.Println("wait status on record:", fields[52-3])
	fmt.Println("Kill:", cmd.Process.Kill())

	fmt.Println("Wait:", cmd.Wait())
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		fmt.Println("after Wait: gone")
	}
}

// endregion

// region stat
// zh: stat 返回右括号之后的字段，第一个是进程的状态
// en: stat returns the fields after the parenthesis; the first is the state
func stat(dir string) []string {
	data, err := os.ReadFile(dir + "/stat")
	check(err)
	line := string(data)
	return strings.Fields(line[strings.LastIndex(line, ")")+1:])
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
