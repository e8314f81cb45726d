//go:build unix

// Find-program shows whose directory and whose PATH decide which file is run.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "find-program")
	check(err)
	defer os.RemoveAll(dir)
	check(os.Chdir(dir))
	inner := filepath.Join(dir, "inner")
	check(os.Mkdir(inner, 0o755))
	// zh: 两个同名的脚本，一个在当前目录，一个在 inner
	// en: two scripts of one name, here and in inner
	check(os.WriteFile("greet", []byte("#!/bin/sh\necho outer\n"), 0o755))
	check(os.WriteFile("inner/greet", []byte("#!/bin/sh\necho inner\n"), 0o755))

	// region cases
	run("./greet", exec.Command("./greet"))

	cmd := exec.Command("./greet")
	cmd.Dir = inner
	run("./greet, Dir", cmd)

	cmd = exec.Command("greet")
	cmd.Env = []string{"PATH=" + inner}
	run("greet, PATH of the child", cmd)

	check(os.Setenv("PATH", inner+":"+os.Getenv("PATH")))
	run("greet, PATH of the parent", exec.Command("greet"))
	// endregion
}

func run(name string, cmd *exec.Cmd) {
	out, err := cmd.Output()
	fmt.Printf("%s: %q, %v\n", name, out, err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
