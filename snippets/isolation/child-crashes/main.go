// Child-crashes runs children that end in many ways. Each of them does what it
// can to recover.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	// region parent
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	for kind := range strings.FieldsSeq("ok panic index exit log-fatal unlock stack deadlock") {
		cmd := exec.Command(exe, "child", kind)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil { // not even started
			log.Fatal(err)
		}
		fmt.Printf("%-9s  %-13v  %s\n", kind, cmd.ProcessState, reason(string(out)))
	}
	fmt.Println("parent survives")
	// endregion
}

// region child
func child(kind string) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Println("recovered:", v)
		}
	}()
	switch kind {
	case "ok":
		fmt.Println("done")
	case "panic":
		panic("boom")
	case "index":
		fmt.Println(os.Args[3])
	case "exit":
		os.Exit(3)
	case "log-fatal":
		log.Fatal("no config")
	case "unlock":
		new(sync.Mutex).Unlock()
	case "stack":
		// zh: 默认的上限是 1 GB，不必等那么久
		// en: the default is 1 GB, more than we want to wait for
		debug.SetMaxStack(1 << 20)
		forever(0)
	case "deadlock":
		select {}
	}
}

// endregion

//lint:ignore SA5007 it is meant to use up the stack
func forever(depth int) { forever(depth + 1) }

// reason returns the line of output that says why the process ended.
func reason(output string) string {
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	line, _, _ := strings.Cut(output, "\n")
	return cmp.Or(line, "(no output)")
}
