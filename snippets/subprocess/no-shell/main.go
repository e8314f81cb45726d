// No-shell gives the same words to echo, to a shell, and to a shell as data.
package main

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "no-shell")
	check(err)
	defer os.RemoveAll(dir)
	for _, name := range []string{"a.txt", "b.txt"} {
		check(os.WriteFile(filepath.Join(dir, name), nil, 0o644))
	}

	run := func(name string, args ...string) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME=/home/gopher")
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		check(cmd.Run())
	}
	// region run
	run("echo", "*", "$HOME")
	run("sh", "-c", "echo * $HOME")
	// zh: 脚本是固定的，外来的文字只作为 "$1" 交给它
	// en: the script is fixed; untrusted text reaches it only as "$1"
	run("sh", "-c", `echo "$1"`, "sh", "*; echo $HOME")
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
