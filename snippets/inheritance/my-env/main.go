//go:build unix

// My-env is a small env(1): my-env [-i] [NAME=VALUE]... [COMMAND [ARG]...]
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(0)
	// region env
	env, args := os.Environ(), os.Args[1:]
	if len(args) > 0 && args[0] == "-i" {
		env, args = nil, args[1:]
	}
	for len(args) > 0 && strings.Contains(args[0], "=") {
		env, args = set(env, args[0]), args[1:]
	}
	if len(args) == 0 {
		for _, entry := range env {
			fmt.Println(entry)
		}
		return
	}
	path, err := exec.LookPath(args[0])
	if err != nil {
		log.Print(err)
		os.Exit(127)
	}
	// zh: 成功了就不返回：同一个进程，换了程序和环境
	// en: upon success it does not return: same process, new program, new environment
	log.Print(syscall.Exec(path, args, env))
	os.Exit(126)
	// endregion
}

// region set
// set returns env with entry in place of all entries of the same name.
func set(env []string, entry string) []string {
	name, _, _ := strings.Cut(entry, "=")
	var kept []string
	for _, e := range env {
		if n, _, _ := strings.Cut(e, "="); n != name {
			kept = append(kept, e)
		}
	}
	return append(kept, entry)
}

// endregion
