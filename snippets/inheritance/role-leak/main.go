// Role-leak tells a worker its role in two ways. The worker starts a command,
// which looks for the role.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	// region role
	if os.Getenv("ROLE") == "worker" || len(os.Args) == 2 && os.Args[1] == "worker" {
		worker()
		return
	}
	// endregion
	exe, err := os.Executable()
	check(err)
	// region parent
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "ROLE=worker")
	run("role in the environment", cmd)

	run("role in an argument", exec.Command(exe, "worker"))
	// endregion
}

// region worker
func worker() {
	cmd := exec.Command("sh", "-c", `echo "grandchild sees ROLE=$ROLE"`)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
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
