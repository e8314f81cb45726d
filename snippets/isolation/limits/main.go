//go:build linux

// Limits runs two children with a limited address space. One wants it all.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
)

const limit = "1572864" // KiB: 1.5 GiB

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 {
		child(os.Args[1])
		return
	}
	// region parent
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	for _, role := range []string{"hungry", "modest"} {
		cmd := exec.Command("sh", "-c", `ulimit -v "$1" && exec "$0" "$2"`, exe, limit, role)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil { // not even started
			log.Fatal(err)
		}
		fmt.Printf("%s: %v: %s\n", role, cmd.ProcessState, reason(string(out)))
	}
	fmt.Println("parent survives")
	// endregion
}

// region child
func child(role string) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Println("recovered:", v)
		}
	}()
	var blocks [][]byte
	for role == "hungry" {
		blocks = append(blocks, make([]byte, 32<<20))
	}
	fmt.Println("done with", len(blocks), "blocks")
}

// endregion

// reason returns the line of output that says why the process ended.
func reason(output string) string {
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	line, _, _ := strings.Cut(output, "\n")
	return line
}
