//go:build unix

// Journal is a master that survives its own death, because it keeps a journal.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
)

// A result stands in the journal, one a line.
type result struct{ N, Square int }

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 {
		master(os.Args[1])
		return
	}
	exe, err := os.Executable()
	check(err)
	for _, life := range []string{"1", "2"} {
		cmd := exec.Command(exe, life)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		_ = cmd.Run() // ProcessState says how it ended
		fmt.Printf("life %s: %v\n", life, cmd.ProcessState)
	}
}

// region master
// master does five tasks, except for those in the journal.
func master(life string) {
	f, err := os.OpenFile("journal", os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	check(err)
	defer f.Close()
	done := replay(f)
	fmt.Printf("life %s: %d tasks done before\n", life, len(done))
	for n := range 5 {
		if _, ok := done[n]; ok {
			continue
		}
		fmt.Println("do task", n)
		if life == "1" && n == 3 {
			check(syscall.Kill(os.Getpid(), syscall.SIGKILL))
		}
		r := result{n, n * n}
		check(json.NewEncoder(f).Encode(r))
		check(f.Sync())
		done[n] = r.Square
	}
	fmt.Println("results:", done)
}

// replay reads the journal, and cuts off a last line that is not whole.
func replay(f *os.File) map[int]int {
	journal, err := io.ReadAll(f)
	check(err)
	whole := bytes.LastIndexByte(journal, '\n') + 1
	check(f.Truncate(int64(whole)))
	done := make(map[int]int)
	for line := range bytes.Lines(journal[:whole]) {
		var r result
		check(json.Unmarshal(line, &r))
		done[r.N] = r.Square
	}
	return done
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
