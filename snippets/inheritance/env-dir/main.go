// Env-dir gives its children several environments and directories.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		child()
		return
	}
	exe, err := os.Executable()
	check(err)
	// region cases
	check(os.Setenv("NAME", "parent"))
	run("default", exec.Command(exe, "child"))

	cmd := exec.Command(exe, "child")
	cmd.Env = append(os.Environ(), "NAME=first", "NAME=second")
	run("NAME twice", cmd)

	cmd = exec.Command(exe, "child")
	cmd.Dir = "/"
	run("Dir", cmd)

	cmd = exec.Command(exe, "child")
	cmd.Env = []string{}
	run("empty Env", cmd)

	cmd = exec.Command("sh", "-c", `echo "PATH is ${PATH:+not }empty"`)
	cmd.Env = []string{}
	run("empty Env, sh", cmd)
	// endregion
}

// region child
func child() {
	dir, err := os.Getwd()
	check(err)
	_, ok := os.LookupEnv("PATH")
	fmt.Printf("NAME=%q, has PATH: %t, directory %s\n", os.Getenv("NAME"), ok, dir)
}

// endregion

func run(name string, cmd *exec.Cmd) {
	fmt.Println("--", name)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
