// Role-guard forgets to check its role, so each child starts a child.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

const limit = 4

func main() {
	log.SetFlags(0)
	// zh: 每一代都比上一代多一个参数 "child"，数一数就知道是第几代
	// en: each generation has one more argument "child": count them
	depth := len(os.Args) - 1
	fmt.Println("main runs at depth", depth)
	if depth == limit {
		fmt.Println("(stopped by the safety limit)")
		return
	}

	// zh: 没有检查角色：子进程也走到这里，又启动一个子进程
	// en: no role check: a child comes here too and starts another child
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, append(os.Args[1:], "child")...)
	cmd.Stdout = os.Stdout
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
}
